import type {
  EnforcedEvent,
  ErasedEvent,
  GapEvent,
  LifecycleEvent,
  PrunedEvent,
  UnsealedEvent,
} from "../../../shared/schema/audit-event.ts";
import type { DegradedEvent, DiscoveryEvent } from "../../../shared/schema/discovery-event.ts";
import { actorOf, ocsfHead, productOf, type OcsfEvent } from "./ocsf-base.ts";
import {
  APPLICATION_ERROR,
  APPLICATION_LIFECYCLE,
  DETECTION_FINDING,
  ENTITY_MANAGEMENT,
  ENTITY_TYPE,
  NETWORK_ACTIVITY,
  NEW_FINDING,
  OUTCOME,
  type OcsfActivity,
} from "./ocsf-ids.ts";
import type { Numbered, Origin } from "./origin.ts";
import { sentenceOf } from "./sentence.ts";

const GENERAL_ERROR: OcsfActivity = { id: 1, name: "General Error" };
const UPDATE: OcsfActivity = { id: 3, name: "Update" };

/**
 * A gap: events that could not be recorded are an error of the application that records (Application Error); sockets that
 * were stopped are refused connections (Network Activity), since no person and no call is known of them.
 */
export function ocsfGap(entry: Numbered<GapEvent>, origin: Origin): OcsfEvent {
  const { event } = entry;
  const span = spanOf(event.from, event.until, event.count);
  const unmapped = { lanyard: { what: event.what } };
  if (event.what !== "unseen_socket")
    return { ...headOf(entry, origin, APPLICATION_ERROR, GENERAL_ERROR, true), ...span, unmapped };
  const activity = { id: 5, name: "Refuse" };
  return {
    ...ocsfHead(entry, origin, {
      of: NETWORK_ACTIVITY,
      activity,
      profiles: ["security_control"],
      correlation: null,
      failed: true,
    }),
    ...span,
    src_endpoint: { hostname: origin.host },
    dst_endpoint: event.host === undefined ? null : { hostname: event.host },
    action_id: OUTCOME.blocked.action,
    disposition_id: OUTCOME.blocked.disposition,
    is_alert: true,
    unmapped,
  };
}

/** Agent and extension come and go (Application Lifecycle), fail (Application Error), or change what they obey (Entity Management). */
export function ocsfLifecycle(entry: Numbered<LifecycleEvent>, origin: Origin): OcsfEvent {
  const { part, what } = entry.event;
  const unmapped = { lanyard: { part, what } };
  if (what === "degraded")
    return { ...headOf(entry, origin, APPLICATION_ERROR, GENERAL_ERROR, true), unmapped };
  if (what === "applied" || what === "refused") {
    const head = headOf(entry, origin, ENTITY_MANAGEMENT, UPDATE, what === "refused");
    return { ...head, actor: { app_name: "Lanyard" }, entity: entityOf(part), unmapped };
  }
  const starts = what === "started" || what === "connected";
  const activity = starts ? { id: 3, name: "Start" } : { id: 4, name: "Stop" };
  const app = { ...productOf(origin), feature: { name: part } };
  return { ...headOf(entry, origin, APPLICATION_LIFECYCLE, activity, false), app, unmapped };
}

function entityOf(part: LifecycleEvent["part"]): OcsfEvent {
  if (part !== "policy") return { name: part, type: part, type_id: ENTITY_TYPE.other };
  return { name: part, type: "Policy", type_id: ENTITY_TYPE.policy, policy: { name: part } };
}

/** A state of the policy that a browser now enforces: Entity Management, Activate. */
export function ocsfEnforced(entry: Numbered<EnforcedEvent>, origin: Origin): OcsfEvent {
  const { event } = entry;
  const { revision, took, issued, release, policy, directives, instance, browser, person } = event;
  return {
    ...headOf(entry, origin, ENTITY_MANAGEMENT, { id: 10, name: "Activate" }, false),
    actor: { ...actorOf(person, origin), app_name: "Lanyard" },
    entity: {
      name: "policy",
      uid: revision,
      version: revision,
      type: "Policy",
      type_id: ENTITY_TYPE.policy,
      policy: { uid: revision, name: "policy", version: revision, is_applied: true },
    },
    start_time: issued === null ? null : Math.round(issued),
    end_time: Math.round(event.time),
    duration: took === null ? null : Math.round(took),
    unmapped: { lanyard: { release, policy, directives, instance, browser } },
  };
}

