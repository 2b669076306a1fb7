import * as z from "zod/mini";
import { Name } from "./text.ts";

/** How sure we are that somebody is a US person (15 CFR 772.1); unknown counts as foreign. */
export const UsPerson = z.enum(["proven", "unknown"]);
export type UsPerson = z.infer<typeof UsPerson>;

/** The facts about the device that a person uses. Absent facts are unknown. */
const Device = z.strictObject({
  managed: z.optional(z.boolean()),
  /** What the device is proven to have: "disk-encrypted", "screen-lock". Absent: nothing is known of it. */
  posture: z.optional(z.array(Name)),
});

/**
 * The facts about one person that policy may ask for.
 * Absent facts are unknown, which by P5 never opens anything.
 */
export const Person = z.strictObject({
  id: Name,
  name: z.optional(Name),
  organization: z.optional(Name),
  groups: z._default(z.array(Name), []),
  /** Clearance level, one of the policy's `levels`; absent means the lowest. */
  level: z.optional(Name),
  compartments: z._default(z.array(Name), []),
  us_person: z._default(UsPerson, "unknown"),
  /** Where they work: an ISO 3166 country, two letters. */
  location: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  /** How well their identity was proven: NIST 800-63A IAL, 1 to 3. */
  assurance: z.optional(z.number().check(z.minimum(1), z.maximum(3))),
  device: z.optional(Device),
});
export type Person = z.infer<typeof Person>;
