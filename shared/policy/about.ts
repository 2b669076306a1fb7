import type { Missing } from "../schema/decision.ts";
import type { Person } from "../schema/person.ts";
import type { CompiledWho } from "./compiled-policy.ts";

/** P5: three values, since a fact may be unknown. */
export type Answer = "yes" | "no" | "unknown";

/** Whether a rule or a holder is about this person and device: fields are ANDed in three values. */
export function isAbout(who: CompiledWho, person: Person): Answer {
  let answer: Answer = "yes";
  for (const ask of QUESTIONS) {
    const one = ask(who, person);
    if (one === "no") return "no";
    if (one === "unknown") answer = "unknown";
  }
  return answer;
}

type Question = (who: CompiledWho, person: Person) => Answer;

/**
 * Who the person is. Groups are a whole list: not listed is not a member. That somebody is a citizen or a trusted
 * partner is no proof that they could bring: nobody is told that it is what they lack.
 */
const IDENTITY: readonly Question[] = [
  ({ people }, { id }) => told(people?.includes(id) ?? true),
  ({ groups }, person) => told(groups?.some((group) => person.groups.includes(group)) ?? true),
  ({ organizations }, { organization }) => oneOf(organization, organizations),
  ({ citizenships }, { citizenship }) => anyOf(citizenship, citizenships),
  ({ trustedPartner }, { trusted_partner }) =>
    trustedPartner === undefined || trusted_partner === "proven" ? "yes" : "unknown",
];

/** What is proven of the person and the device. */
const PROOFS: readonly Question[] = [
  ({ usPerson }, { us_person }) => (usPerson === undefined || us_person === "proven" ? "yes" : "unknown"),
  ({ locations }, { location }) => oneOf(location, locations),
  ({ assurance }, person) =>
    assurance === undefined ? "yes" : known(person.assurance, (level) => level >= assurance),
  ({ managed }, { device }) =>
    managed === undefined ? "yes" : known(device?.managed, (is) => is === managed),
  ({ posture }, { device }) =>
    posture === undefined
      ? "yes"
      : known(device?.posture, (has) => posture.every((one) => has.includes(one))),
];

const QUESTIONS: readonly Question[] = [...IDENTITY, ...PROOFS];

function told(answer: boolean): Answer {
  return answer ? "yes" : "no";
}

function known<T>(fact: T | undefined, holds: (fact: T) => boolean): Answer {
  return fact === undefined ? "unknown" : told(holds(fact));
}

/** An empty list is nobody, whatever is known of the person. */
function oneOf(fact: string | undefined, names: readonly string[] | undefined): Answer {
  if (names === undefined) return "yes";
  return names.length === 0 ? "no" : known(fact, (one) => names.includes(one));
}

/** The same of a fact that is a whole list: one name of it is enough. */
function anyOf(fact: readonly string[] | undefined, names: readonly string[] | undefined): Answer {
  if (names === undefined) return "yes";
  return names.length === 0 ? "no" : known(fact, (all) => all.some((one) => names.includes(one)));
}

/**
 * The proofs that a person lacks to be one of these, all of which are needed; null where proof is not all they lack.
 * That somebody works elsewhere, or uses a device that is managed, is no lack of proof.
 */
export function proofsLacked(who: CompiledWho, person: Person): readonly Missing[] | null {
  if (IDENTITY.some((ask) => ask(who, person) !== "yes")) return null;
  const { usPerson, locations, assurance, managed, posture } = who;
  const { device } = person;
  if (locations && oneOf(person.location, locations) === "no") return null;
  if (managed === false && device?.managed !== false) return null;
  const lacked: Missing[] = [];
  if (usPerson && person.us_person !== "proven") lacked.push({ kind: "us_person", value: null });
  if (locations && person.location === undefined) lacked.push({ kind: "location", value: null });
  if (assurance !== undefined && (person.assurance ?? 0) < assurance)
    lacked.push({ kind: "assurance", value: String(assurance) });
  if (managed === true && device?.managed !== true) lacked.push({ kind: "device", value: "managed" });
  for (const value of new Set(posture))
    if (!device?.posture?.includes(value)) lacked.push({ kind: "device", value });
  return lacked;
}
