import * as z from "zod/mini";
import { Action } from "./action.ts";
import { Country, Name, Sentence } from "./text.ts";

/** How sure we are of a status, such as that somebody is a US person (15 CFR 772.1): unknown never opens anything. */
export const UsPerson = z.enum(["proven", "unknown"]);
export type UsPerson = z.infer<typeof UsPerson>;

/** A day (00:00 UTC), or a time with its offset. */
const DateText = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** A license that the person holds themselves. Left out: all of them; models are always named. */
export const PersonLicense = z.strictObject({
  id: Name,
  /** Who gave it. */
  authority: z.optional(Name),
  /** Its number there. */
  number: z.optional(Name),
  /** Exact `provider/model` ids and globs. */
  models: z.array(Name).check(z.minLength(1), z.maxLength(1_000)),
  actions: z.optional(z.array(Action).check(z.minLength(1))),
  purposes: z.optional(z.array(Name).check(z.minLength(1), z.maxLength(100))),
  /** Where calls may go, exact or with `*`. */
  regions: z.optional(z.array(Name).check(z.minLength(1), z.maxLength(100))),
  /** What its authority asks of whoever uses it, in sentences for people. */
  conditions: z.optional(z.array(Sentence).check(z.maxLength(20))),
  from: z.optional(DateText),
  /** Exclusive. */
  until: z.optional(DateText),
});
export type PersonLicense = z.infer<typeof PersonLicense>;

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
  /** Every country that they are a citizen of. */
  citizenship: z.optional(z.array(Country).check(z.maxLength(20))),
  /** Whether they belong to a trusted partner of the authority that restricts. */
  trusted_partner: z.optional(UsPerson),
  /** Where they work. */
  location: z.optional(Country),
  /** How well their identity was proven: NIST 800-63A IAL, 1 to 3. */
  assurance: z.optional(z.number().check(z.minimum(1), z.maximum(3))),
  device: z.optional(Device),
  licenses: z.optional(z.array(PersonLicense).check(z.maxLength(100))),
});
export type Person = z.infer<typeof Person>;
