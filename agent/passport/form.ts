import * as z from "zod/mini";
import { PersonLicense } from "../../shared/schema/person.ts";
import type { Claim } from "../../shared/schema/proof.ts";
import { Country, Name } from "../../shared/schema/text.ts";

/** The `vct` of Lanyard's own passports. */
export const PASSPORT_TYPE = "urn:lanyard:passport:1";

/** The `typ` of a passport's header; drafts before 2025 called it the second. */
export const HEADER_TYPES: readonly unknown[] = ["dc+sd-jwt", "vc+sd-jwt"];

/** Characters of a passport, and the parts that it discloses. */
export const LONGEST = 65_536;
export const MOST_DISCLOSURES = 64;

/** The signatures that are taken. Never `none`, and nothing with a secret that the reader shares. */
export const ALGORITHMS = ["ES256", "EdDSA"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Seconds since 1970 UTC, as JWTs count. */
const Seconds = z.number().check(z.minimum(0), z.maximum(32_503_680_000));

/** What a passport says in clear. Other fields are let be: they are the issuer's own. */
export const Payload = z.looseObject({
  iss: Name,
  vct: Name,
  /** The person, by their id of the company; not there where an issuer does not know it. */
  sub: z.optional(Name),
  iat: Seconds,
  nbf: z.optional(Seconds),
  exp: Seconds,
  cnf: z.looseObject({ jwk: z.looseObject({ kty: Name, crv: Name, x: Name }) }),
  status: z.optional(
    z.looseObject({
      status_list: z.strictObject({
        idx: z.number().check(z.int(), z.minimum(0)),
        uri: z.string().check(z.maxLength(2_000), z.regex(/^https?:\/\//)),
      }),
    }),
  ),
  _sd: z.optional(z.array(z.string()).check(z.maxLength(1_000))),
  _sd_alg: z.optional(z.literal("sha-256")),
});
export type Payload = z.infer<typeof Payload>;

const Names = z.array(Name).check(z.maxLength(2_000));

/** What each claim may hold. */
export const ClaimValues = z.strictObject({
  level: z.optional(Name),
  compartments: z.optional(Names),
  organization: z.optional(Name),
  groups: z.optional(Names),
  /** True: proven to be a US person. False: not proven, which is all that others are told. */
  us_person: z.optional(z.boolean()),
  citizenship: z.optional(z.array(Country).check(z.minLength(1), z.maxLength(20))),
  location: z.optional(Country),
  assurance: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(3))),
  trusted_partner: z.optional(z.boolean()),
  licenses: z.optional(z.array(PersonLicense).check(z.maxLength(100))),
  name: z.optional(Name),
}) satisfies z.ZodMiniType<Partial<Record<Claim, unknown>>>;
export type ClaimValues = z.infer<typeof ClaimValues>;
