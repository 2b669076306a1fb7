import * as z from "zod/mini";
import { Name } from "./text.ts";

/** Most reviewers of a policy: each more is another key around the content of every record. */
export const MOST_REVIEWERS = 8;

/** Base64url of 32 bytes. */
const Coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** The public half of a reviewer's key. A private one is refused: it has a key that is not known. */
export const ReviewerJwk = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: Coordinate,
  y: Coordinate,
});
export type ReviewerJwk = z.infer<typeof ReviewerJwk>;

/** How many reviewers must open together. */
export const Needed = z.union([z.literal(1), z.literal(2)]);

/** Whom sealed content is for, in the order of their names, which is the order in which two of them open it. */
export const Reviewers = z.strictObject({
  needed: Needed,
  keys: z.array(z.strictObject({ name: Name, key: ReviewerJwk })).check(z.maxLength(MOST_REVIEWERS)),
});
export type Reviewers = z.infer<typeof Reviewers>;
