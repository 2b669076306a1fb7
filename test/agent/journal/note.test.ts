import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { LogCheckpoint } from "@sigstore/verify/dist/tlog/checkpoint.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCheckpoint, signCheckpoint } from "../../../agent/journal/checkpoint.ts";
import {
  isSignedBy,
  publicBytes,
  readNote,
  readVerifierKey,
  signNote,
  verifierKey,
} from "../../../agent/journal/note.ts";

// The vectors of golang.org/x/mod/sumdb/note (note_test.go), which C2SP signed-note describes.
const VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const SEED = Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1);
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), SEED]),
  format: "der",
  type: "pkcs8",
});

describe("a signed note", () => {
  test("of Go's vectors is made byte for byte, and verifies", () => {
    expect(signNote(TEXT, "PeterNeumann", privateKey)).toBe(NOTE);
    const key = readVerifierKey(VERIFIER);
    const note = readNote(NOTE);
    expect(key && note && isSignedBy(note, key)).toBe(true);
    expect(verifierKey({ name: "PeterNeumann", bytes: publicBytes(privateKey) })).toBe(VERIFIER);
  });

  test("of C2SP's signed-note is read, with an empty line in its text", () => {
    const note = readNote(
      "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n",
    );
    expect(note?.text.endsWith("ed è subito sera.\n")).toBe(true);
    expect(note?.signatures).toMatchObject([{ name: "quasimodo.example/salvatore" }]);
    expect(note?.signatures[0]?.keyId.toString("hex")).toBe("367ba04b");
  });

  test("whose text was changed, or that another key signed, is not believed", () => {
    const key = readVerifierKey(VERIFIER);
    const changed = readNote(NOTE.replace("answer", "Answer"));
    const other = generateKeyPairSync("ed25519").privateKey;
    const foreign = readNote(signNote(TEXT, "PeterNeumann", other));
    expect([changed, foreign].map((note) => key && note && isSignedBy(note, key))).toEqual([false, false]);
  });

  test("is believed beside signatures of others, and not where one of its own key is wrong", () => {
    const key = readVerifierKey(VERIFIER);
    const [, line = ""] = NOTE.split("\n\n");
    const stranger = signNote(TEXT, "somebody/else", generateKeyPairSync("ed25519").privateKey).split(
      "\n\n",
    )[1];
    const wrong = line.replace("JnAM=", "JnAA=");
    const believed = (signatures: string): unknown => {
      const note = readNote(`${TEXT}\n${signatures}`);
      return key && note && isSignedBy(note, key);
    };
    expect(believed(`${stranger}${line}`)).toBe(true);
    expect(believed(`${wrong}${line}`)).toBe(false);
  });

  test("that is none is refused, whatever it is", () => {
    const [, line = ""] = NOTE.split("\n\n");
    for (const bad of [
      "",
      TEXT,
      `${TEXT}\n`,
      `${TEXT}\n- a b\n`,
      `\u0007${NOTE}`,
      `${TEXT}\n${line}more\n`,
      `${TEXT}\n— a+b ${line.slice(15)}`,
    ])
      expect(readNote(bad), bad).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readNote(text)).not.toThrow();
      }),
    );
  });

  test.each([
    ["another id", VERIFIER.replace("c74f", "c74e")],
    ["another type", "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
    ["another length", "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="],
    ["a space in its name", VERIFIER.replace("Peter", "Peter ")],
  ])("has no verifier key of %s", (_what, text) => expect(readVerifierKey(text)).toBeNull());
});

describe("a checkpoint", () => {
  const head = { origin: "lanyard/00ff", size: 20_852_163, root: Buffer.alloc(32, 7) };

  test("of C2SP's tlog-checkpoint is read", () => {
    const read = readCheckpoint(
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n",
    );
    expect(read).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20_852_163 });
    expect(read?.root.toString("hex").slice(0, 8)).toBe("0ac5186a");
  });

  test("reads back as it was signed, by this and by another implementation", () => {
    const { note } = signCheckpoint(head, privateKey);
    expect(readCheckpoint(note)).toMatchObject(head);
    const other = LogCheckpoint.fromString(note.slice(0, note.indexOf("\n\n") + 1));
    expect(other).toMatchObject({ origin: head.origin, logSize: 20_852_163n, logHash: head.root });
  });

  test.each([
    ["a size with a zero before it", (note: string) => note.replace("20852163", "020852163")],
    ["a negative size", (note: string) => note.replace("20852163", "-1")],
    ["a short root", (note: string) => note.replace("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", "BwcH")],
    ["no root", (note: string) => note.replace(/Bwc.*\n/, "")],
  ])("with %s is refused", (_what, change) => {
    expect(readCheckpoint(change(signCheckpoint(head, privateKey).note))).toBeNull();
  });
});
