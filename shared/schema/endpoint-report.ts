import * as z from "zod/mini";
import { ReleaseName } from "./bundle.ts";
import { Moment, Name } from "./text.ts";

/**
 * What an endpoint tells of itself after each change and at each start: which state it enforces, and how long it took
 * to. Nothing of the person, and the device by a hash alone.
 */
export const EndpointReport = z.strictObject({
  lanyard: z.literal(1),
  /** First 32 hexadecimal digits of the SHA-256 of the device's id. */
  device: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  release: z.nullable(ReleaseName),
  /** Versions of the roles `targets` and `directives` that are in force; 0: none yet. */
  policy: z.number(),
  directives: z.number(),
  revision: z.nullable(Name),
  /** When the newest change was signed, and when every connected browser enforced it; null: no browser is connected. */
  issued: z.nullable(Moment),
  enforced: z.nullable(Moment),
  /** How many browsers are connected. */
  browsers: z.number(),
  /** Version of Lanyard. */
  version: Name,
  /** Code of what keeps the newest state from being enforced (`expired_timestamp`, `policy_malformed`); null: nothing. */
  problem: z.nullable(Name),
  at: Moment,
});
export type EndpointReport = z.infer<typeof EndpointReport>;
