import type { CompiledRule } from "../../../shared/policy/compiled-policy.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Missing } from "../../../shared/schema/decision.ts";

import { moment, nextChange } from "./naive-moment.ts";
import { isAbout } from "./naive-person.ts";
import { isOfCall, type Question, settle } from "./naive-rules.ts";

/** What each of these forbids accepts. */
export function acceptedByAll(question: Question, forbids: readonly CompiledRule[]): Missing[] {
  const everything = unique(forbids.flatMap((rule) => accepts(question, rule)));
  return everything.filter((one) =>
    forbids.every((rule) => accepts(question, rule).some((other) => isMet(other, one))),
  );
}

/** One license or grant by its id is also any. */
function isMet(asked: Missing, { kind, value }: Missing): boolean {
  const any = asked.value === null && (kind === "license" || kind === "grant");
  return asked.kind === kind && (asked.value === value || any);
}

/** What takes a forbid away. */
function accepts({ person }: Question, { unless, when, who }: CompiledRule): readonly Missing[] {
  const other = { corporate: "personal", personal: "corporate" } as const;
  return [
    ...(unless.includes("us-person") ? [item("us_person")] : []),
    ...(unless.includes("license") ? [item("license")] : []),
    ...unless.filter((one) => one.startsWith("license:")).map((one) => item("license", one.slice(8))),
    ...(unless.includes("grant") ? [item("grant")] : []),
    ...unless.filter((one) => one.startsWith("grant:")).map((one) => item("grant", one.slice(6))),
    ...(when.account === null ? [] : [item("account", other[when.account])]),
    ...(when.tenants === null ? [] : [item("tenant")]),
    ...(when.regions === null ? [] : [item("region")]),
    ...(when.purposes === null ? [] : [item("purpose")]),
    ...(when.dataClasses === null ? [] : [item("data_class")]),
    ...(when.inspectable === false ? [item("readable_body")] : []),
    ...(when.hours === null ? [] : [item("time")]),
    ...(who.locations && person.location === undefined ? [item("location")] : []),
    ...(who.managed === false ? [item("device", "managed")] : []),
  ];
}

/** No rule matches: what makes a permit that lacks one thing match, where it then really permits; or a new rule. */
export function wouldOpen(question: Question): Missing[] {
  const permits = question.policy.rules.filter(
    (rule) => rule.effect === "permit" && rule.layer === "rule" && !rule.monitor && isOfCall(question, rule),
  );
  const ways = permits
    .map((rule) => lacks(question, rule))
    .flatMap((lacked) => (lacked.length === 1 ? lacked : []));
  const opening = ways.flat().filter(({ change }) => change === null || opens(question, change));
  return [
    ...unique(opening.map(({ missing }) => missing))
      .toSorted(byKind)
      .slice(0, 16),
    item("rule"),
  ];
}

interface Way {
  readonly missing: Missing;
  /** Null where the person must prove it. */
  readonly change: Partial<AccessRequest> | null;
}

function opens(question: Question, change: Partial<AccessRequest>): boolean {
  const rules = question.policy.rules.filter(({ monitor }) => !monitor);
  return settle({ ...question, request: { ...question.request, ...change } }, rules, []).effect === "permit";
}

/** Each thing that a permit lacks, as the ways to mend it; none where nothing can. */
function lacks(
  { person, request }: Question,
  { who, when, from, until }: CompiledRule,
): readonly (readonly Way[])[] {
  const { time } = request;
  const lacked: Way[][] = [];
  const of = (condition: object) => moment.holds({ ...NO_CONDITIONS, ...condition }, request) !== "yes";
  const { account, tenants, regions, purposes, dataClasses, inspectable, hours } = when;
  if (account !== null && of({ account })) lacked.push([way(item("account", account), { account })]);
  if (tenants !== null && of({ tenants }))
    lacked.push(tenants.map((tenant) => way(item("tenant", tenant), { tenant })));
  if (regions !== null && of({ regions }))
    lacked.push(regions.map((one) => way(item("region", one), { region: one.replaceAll("*", "") })));
  if (purposes !== null && of({ purposes }))
    lacked.push(purposes.map((purpose) => way(item("purpose", purpose), { purpose })));
  if (dataClasses !== null && of({ dataClasses }))
    lacked.push(dataClasses.map((one) => way(item("data_class", one), { dataClasses: [one] })));
  if (inspectable !== null && of({ inspectable }))
    lacked.push(inspectable ? [way(item("readable_body"), { inspectable })] : []);
  if (from !== null && time < from) lacked.push([way(item("time"), { time: from })]);
  if (until !== null && time >= until) lacked.push([]);
  if (hours !== null && !moment.isInHours(when, time))
    lacked.push(nextChange(when, time).map((next) => way(item("time"), { time: next })));
  return [...lacked, ...lacksOfPerson(who, person)];
}

function lacksOfPerson(who: CompiledRule["who"], person: Question["person"]): readonly (readonly Way[])[] {
  const { usPerson, locations, assurance, managed, posture, ...identity } = who;
  const lacked: Way[][] = [];
  if (isAbout(identity, person) !== "yes") lacked.push([]);
  if (usPerson && person.us_person !== "proven") lacked.push(proof(item("us_person")));
  if (locations && isAbout({ locations }, person) === "unknown") lacked.push(proof(item("location")));
  if (locations && isAbout({ locations }, person) === "no") lacked.push([]);
  if (assurance !== undefined && isAbout({ assurance }, person) !== "yes")
    lacked.push(proof(item("assurance", `${assurance}`)));
  if (managed !== undefined && isAbout({ managed }, person) !== "yes")
    lacked.push(managed ? proof(item("device", "managed")) : []);
  for (const one of posture ?? [])
    if (!person.device?.posture?.includes(one)) lacked.push(proof(item("device", one)));
  return lacked;
}

function way(missing: Missing, change: Partial<AccessRequest>): Way {
  return { missing, change };
}

function proof(missing: Missing): Way[] {
  return [{ missing, change: null }];
}

const NO_CONDITIONS = {
  account: null,
  tenants: null,
  regions: null,
  purposes: null,
  dataClasses: null,
  inspectable: null,
  hours: null,
};

function item(kind: Missing["kind"], value: string | null = null): Missing {
  return { kind, value };
}

function unique(missing: readonly Missing[]): Missing[] {
  return [...new Map(missing.map((one) => [JSON.stringify(one), one])).values()];
}

/** Any fixed order will do, since ways are compared as a set; it matters where there are more than are told. */
function byKind(one: Missing, other: Missing): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
