import type * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { dutyOf } from "../../../shared/policy/cedar-conditions.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Person } from "../../../shared/schema/person.ts";

/** What `cedarOf` expects its caller to tell, for one model of a request; null: the call names none. */
export interface CedarQuestion {
  readonly model: string | null;
  /** The decision itself, or what a permitted call obliges to. */
  readonly about: "decision" | "duties";
  readonly shadow: boolean;
}

/** One question as Cedar takes it: entities and context. Facts that are not known are absent (P5). */
export function cedarRequest(
  policy: CompiledPolicy,
  person: Person,
  request: AccessRequest,
  { model, about, shadow }: CedarQuestion,
): Omit<cedar.StatefulAuthorizationCall, "preparsedPolicySetId"> {
  const named = model !== null && model.length > 0 && model.length <= 512 ? model.toLowerCase() : null;
  const principal = { type: "Person", id: person.id };
  const resource = named === null ? { type: "Unidentified", id: "" } : { type: "Model", id: named };
  return {
    principal,
    action: { type: "Action", id: about === "duties" ? dutyOf(request.action) : request.action },
    resource,
    context: contextOf(policy, request, shadow),
    entities: [
      {
        uid: principal,
        attrs: factsOf(policy, person),
        parents: person.groups.map((id) => ({ type: "Group", id })),
      },
      { uid: resource, attrs: named === null ? {} : modelFacts(policy, named), parents: [] },
    ],
  };
}

function factsOf({ levels }: CompiledPolicy, person: Person): Record<string, cedar.CedarValueJson> {
  const { organization, citizenship, location, assurance, device } = person;
  return {
    level: Math.max(0, levels.indexOf(person.level ?? "")),
    compartments: person.compartments,
    ...(person.us_person === "proven" && { usPerson: true }),
    ...(person.trusted_partner === "proven" && { trustedPartner: true }),
    ...(citizenship !== undefined && { citizenship }),
    ...(organization !== undefined && { organization }),
    ...(location !== undefined && { location }),
    ...(assurance !== undefined && { assurance }),
    ...(device?.managed !== undefined && { managed: device.managed }),
    ...(device?.posture !== undefined && { posture: device.posture }),
  };
}

function modelFacts({ knownModels }: CompiledPolicy, id: string): Record<string, cedar.CedarValueJson> {
  return { id, known: knownModels === null || knownModels.some((known) => known.toLowerCase() === id) };
}

function contextOf(policy: CompiledPolicy, request: AccessRequest, shadow: boolean): cedar.Context {
  const { account, tenant, region, purpose, dataClasses, inspectable, agentAway, time, policyAge } = request;
  const zones = new Set(policy.rules.flatMap(({ when }) => when.hours?.zone ?? []));
  return {
    time: { __extn: { fn: "datetime", arg: new Date(time).toISOString() } },
    policyAge: { __extn: { fn: "duration", arg: `${policyAge}ms` } },
    clock: Object.fromEntries(Array.from(zones, (zone) => [zone, clockIn(zone, time)])),
    inspectable,
    agentAway,
    shadow,
    ...(account !== "unknown" && { account }),
    ...(tenant !== null && { tenant }),
    ...(region !== null && { region: region.toLowerCase() }),
    ...(purpose !== null && { purpose }),
    ...(dataClasses !== null && { dataClasses: [...dataClasses] }),
  };
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The day, 1 Monday to 7 Sunday, and the minute after midnight that a clock on the wall of a zone shows. */
function clockIn(zone: string, time: number): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    weekday: "short",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  const shown = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return {
    day: DAYS.indexOf(shown["weekday"] ?? "") + 1,
    minute: Number(shown["hour"]) * 60 + Number(shown["minute"]),
  };
}
