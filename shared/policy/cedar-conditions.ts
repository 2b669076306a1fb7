import type { Action } from "../schema/action.ts";
import type { Hours, MomentConditions } from "../schema/clearance.ts";
import { any, bracketed, entity, grouped, isIn, isOneOf, list, quoted } from "./cedar-text.ts";
import type { CompiledLicense, CompiledRule, CompiledWho } from "./compiled-policy.ts";
import { fold } from "./pattern.ts";

/** Whether a fact that is not told makes a policy match (P5): true for a forbid and for what only adds obligations. */
export type IfUnknown = boolean;

/** Which models a selector takes: null where it takes every one, and calls that name none. */
export function ofModels({ models, unknownToo }: Pick<CompiledRule, "models" | "unknownToo">): string | null {
  if (models === null) return null;
  const exact = models.filter((one) => !one.includes("*")).map((one) => entity("Model", fold(one)));
  const globs = models.filter((one) => one.includes("*"));
  const byAttribute = [
    ...globs.map((glob) => `resource.id like ${quoted(fold(glob))}`),
    ...(unknownToo ? ["!resource.known"] : []),
  ];
  return any([
    ...(exact.length > 0 ? [isOneOf("resource", exact)] : []),
    ...(byAttribute.length > 0 ? [`resource is Model && ${grouped(byAttribute)}`] : []),
  ]);
}

/** Who a rule is about, one condition for each field. */
export function ofWho(who: CompiledWho, unknown: IfUnknown): readonly string[] {
  const { people, groups, organizations, usPerson, citizenships, trustedPartner } = who;
  const { locations, assurance, managed, posture } = who;
  return [
    ...(people ? [isOneOf("principal", entities("Person", people))] : []),
    ...(groups ? [isIn("principal", entities("Group", groups))] : []),
    ...(organizations ? [oneOf("principal", "organization", organizations, unknown)] : []),
    ...(usPerson ? [told("principal", "usPerson", "principal.usPerson", unknown)] : []),
    ...(citizenships ? [ofCitizens(citizenships, unknown)] : []),
    ...(trustedPartner ? [told("principal", "trustedPartner", "principal.trustedPartner", unknown)] : []),
    ...(locations ? [oneOf("principal", "location", locations, unknown)] : []),
    ...(assurance === undefined
      ? []
      : [told("principal", "assurance", `principal.assurance >= ${assurance}`, unknown)]),
    ...(managed === undefined
      ? []
      : [told("principal", "managed", `${managed ? "" : "!"}principal.managed`, unknown)]),
    ...(posture ? [told("principal", "posture", hasAll("principal.posture", posture), unknown)] : []),
  ];
}

/** What the moment must answer, one condition for each field. */
export function ofMoment(when: MomentConditions, unknown: IfUnknown): readonly string[] {
  const { account, tenants, regions, purposes, dataClasses, inspectable, hours } = when;
  return [
    ...(account ? [told("context", "account", `context.account == ${quoted(account)}`, unknown)] : []),
    ...(tenants ? [oneOf("context", "tenant", tenants, unknown)] : []),
    ...(regions ? [inRegions(regions, unknown)] : []),
    ...(purposes ? [oneOf("context", "purpose", purposes, unknown)] : []),
    ...(dataClasses ? [anyClass(dataClasses, unknown)] : []),
    ...(inspectable === null ? [] : [`${inspectable ? "" : "!"}context.inspectable`]),
    ...(hours ? [ofHours(hours)] : []),
  ];
}

/** From and until; until is exclusive. */
export function ofDates({ from, until }: Pick<CompiledRule, "from" | "until">): readonly string[] {
  return [
    ...(from === null ? [] : [`context.time >= ${moment(from)}`]),
    ...(until === null ? [] : [`context.time < ${moment(until)}`]),
  ];
}

/** P6: all that a license asks for must be told and fit, for its holder alone. */
export function ofLicense(license: CompiledLicense): readonly string[] {
  const { holder, actions, purposes, regions } = license;
  // An unknown model opens nothing (P5), whatever the selector says.
  const models = ofModels({ models: license.models, unknownToo: false });
  return [
    ...ofWho(holder, false),
    ...(models === null ? [] : [bracketed(models)]),
    ...(actions === null ? [] : [isIn("action", actionsAndTheirDuties(actions))]),
    ...(purposes ? [oneOf("context", "purpose", purposes, false)] : []),
    ...(regions ? [inRegions(regions, false)] : []),
    ...ofDates(license),
  ];
}

/** The id of the question what a permitted action obliges to. */
export function dutyOf(action: Action): string {
  return `duties of ${action}`;
}

function actionsAndTheirDuties(actions: readonly Action[]): readonly string[] {
  return actions.flatMap((action) => [entity("Action", action), entity("Action", dutyOf(action))]);
}

/** P5: `has` first; a fact that is not told makes a forbid match and a permit not. */
function told(of: "principal" | "context", fact: string, holds: string, unknown: IfUnknown): string {
  return unknown ? `if ${of} has ${fact} then ${holds} else true` : `${of} has ${fact} && ${holds}`;
}

function oneOf(
  of: "principal" | "context",
  fact: string,
  values: readonly string[],
  unknown: IfUnknown,
): string {
  if (values.length === 0) return "false";
  return told(of, fact, `${strings(values)}.contains(${of}.${fact})`, unknown);
}

function inRegions(regions: readonly string[], unknown: IfUnknown): string {
  if (regions.length === 0) return "false";
  const fits = grouped(regions.map((region) => `context.region like ${quoted(fold(region))}`));
  return told("context", "region", fits, unknown);
}

function anyClass(classes: readonly string[], unknown: IfUnknown): string {
  if (classes.length === 0) return "false";
  return told("context", "dataClasses", `context.dataClasses.containsAny(${strings(classes)})`, unknown);
}

/** Cedar knows no time zones: the caller tells day and minute in each zone that is asked for. */
function ofHours({ days, from, to, zone }: Hours): string {
  if (days.length === 0) return "false";
  const clock = `context.clock[${quoted(zone)}]`;
  const on = (which: readonly number[]): string => `${list(which.map(String))}.contains(${clock}.day)`;
  if (from <= to) return `${on(days)} && ${clock}.minute >= ${from} && ${clock}.minute < ${to}`;
  const next = days.map((day) => (day % 7) + 1);
  return any([`${on(days)} && ${clock}.minute >= ${from}`, `${on(next)} && ${clock}.minute < ${to}`]);
}

/** No empty set: Cedar cannot tell its type. */
function hasAll(of: string, values: readonly string[]): string {
  return values.length === 0 ? "true" : `${of}.containsAll(${strings(values)})`;
}

function ofCitizens(countries: readonly string[], unknown: IfUnknown): string {
  if (countries.length === 0) return "false";
  const holds = `principal.citizenship.containsAny(${strings(countries)})`;
  return told("principal", "citizenship", holds, unknown);
}

function entities(type: "Person" | "Group", ids: readonly string[]): readonly string[] {
  return ids.map((id) => entity(type, id));
}

function strings(values: readonly string[]): string {
  return list(values.map((value) => quoted(value)));
}

function moment(time: number): string {
  const text = new Date(time).toISOString().replace(".000Z", "Z").replace("T00:00:00Z", "");
  return `datetime(${quoted(text)})`;
}
