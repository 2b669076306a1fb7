import * as z from "zod/mini";
import { Duration, said } from "./policy-words.ts";
import { Name } from "./text.ts";

/** Facts about a person that a claim of their sign-in may say, one claim each. Groups and assurance are said apart. */
export const SIGN_IN_FACTS = [
  "organization",
  "us_person",
  "citizenship",
  "location",
  "trusted_partner",
  "name",
] as const;
const SignInFact = z.enum(SIGN_IN_FACTS);
export type SignInFact = z.infer<typeof SignInFact>;

/** The address of a provider: https, or http to this machine itself; without query and fragment, as `iss` has it. */
export const ISSUER_URL =
  /^(https:\/\/[^\s/?#@]+|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?)(\/[^\s?#]{0,1000})?$/;

const Level = z.number().check(z.int(), z.minimum(1), z.maximum(3));

/** What a sign-in with the company's provider proves of a person, and by which of its claims. */
export const SignInText = z.strictObject({
  issuer: said(
    z.string().check(z.regex(ISSUER_URL)),
    "Whose sign-in is believed: the `iss` of its ID tokens, as it stands there.",
    "https://login.example.com/realm",
  ),
  person: said(
    z.optional(Name),
    "The claim that is the person’s id. Left out: `email` where the provider has verified it, else `sub`.",
    "employee_id",
  ),
  groups: said(z.optional(Name), "The claim that lists the person’s groups.", "groups"),
  claims: said(
    z.optional(z.partialRecord(SignInFact, Name)),
    `The claim that says each fact, of ${SIGN_IN_FACTS.join(", ")}.`,
    { organization: "company", location: "ctry" },
  ),
  assurance: said(
    z.optional(
      z.strictObject({
        acr: said(
          z.optional(z.record(Name, Level)),
          "What each `acr` is worth, 1 to 3 as NIST 800-63A counts.",
          { phr: 3 },
        ),
        amr: said(z.optional(z.record(Name, Level)), "What each of `amr` is worth; the highest counts.", {
          mfa: 2,
          hwk: 3,
        }),
      }),
    ),
    "How well the identity is proven, by how the person signed in.",
  ),
  greatest_age: said(
    z.optional(Duration),
    "How long what a sign-in proved counts unless it is renewed. Left out: as long as the ID token itself.",
    "12h",
  ),
});
export type SignInText = z.infer<typeof SignInText>;
