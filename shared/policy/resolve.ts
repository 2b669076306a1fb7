import type { Clearance } from "../schema/clearance.ts";
import type { DataClass } from "../schema/data-class.ts";
import type { Person } from "../schema/person.ts";
import { isAbout } from "./about.ts";
import type { CompiledLicense, CompiledPolicy, CompiledRule } from "./compiled-policy.ts";
import { holderOf } from "./holder.ts";
import { namedModels } from "./named-models.ts";
import { ownLicenses } from "./own-licenses.ts";
import { type Remainder, remainderOf } from "./residual.ts";
import { placesFor } from "./rule-index.ts";
import { withoutShadowed } from "./shadowed.ts";

/**
 * Resolves the policy for one person: everything that their facts decide is decided here, and what is left is
 * of the moment. Rules that can never matter for this person are dropped, so other people's rules and facts
 * do not leave the agent. The order in which facts are listed changes nothing.
 */
export function resolve(policy: CompiledPolicy, person: Person): Clearance {
  return new Resolver(person).resolve(policy);
}

/** A rule that is about the person, with what is left of it; null where their facts took it away. */
interface Settled {
  readonly place: number;
  readonly rule: CompiledRule;
  readonly remainder: Remainder | null;
}

/** Above so many new rules, finding those about the person by index costs less than looking at each. */
const MANY = 1_000;

/**
 * Resolves one state of the policy after another for one person and device, whose facts do not change. Rules that
 * are the same objects as last time, at the head and at the tail of the list, are not looked at again: only what
 * stands between is resolved, and what a changed license touches.
 */
export class Resolver {
  readonly #person: Person;
  readonly #own: readonly CompiledLicense[];
  #rules: readonly CompiledRule[] = [];
  #held: readonly CompiledLicense[] = [];
  #settled: readonly Settled[] = [];

  constructor(person: Person) {
    this.#person = person;
    this.#own = ownLicenses(person);
  }

  /** The clearance under this policy; the same as a new resolver gives. */
  resolve(policy: CompiledPolicy): Clearance {
    const held = this.#heldUnder(policy);
    const sameHeld = held.length === this.#held.length && held.every((one, n) => one === this.#held[n]);
    this.#held = held;
    if (!sameHeld) this.#settled = this.#settled.map((one) => this.#againForLicenses(one));
    this.#settled = this.#settle(policy.rules);
    this.#rules = policy.rules;
    return clearanceOf(policy, this.#person, this.#settled, held);
  }

  /** A license that the policy has itself is as the policy says, whatever a license of the person's own is called. */
  #heldUnder({ licenses }: CompiledPolicy): readonly CompiledLicense[] {
    const held = licenses.filter(({ holder }) => isAbout(holder, this.#person) === "yes");
    if (this.#own.length === 0) return held;
    const taken = new Set(licenses.map(({ id }) => id));
    return [...held, ...this.#own.filter(({ id }) => !taken.has(id))];
  }

  #againForLicenses(settled: Settled): Settled {
    const { rule, place } = settled;
    const remainder = remainderOf(rule, this.#person, this.#held);
    return rule.unless.length === 0 ? settled : { rule, place, remainder };
  }

  #settle(rules: readonly CompiledRule[]): readonly Settled[] {
    const head = sameFromHead(this.#rules, rules);
    const tail = sameFromTail(this.#rules, rules, head);
    const shift = rules.length - this.#rules.length;
    const places = changed(rules, this.#person, head, rules.length - tail);
    const after = this.#rules.length - tail;
    return [
      ...this.#settled.filter(({ place }) => place < head),
      ...places.flatMap((place) => this.#settleOne(rules[place], place)),
      ...this.#settled.filter(({ place }) => place >= after).map((one) => moved(one, shift)),
    ];
  }

  #settleOne(rule: CompiledRule | undefined, place: number): readonly Settled[] {
    if (rule === undefined) return [];
    const remainder = remainderOf(rule, this.#person, this.#held);
    const matters = remainder !== null || isAbout(rule.who, this.#person) !== "no";
    return matters ? [{ rule, place, remainder }] : [];
  }
}

function redacts({ obligations }: { readonly obligations: readonly string[] }): boolean {
  return obligations.includes("redact");
}

/** The classes that rules ask for; all of them where something is to redact whatever it finds. */
function dataClassesFor(policy: CompiledPolicy, remainders: readonly Remainder[]): DataClass[] {
  const rules = remainders.map(({ rule }) => rule);
  const isAll =
    rules.some((rule) => redacts(rule) && rule.when.dataClasses === null) || policy.stale.some(redacts);
  const named = new Set(rules.flatMap(({ when }) => when.dataClasses ?? []));
  return policy.dataClasses.filter(({ name }) => isAll || named.has(name));
}

function moved(settled: Settled, shift: number): Settled {
  return shift === 0 ? settled : { ...settled, place: settled.place + shift };
}

function sameFromHead(before: readonly CompiledRule[], now: readonly CompiledRule[]): number {
  const limit = Math.min(before.length, now.length);
  let same = 0;
  while (same < limit && before[same] === now[same]) same += 1;
  return same;
}

function sameFromTail(before: readonly CompiledRule[], now: readonly CompiledRule[], head: number): number {
  const limit = Math.min(before.length, now.length) - head;
  let same = 0;
  while (same < limit && before[before.length - 1 - same] === now[now.length - 1 - same]) same += 1;
  return same;
}

/** The places from `begin` to before `end` whose rules may be about the person. */
function changed(
  rules: readonly CompiledRule[],
  person: Person,
  begin: number,
  end: number,
): readonly number[] {
  if (end - begin < MANY) return Array.from({ length: end - begin }, (_, step) => begin + step);
  return placesFor(rules, person).filter((place) => place >= begin && place < end);
}

function clearanceOf(
  policy: CompiledPolicy,
  person: Person,
  settled: readonly Settled[],
  held: readonly CompiledLicense[],
): Clearance {
  const remainders = settled.flatMap(({ remainder }) => remainder ?? []);
  const rules = remainders.filter(({ isAlmost }) => !isAlmost).map(({ rule }) => rule);
  const almost = remainders.filter(({ isAlmost }) => isAlmost).map(({ rule }) => rule);
  const asked = settled.map(({ rule }) => rule);
  const asksWhatIsKnown = [...rules, ...policy.classifications].some(({ unknownToo }) => unknownToo);
  return {
    lanyard: 1,
    revision: policy.revision,
    organization: policy.organization,
    holder: holderOf(policy, person, asked, held),
    levels: [...policy.levels],
    default: policy.default,
    unidentified: policy.unidentified,
    uninspectable: policy.uninspectable,
    openWhileAway: policy.openWhileAway,
    corporateAccounts: [...policy.corporateAccounts],
    ...(policy.tenants && { tenants: policy.tenants }),
    ...(policy.reviewers && { reviewers: policy.reviewers }),
    stale: [...policy.stale],
    sets: [...policy.sets],
    purposes: [...policy.purposes],
    asking: policy.asking,
    dataClasses: dataClassesFor(policy, remainders),
    knownModels: asksWhatIsKnown && policy.knownModels ? [...policy.knownModels] : null,
    classifications: [...policy.classifications],
    rules: [...withoutShadowed(rules, rules)],
    almost: [...withoutShadowed(almost, rules)],
    models: namedModels(policy, [...rules, ...almost]),
  };
}
