import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandSigner } from "../../../agent/publishing/command-signer.ts";
import { completed } from "../../../agent/publishing/complete.ts";
import { firstDirectives } from "../../../agent/publishing/compose.ts";
import { newKeyFile, openKeyFile } from "../../../agent/publishing/key-file.ts";
import { keyId, publicKeyOf } from "../../../agent/publishing/public-key.ts";
import { signedBy, signersOf } from "../../../agent/publishing/signing.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { makeDesk, times } from "./made-desk.ts";

const PASSPHRASE = "four words at random";

/** A program that signs as a token would, by a key in a PEM file. */
function signingCommand(algorithm: string): { readonly command: readonly string[]; readonly pem: string } {
  const { privateKey, publicKey } =
    algorithm === "ed25519"
      ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const folder = temporaryFolder();
  writeFileSync(join(folder, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
  const script = `
    const { readFileSync } = require("node:fs");
    const { createPrivateKey, sign } = require("node:crypto");
    const key = createPrivateKey(readFileSync(${JSON.stringify(join(folder, "key.pem"))}));
    const digest = ${algorithm === "ed25519" ? "null" : '"sha256"'};
    console.log(sign(digest, readFileSync(0), key).toString("base64"));`;
  writeFileSync(join(folder, "sign.cjs"), script);
  return {
    command: [process.execPath, join(folder, "sign.cjs")],
    pem: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

const unsigned = { signed: firstDirectives({}, times(0)), signatures: [] };

describe("a key file", () => {
  test("opens with its passphrase, and signs what its public key verifies", async () => {
    const made = await newKeyFile("on-call", PASSPHRASE, 1);
    const signer = await openKeyFile("on-call", made.file, PASSPHRASE, made.signer.id);
    const one = await signedBy(unsigned, signer);
    const keys = { [signer.id]: publicKeyOf(made.public) };
    expect(signersOf(one, { keyids: [signer.id], threshold: 1 }, keys)).toEqual([signer.id]);
    expect(made.file).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    expect(made.file).not.toContain("PRIVATE KEY");
  });

  test.each([
    ["another passphrase", "four words at last", (text: string) => text, "the passphrase is wrong"],
    ["a damaged file", PASSPHRASE, (text: string) => text.replace(/\n.{8}/, "\nAAAAAAAA"), "does not open"],
  ])("does not open by %s", async (_what, passphrase, change, words) => {
    const { file, signer } = await newKeyFile("on-call", PASSPHRASE, 1);
    await expect(openKeyFile("on-call", change(file), passphrase, signer.id)).rejects.toMatchObject({
      code: "key",
      message: expect.stringContaining(words),
    });
  });

  test("of another key than the desk names is refused", async () => {
    const [one, other] = [await newKeyFile("a", PASSPHRASE, 1), await newKeyFile("b", PASSPHRASE, 1)];
    await expect(openKeyFile("a", one.file, PASSPHRASE, other.signer.id)).rejects.toThrow("another key");
  });

  test("asks for a passphrase that is not guessed at once", async () => {
    await expect(newKeyFile("a", "short", 1)).rejects.toThrow("10 characters at least");
  });
});

describe("an external signer", () => {
  test.each(["ed25519", "p256"])(
    "signs by a command with %s what TUF's library verifies",
    async (algorithm) => {
      const { command, pem } = signingCommand(algorithm);
      const key = publicKeyOf(pem);
      const signer = commandSigner("token", { id: keyId(key), key, command, folder: "." });
      const one = await signedBy(unsigned, signer);
      expect(signersOf(one, { keyids: [signer.id], threshold: 1 }, { [signer.id]: key })).toEqual([
        signer.id,
      ]);
    },
  );

  test("whose signature does not fit its public key is refused before anything goes out", async () => {
    const { command } = signingCommand("ed25519");
    const key = publicKeyOf(signingCommand("ed25519").pem);
    const signer = commandSigner("token", { id: keyId(key), key, command, folder: "." });
    await expect(signedBy(unsigned, signer)).rejects.toThrow("does not fit its public key");
  });

  test.each([
    ["fails", ["sh", "-c", "exit 3"], "sh ended with 3"],
    ["is not there", ["/no/such/program"], "cannot be run"],
    ["writes no signature", ["sh", "-c", "echo PIN?"], "wrote no signature"],
  ])("that %s is told by its name", async (_what, command, words) => {
    const key = publicKeyOf("ab".repeat(32));
    const signer = commandSigner("token", { id: keyId(key), key, command, folder: "." });
    await expect(signer.sign(Buffer.from("x"))).rejects.toThrow(words);
  });
});

describe("signatures", () => {
  test("by one key twice count once, under whatever spelling of the key", async () => {
    const { signer, public: hex } = await newKeyFile("a", PASSPHRASE, 1);
    const pem = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString();
    const twice = await signedBy(await signedBy(unsigned, signer), signer);
    const keyids = [signer.id, signer.id];
    expect(twice.signatures).toHaveLength(1);
    expect(signersOf(twice, { keyids, threshold: 2 }, { [signer.id]: signer.key })).toEqual([signer.id]);
    expect(keyId(publicKeyOf(hex))).toBe(signer.id);
    expect(keyId(publicKeyOf(pem))).toBe(keyId(publicKeyOf(pem.replaceAll("\n", "\r\n"))));
  });

  test("too few of them never become a state", async () => {
    const { repository, keyring } = await makeDesk();
    const before = await repository.state();
    const [one] = before.targets.signatures;
    if (!one) throw new Error("unsigned");
    const targets = { ...before.targets, signatures: [one] };
    await expect(completed(before, { targets }, keyring.one, times())).rejects.toThrow(
      "not signed by enough keys of targets",
    );
  });

  test.each(["-----BEGIN PUBLIC KEY-----", "ab12", "AB".repeat(32)])("no key is read from %s", (text) => {
    expect(() => publicKeyOf(text)).toThrow("neither PEM nor 64 hexadecimal digits");
  });
});