/** AI in use that no recognizer knows: a Detection Finding, for somebody to look at. */
export function ocsfDiscovery(entry: Numbered<DiscoveryEvent>, origin: Origin): OcsfEvent {
  const { event } = entry;
  const { host, service, what, visits, calls, from, until } = event;
  const title =
    what === "unknown_service" ? "Unknown AI service in use" : "Unknown part of an AI service in use";
  return {
    ...headOf(entry, origin, DETECTION_FINDING, { id: 1, name: "Create" }, false),
    status_id: NEW_FINDING,
    ...spanOf(from, until, visits + calls),
    finding_info: { uid: event.id, title, desc: sentenceOf(event), created_time: Math.round(event.time) },
    evidences: [
      { dst_endpoint: { hostname: host, svc_name: service }, src_endpoint: { hostname: origin.host } },
    ],
    resources: [{ name: service ?? host, type: "AI service", hostname: host }],
    is_alert: false,
    unmapped: { lanyard: { what, visits, calls } },
  };
}

/** A recognizer that cannot read what it meets: Application Error. */
export function ocsfDegraded(entry: Numbered<DegradedEvent>, origin: Origin): OcsfEvent {
  const { service, path, reason, form, structure, calls, from, until } = entry.event;
  return {
    ...headOf(entry, origin, APPLICATION_ERROR, GENERAL_ERROR, true),
    ...spanOf(from, until, calls),
    unmapped: { lanyard: { service, path, reason, form, structure, calls } },
  };
}

/** Bodies that the agent took out of its journal: Entity Management, Delete. */
export function ocsfPruned(entry: Numbered<PrunedEvent>, origin: Origin): OcsfEvent {
  const { why, count, first, last, set } = entry.event;
  return {
    ...headOf(entry, origin, ENTITY_MANAGEMENT, { id: 4, name: "Delete" }, false),
    count,
    actor: { app_name: "Lanyard" },
    entity: { name: "journal", type: "journal", type_id: ENTITY_TYPE.other },
    unmapped: { lanyard: { why, first, last, set } },
  };
}

/** Keys of sealed content that were erased: Entity Management, Delete. */
export function ocsfErased(entry: Numbered<ErasedEvent>, origin: Origin): OcsfEvent {
  const { why, by, count, first, last, set } = entry.event;
  return {
    ...headOf(entry, origin, ENTITY_MANAGEMENT, { id: 4, name: "Delete" }, false),
    count,
    actor: { ...(by !== undefined && { user: { name: by } }), app_name: "Lanyard" },
    entity: { name: "keys of sealed content", type: "key", type_id: ENTITY_TYPE.other },
    unmapped: { lanyard: { why, first, last, set } },
  };
}

/** Sealed content that a reviewer opened: Entity Management, Read. */
export function ocsfUnsealed(entry: Numbered<UnsealedEvent>, origin: Origin): OcsfEvent {
  const { sequence, of, by, whole } = entry.event;
  return {
    ...headOf(entry, origin, ENTITY_MANAGEMENT, { id: 2, name: "Read" }, false),
    actor: { app_name: "Lanyard" },
    entity: { name: "sealed content", uid: of, type: "event", type_id: ENTITY_TYPE.other },
    unmapped: { lanyard: { sequence, by, whole } },
  };
}

function headOf(
  entry: Numbered,
  origin: Origin,
  of: Parameters<typeof ocsfHead>[2]["of"],
  activity: OcsfActivity,
  failed: boolean,
): OcsfEvent {
  return ocsfHead(entry, origin, { of, activity, profiles: [], correlation: null, failed });
}

function spanOf(from: number, until: number, count: number): OcsfEvent {
  return { start_time: Math.round(from), end_time: Math.round(until), count: Math.round(count) };
}
