import { expect, test } from "vitest";
import { extensionIdOf, extensionKeyFrom, makeExtensionKey } from "./extension-key.ts";

test("the id is the start of the key's SHA-256 in the letters a to p", () => {
  // SHA-256 of the empty text begins e3b0c44298fc1c149afbf4c8996fb924.
  expect(extensionIdOf(new Uint8Array())).toBe("odlameecjipmbmbejkplpemijjgpljce");
});

test("a key that is read again gives the same id, and another key another", () => {
  const key = makeExtensionKey();
  expect(extensionKeyFrom(key.privatePem)).toEqual(key);
  expect(makeExtensionKey().id).not.toBe(key.id);
});
