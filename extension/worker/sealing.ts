import type { Reviewers } from "../../shared/schema/reviewer.ts";
import type { SealedContent, WrappedKey, WrappedKeys } from "../../shared/schema/sealed-content.ts";
import { bytesOfKey, encryptTo, encryptUnder, newContentKey } from "./jwe.ts";

/** The text of one call as it is kept: the record holds `content`, and `wrapped` stands beside it and can be erased. */
export interface Sealed {
  readonly content: SealedContent;
  readonly wrapped: WrappedKeys;
}

/** Encrypts a text under a new key, and that key to the reviewers: to each, or to each two of them, one within the other. */
export async function seal(text: string, { needed, keys }: Reviewers): Promise<Sealed> {
  const plain = new TextEncoder().encode(text);
  const key = await newContentKey();
  const [jwe, wrapped] = await Promise.all([
    encryptUnder(key, plain),
    wrappedTo({ needed, keys }, await bytesOfKey(key)),
  ]);
  const content = {
    jwe,
    bytes: plain.length,
    needed,
    reviewers: keys.map(({ name }) => name),
    keys: await digestOf(wrapped),
  };
  return { content, wrapped };
}

async function wrappedTo({ needed, keys }: Reviewers, key: Uint8Array<ArrayBuffer>): Promise<WrappedKeys> {
  const alone = await Promise.all(
    keys.map(async ({ name, key: to }) => ({ jwe: await encryptTo(to, key), to: [name] })),
  );
  return needed === 1 ? alone : byTwo(keys, alone);
}

/** What the second of two opens lies in what the first opens; neither is kept by itself. */
async function byTwo(keys: Reviewers["keys"], alone: readonly WrappedKey[]): Promise<WrappedKeys> {
  const pairs = keys.flatMap((first, place) => alone.slice(place + 1).map((second) => ({ first, second })));
  return await Promise.all(
    pairs.map(async ({ first, second }) => ({
      jwe: await encryptTo(first.key, new TextEncoder().encode(second.jwe), "JWE"),
      to: [first.name, ...second.to],
    })),
  );
}

/** Over the canonical JSON: the members stand in the order of their names, without spaces. */
async function digestOf(wrapped: WrappedKeys): Promise<string> {
  const text = JSON.stringify(wrapped.map(({ jwe, to }) => ({ jwe, to })));
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
