import {
  OCSF_VERSION,
  OPERATING_SYSTEMS,
  SEVERITY,
  STATUS,
  UNKNOWN_DEVICE_TYPE,
  USER_TYPE_USER,
  type OcsfActivity,
  type OcsfClass,
} from "./ocsf-ids.ts";
import type { Numbered, Origin } from "./origin.ts";
import { sentenceOf } from "./sentence.ts";
import { severityOf } from "./severity.ts";

/** An OCSF event: attributes that are null are left out by `compact`. */
export type OcsfEvent = Readonly<Record<string, unknown>>;

/** What differs between the heads of events. */
export interface Head {
  readonly of: OcsfClass;
  readonly activity: OcsfActivity;
  /** Profiles beside `host`. */
  readonly profiles: readonly string[];
  /** Id of the event that this one belongs to; null: none. */
  readonly correlation: string | null;
  readonly failed: boolean;
}

/** What every class has: classification, time, id and place in the journal, product, endpoint. */
export function ocsfHead(entry: Numbered, origin: Origin, head: Head): OcsfEvent {
  const { event } = entry;
  const { of, activity } = head;
  const sentence = sentenceOf(event);
  return {
    category_uid: of.category,
    class_uid: of.uid,
    class_name: of.name,
    activity_id: activity.id,
    activity_name: activity.name,
    type_uid: of.uid * 100 + activity.id,
    time: Math.round(event.time),
    severity_id: SEVERITY[severityOf(event)],
    status_id: head.failed ? STATUS.failure : STATUS.success,
    message: sentence,
    status_detail: sentence,
    metadata: metadataOf(entry, origin, head),
    device: deviceOf(origin),
  };
}

function metadataOf({ sequence, event, cut }: Numbered, origin: Origin, head: Head): OcsfEvent {
  return {
    version: OCSF_VERSION,
    uid: event.id,
    sequence,
    event_code: event.kind,
    original_time: String(Math.round(event.time)),
    product: productOf(origin),
    profiles: [...head.profiles, "host"],
    correlation_uid: head.correlation,
    is_truncated: cut,
  };
}

/** Lanyard itself, as a product and as an application. */
export function productOf({ version }: Origin): OcsfEvent {
  return { name: "Lanyard", vendor_name: "Lanyard", version };
}

/** The endpoint; what kind of computer it is nobody tells the agent. */
function deviceOf({ host, platform, organization }: Origin): OcsfEvent {
  const system = platform === null ? undefined : OPERATING_SYSTEMS[platform];
  return {
    hostname: host,
    type_id: UNKNOWN_DEVICE_TYPE,
    os: system === undefined ? null : { name: system.name, type_id: system.id },
    org: organization === null ? null : { name: organization },
  };
}

/** Who did it: the person, or where nobody is known the browser alone. */
export function actorOf(person: string | null, { organization }: Origin): OcsfEvent {
  if (person === null) return { app_name: "browser" };
  return {
    app_name: "browser",
    user: {
      uid: person,
      name: person,
      email_addr: /^[^\s@]+@[^\s@]+$/.test(person) ? person : null,
      type_id: USER_TYPE_USER,
      org: organization === null ? null : { name: organization },
    },
  };
}

/** A value without the members that are null, all the way down; the schema knows no null. */
export function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([key, member]) => [key, compact(member)]),
  );
}
