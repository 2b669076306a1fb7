import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { BundledFile, ReleaseName } from "../../../shared/schema/bundle.ts";
import { Moment } from "../../../shared/schema/text.ts";
import { ROLES } from "../repository/refusal.ts";

const Digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A release as it is in force, with the version of `targets` that it came under. */
export const HeldPolicy = z.strictObject({
  release: ReleaseName,
  version: z.number(),
  issued: Moment,
  /** The target as it was signed. */
  text: z.string(),
  files: z.array(BundledFile),
});
export type HeldPolicy = z.infer<typeof HeldPolicy>;

/** The directives as they are in force, with the version of the role `directives` that they came under. */
export const HeldDirectives = z.strictObject({
  version: z.number(),
  issued: Moment,
  text: z.string(),
  files: z.array(BundledFile),
});
export type HeldDirectives = z.infer<typeof HeldDirectives>;

/** What is in force: always a release and directives that were checked together. */
export const InForce = z.strictObject({ policy: HeldPolicy, directives: HeldDirectives });
export type InForce = z.infer<typeof InForce>;

/** All that an endpoint goes on by when it is offline, and that nothing it accepts later may fall below. */
export const Floor = z.strictObject({
  lanyard: z.literal(1),
  /** Counts the writes: of two copies the higher is the newer. */
  sequence: z.number(),
  /** SHA-256 of every root from the pinned one to the one in `metadata`. */
  roots: z.array(Digest),
  metadata: z.strictObject({
    root: z.string(),
    timestamp: z.string(),
    snapshot: z.string(),
    targets: z.string(),
    directives: z.string(),
  }),
  time: z.strictObject({ bound: Moment, role: z.enum(ROLES), keys: z.array(z.string()) }),
  /** Trusted time of the last check that found all of this to be the newest; 0: none did yet. */
  checkedAt: Moment,
  /** The releases that are out, as they were signed; null: none was readable yet. */
  releases: z.nullable(z.string()),
  /** The edition of the catalog, as it was signed; null: none is published. */
  catalog: z.nullable(z.string()),
  inForce: z.nullable(InForce),
});
export type Floor = z.infer<typeof Floor>;

const HEAD = /^lanyard-floor 1 ([0-9a-f]{64})\n/;

/** The text of a floor, headed by its digest. */
export function encodeFloor(floor: Floor): string {
  const body = JSON.stringify(floor);
  return `lanyard-floor 1 ${digestOf(body)}\n${body}`;
}

/** Reads a floor; null where a single bit is not as it was written. */
export function decodeFloor(text: string): Floor | null {
  const [head = "", digest] = HEAD.exec(text) ?? [];
  const body = text.slice(head.length);
  if (digest === undefined || digestOf(body) !== digest) return null;
  const floor = Floor.safeParse(JSON.parse(body));
  return floor.success ? floor.data : null;
}

/** SHA-256 of a text, hexadecimal. */
export function digestOf(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}
