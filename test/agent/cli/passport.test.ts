import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { passportFileName } from "../../../agent/passport/file-name.ts";
import { newIssuerKey } from "../../../agent/passport/issue/key-file.ts";
import { partsOf } from "../../../agent/passport/parts.ts";
import { makeSite, run, type Ran, type Site } from "../running.ts";

// Making a key takes seconds where others work too.
vi.setConfig({ testTimeout: 120_000 });

const DESK = ["--key", "issuer.key", "--passphrase-file", "pass", "--out", "public"] as const;
const NAMED = ["--issuer", "https://p.example", "--url", "https://p.example"] as const;

function passport(site: Site, what: string, ...more: readonly string[]): Promise<Ran> {
  return run(site, ["passport", what, ...more, ...DESK]);
}

test("keys are made and shown by their public halves; an issuer's is kept under a passphrase", async () => {
  const site = makeSite();
  const device = await run(site, ["passport", "key", "new", "--config", site.config, "--json"]);
  const again = await run(site, ["passport", "key", "new", "--config", site.config, "--json"]);
  expect(again.stdout).toBe(device.stdout);
  expect(JSON.parse(device.stdout)).toMatchObject({ key: { kty: "EC", crv: "P-256" } });
  expect(JSON.parse(device.stdout)).not.toHaveProperty("key.d");
  expect(statSync(join(site.folder, "state/passport-key.pem")).mode & 0o077).toBe(0);
  writeFileSync(join(site.folder, "pass"), "four random words\n");
  const words = ["passport", "key", "new", "--out", "issuer.key", "--passphrase-file", "pass"];
  const made = await run(site, words);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('"crv":"Ed25519"') });
  const file = join(site.folder, "issuer.key");
  expect(statSync(file).mode & 0o077).toBe(0);
  const text = readFileSync(file, "utf8");
  expect(await run(site, words)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is there already"),
  });
  expect(readFileSync(file, "utf8")).toBe(text);
  const old = await run(site, ["passport", "key", "old"]);
  expect(old).toMatchObject({ code: 2, stderr: expect.stringContaining("passport key new") });
});

test("passports are issued, left while they hold, and revoked", async () => {
  const site = makeSite();
  writeFileSync(join(site.folder, "pass"), "four random words\n");
  const device = await run(site, ["passport", "key", "new", "--config", site.config, "--json"]);
  const { key, thumbprint } = JSON.parse(device.stdout) as { key: object; thumbprint: string };
  const ada = JSON.stringify({ id: "ada", level: "open", device_keys: [key] });
  writeFileSync(join(site.folder, "people.jsonl"), `${ada}\n`);
  writeFileSync(site.people, `people: [${ada}]`);
  // A key that opens at once: how long guesses take is not what is tested here.
  const { file } = await newIssuerKey("EdDSA", "four random words", 4);
  writeFileSync(join(site.folder, "issuer.key"), file);

  const unnamed = await passport(site, "issue", "--people", "people.yaml");
  expect(unnamed).toMatchObject({ code: 1, stderr: expect.stringContaining("--issuer ID --url URL") });
  const issued = await passport(
    site,
    "issue",
    "--people",
    "people.yaml",
    "--valid",
    "2h",
    ...NAMED,
    "--json",
  );
  expect(issued.code).toBe(0);
  expect(JSON.parse(issued.stdout)).toMatchObject({ people: 1, issued: 1, left: 0, withoutDevice: 0 });
  const { payload, disclosures } = partsOf(
    readFileSync(join(site.folder, "public", passportFileName("ada", thumbprint)), "utf8"),
  );
  expect(payload).toMatchObject({ iss: "https://p.example", sub: "ada", exp: payload.iat + 7_200 });
  expect(disclosures.map(({ name }) => name)).toContain("level");

  const left = await passport(site, "renew", "--people", "people.jsonl", "--within", "1h");
  expect(left.stdout).toContain("Left        1 that hold long enough");
  const renewed = await passport(site, "renew", "--command", "cat people.jsonl", "--within", "3h", "--json");
  expect(JSON.parse(renewed.stdout)).toMatchObject({ issued: 1 });
  const failed = await passport(site, "issue", "--command", "cat people.jsonl; exit 3");
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("ended with 3") });

  const revoked = await passport(site, "revoke", "ada", "nobody");
  expect(revoked).toMatchObject({ code: 1, stdout: "ada: 1 revoked\nnobody: 0 revoked\n" });
  expect(revoked.stderr).toContain("no passport of nobody");
  const back = await passport(site, "revoke", "ada", "--undo", "--json");
  expect(JSON.parse(back.stdout)).toEqual({ restored: [{ id: "ada", passports: 1 }] });
});

test("what cannot be done is said with the option and the mend", async () => {
  const site = makeSite();
  writeFileSync(join(site.folder, "pass"), "four random words\n");
  const neither = await run(site, ["passport", "issue", "--key", "k"]);
  expect(neither).toMatchObject({ code: 2, stderr: expect.stringContaining("--out is missing") });
  const long = await passport(site, "issue", "--people", "p", "--valid", "soon");
  expect(long).toMatchObject({ code: 2, stderr: expect.stringContaining("Write 90m, 24h or 7d") });
  const address = await passport(site, "issue", "--people", "p", "--issuer", "a", "--url", "here");
  expect(address).toMatchObject({ code: 2, stderr: expect.stringContaining("is no address") });
  expect(await passport(site, "issue", "--people", "p")).toMatchObject({ code: 4 });
  writeFileSync(join(site.folder, "issuer.key"), "no key");
  expect(await passport(site, "issue", "--people", "p")).toMatchObject({
    code: 6,
    stderr: expect.stringContaining("does not open"),
  });
  const alg = await run(site, [
    "passport",
    "key",
    "new",
    "--out",
    "k",
    "--alg",
    "RS256",
    "--passphrase-file",
    "pass",
  ]);
  expect(alg).toMatchObject({ code: 2, stderr: expect.stringContaining("ES256 or EdDSA") });
});
