import * as z from "zod/mini";
import { MOST_REVIEWERS, Needed } from "./reviewer.ts";
import { Name } from "./text.ts";

/** Longest text that is sealed, in bytes of UTF-8: some thirty of them fit one message to the agent. */
export const SEALED_LIMIT = 256_000;

/** Four thirds of that, and the rest of its JWE. */
const LONGEST_JWE = 350_000;
/** A key that is wrapped twice has 1,100 characters. */
const LONGEST_WRAPPED = 4_000;
const Compact = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$/;

/** The text of a permitted call, encrypted under a key of its own. */
export const SealedContent = z.strictObject({
  /** RFC 7516, compact: `alg` dir, `enc` A256GCM. Left out where an event is told on, which is never with content. */
  jwe: z.optional(z.string().check(z.maxLength(LONGEST_JWE), z.regex(Compact))),
  /** Bytes of the text as UTF-8. */
  bytes: z.number(),
  needed: Needed,
  /** Names of the reviewers that it was sealed to. */
  reviewers: z.array(Name).check(z.minLength(1), z.maxLength(MOST_REVIEWERS)),
  /** SHA-256, hexadecimal, over the canonical JSON of its `WrappedKeys`, which are kept apart and can be erased. */
  keys: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type SealedContent = z.infer<typeof SealedContent>;

/**
 * The key of one record's content, as these reviewers open it, in this order: a compact JWE to the first, of the key
 * itself, or of a JWE to the second.
 */
export const WrappedKey = z.strictObject({
  jwe: z.string().check(z.maxLength(LONGEST_WRAPPED), z.regex(Compact)),
  to: z.array(Name).check(z.minLength(1), z.maxLength(2)),
});
export type WrappedKey = z.infer<typeof WrappedKey>;

/** All ways to the key of one record: one for each reviewer, or one for each two of them. */
export const WrappedKeys = z
  .array(WrappedKey)
  .check(z.minLength(1), z.maxLength((MOST_REVIEWERS * (MOST_REVIEWERS - 1)) / 2));
export type WrappedKeys = z.infer<typeof WrappedKeys>;

/** An event as it may be told on: that there is sealed content, and how much, never the content itself. */
export function withoutCiphertext<T extends object>(event: T): T {
  if (!("sealed" in event) || typeof event.sealed !== "object" || event.sealed === null) return event;
  return { ...event, sealed: { ...event.sealed, jwe: undefined } };
}
