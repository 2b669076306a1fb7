import type { CompiledSignIn } from "../../shared/policy/compiled-policy.ts";
import type { Person, UsPerson } from "../../shared/schema/person.ts";
import { SIGN_IN_FACTS, type SignInFact } from "../../shared/schema/sign-in.ts";
import { Country, Name } from "../../shared/schema/text.ts";
import { SignInError } from "./fault.ts";

/** What an ID token and the provider's further answer say; anything may stand in each. */
export type Claims = Readonly<Record<string, unknown>>;

/** Facts of a person that a sign-in may say. */
export type SignedFact = SignInFact | "groups" | "assurance";

/** More groups than a token can sensibly hold. */
const MOST_GROUPS = 2_000;
const MOST_COUNTRIES = 20;

/** The facts that count only as a sign-in says them. */
export function factsAsked({ groups, claims, assurance }: CompiledSignIn): readonly SignedFact[] {
  return [
    ...(groups === null ? [] : ["groups" as const]),
    ...SIGN_IN_FACTS.filter((fact) => claims[fact] !== undefined),
    ...(assurance === null ? [] : ["assurance" as const]),
  ];
}

/** The names of the claims that policy reads. What else a token says is not kept. */
export function claimsRead({ person, groups, claims, assurance }: CompiledSignIn): readonly string[] {
  const names = [
    ...(person === null ? ["email", "email_verified", "sub"] : [person, "email_verified"]),
    ...(groups === null ? [] : [groups]),
    ...Object.values(claims),
    ...(assurance === null ? [] : ["acr", "amr"]),
  ];
  return [...new Set(names)];
}

/** Who signed in, by the company's id; throws a `SignInError` `no_person`. */
export function personIn(claims: Claims, { person }: CompiledSignIn): string {
  const isVerified = claims["email_verified"] === true || claims["email_verified"] === "true";
  const claim = person ?? (isVerified && claims["email"] !== undefined ? "email" : "sub");
  // Whoever may write any address into their own account is not whom it names.
  const isUnproven = claim === "email" && claims["email_verified"] !== undefined && !isVerified;
  const said = Name.safeParse(typeof claims[claim] === "number" ? String(claims[claim]) : claims[claim]);
  if (said.success && !isUnproven) return said.data;
  const why = isUnproven ? "has not verified the address" : `says no "${claim}"`;
  throw new SignInError(
    "no_person",
    `The provider ${why}, so nobody can tell who signed in. Have the claim added, or another named as \`person\` under the policy's \`sign_in\`.`,
  );
}

/** The facts that claims say, in our form. What is said in another form stays unknown (P5). */
export function factsIn(claims: Claims, mapping: CompiledSignIn): Partial<Person> {
  const say = (fact: SignInFact): unknown => {
    const claim = mapping.claims[fact];
    return claim === undefined ? undefined : claims[claim];
  };
  const groups = mapping.groups === null ? undefined : namesIn(claims[mapping.groups]);
  const assurance = mapping.assurance === null ? null : assuranceIn(claims, mapping.assurance);
  return {
    ...(groups && { groups }),
    ...wordIn("organization", say("organization")),
    ...wordIn("name", say("name")),
    ...statusIn("us_person", say("us_person")),
    ...statusIn("trusted_partner", say("trusted_partner")),
    ...locationIn(say("location")),
    ...citizenshipIn(say("citizenship")),
    ...(assurance !== null && { assurance }),
  };
}

/** A list of names, of which none is left out: who lacks one group may be in another that forbids. */
function namesIn(said: unknown): string[] | undefined {
  const list = typeof said === "string" ? [said] : said;
  if (!Array.isArray(list) || list.length > MOST_GROUPS) return undefined;
  const names = list.map((one) => Name.safeParse(one));
  return names.every(({ success }) => success) ? names.flatMap(({ data }) => data ?? []) : undefined;
}

function wordIn(fact: "organization" | "name", said: unknown): Partial<Person> {
  const word = Name.safeParse(said);
  return word.success ? { [fact]: word.data } : {};
}

/** Proven is what is said to be true; whatever else is said proves nothing. */
function statusIn(fact: "us_person" | "trusted_partner", said: unknown): Partial<Person> {
  if (said === undefined) return {};
  const status: UsPerson = said === true || said === "true" ? "proven" : "unknown";
  return { [fact]: status };
}

function locationIn(said: unknown): Partial<Person> {
  const country = countryIn(said);
  return country === null ? {} : { location: country };
}

function citizenshipIn(said: unknown): Partial<Person> {
  const countries = (Array.isArray(said) ? said : [said]).map(countryIn);
  const isWhole = countries.length > 0 && countries.length <= MOST_COUNTRIES && !countries.includes(null);
  return isWhole ? { citizenship: countries.flatMap((one) => one ?? []) } : {};
}

function countryIn(said: unknown): string | null {
  const country = Country.safeParse(typeof said === "string" ? said.toUpperCase() : said);
  return country.success ? country.data : null;
}

function assuranceIn(claims: Claims, { acr, amr }: NonNullable<CompiledSignIn["assurance"]>): number | null {
  const methods: readonly unknown[] = Array.isArray(claims["amr"]) ? claims["amr"] : [claims["amr"]];
  const worth = [worthOf(acr, claims["acr"]), ...methods.map((method) => worthOf(amr, method))];
  const highest = Math.max(...worth);
  return highest === 0 ? null : highest;
}

function worthOf(table: Readonly<Record<string, number>>, value: unknown): number {
  return typeof value === "string" && Object.hasOwn(table, value) ? (table[value] ?? 0) : 0;
}
