import * as z from "zod/mini";
import { Name } from "./text.ts";

/** How sure we are that somebody is a US person (15 CFR 772.1); unknown counts as foreign. */
export const UsPerson = z.enum(["proven", "unknown"]);
export type UsPerson = z.infer<typeof UsPerson>;

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
});
export type Person = z.infer<typeof Person>;
