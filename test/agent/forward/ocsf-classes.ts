import type { Kind, Shape } from "./ocsf-objects.ts";

/** What every class has, with the profile `host`. */
const BASE: Readonly<Record<string, Kind>> = {
  activity_id: "integer",
  activity_name: "string",
  category_uid: "integer",
  category_name: "string",
  class_uid: "integer",
  class_name: "string",
  type_uid: "long",
  type_name: "string",
  time: "timestamp",
  start_time: "timestamp",
  end_time: "timestamp",
  duration: "long",
  count: "integer",
  severity: "string",
  severity_id: [0, 1, 2, 3, 4, 5, 6, 99],
  status: "string",
  status_id: [0, 1, 2, 99],
  status_code: "string",
  status_detail: "string",
  message: "string",
  metadata: { object: "metadata" },
  raw_data: "string",
  unmapped: "json",
  actor: { object: "actor" },
  device: { object: "device" },
};

const REQUIRED = [
  "activity_id",
  "category_uid",
  "class_uid",
  "type_uid",
  "time",
  "severity_id",
  "metadata",
] as const;

/** The attributes that a profile adds. */
export const PROFILES: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  host: {},
  ai_operation: { ai_model: { object: "ai_model" }, message_context: { object: "message_context" } },
  security_control: {
    action: "string",
    action_id: [0, 1, 2, 3, 4, 99],
    disposition: "string",
    disposition_id: [...Array.from({ length: 28 }, (_, id) => id), 99],
    is_alert: "boolean",
    policy: { object: "policy" },
    authorizations: { list: { object: "authorization" } },
  },
};

/** One class of events: with its category, its own activities beside 0 and 99, and the profiles that it may have. */
export interface ClassShape extends Shape {
  readonly category: number;
  readonly activities: Readonly<Record<number, string>>;
  readonly profiles: readonly string[];
}

const BASE_PROFILES = ["host", "security_control"];

export const CLASSES: Readonly<Record<number, ClassShape>> = {
  6003: {
    category: 6,
    activities: { 1: "Create", 2: "Read", 3: "Update", 4: "Delete" },
    profiles: [...BASE_PROFILES, "ai_operation"],
    attributes: {
      ...BASE,
      api: { object: "api" },
      src_endpoint: { object: "network_endpoint" },
      dst_endpoint: { object: "network_endpoint" },
      resources: { list: { object: "resource_details" } },
    },
    required: [...REQUIRED, "actor", "api", "src_endpoint"],
  },
  6002: {
    category: 6,
    activities: {
      1: "Install",
      2: "Remove",
      3: "Start",
      4: "Stop",
      5: "Restart",
      6: "Enable",
      7: "Disable",
      8: "Update",
    },
    profiles: BASE_PROFILES,
    attributes: { ...BASE, app: { object: "product" } },
    required: [...REQUIRED, "app"],
  },
  6008: {
    category: 6,
    activities: { 1: "General Error", 2: "Translation Error" },
    profiles: BASE_PROFILES,
    attributes: BASE,
    required: REQUIRED,
  },
  3004: {
    category: 3,
    activities: {
      1: "Create",
      2: "Read",
      3: "Update",
      4: "Delete",
      5: "Move",
      6: "Enroll",
      7: "Unenroll",
      8: "Enable",
      9: "Disable",
      10: "Activate",
      11: "Deactivate",
      12: "Suspend",
      13: "Resume",
    },
    profiles: BASE_PROFILES,
    attributes: { ...BASE, entity: { object: "managed_entity" }, comment: "string" },
    required: [...REQUIRED, "entity"],
  },
  2004: {
    category: 2,
    activities: { 1: "Create", 2: "Update", 3: "Close" },
    profiles: BASE_PROFILES,
    attributes: {
      ...BASE,
      status_id: [0, 1, 2, 3, 4, 5, 6, 99],
      finding_info: { object: "finding_info" },
      evidences: { list: { object: "evidences" } },
      resources: { list: { object: "resource_details" } },
      is_alert: "boolean",
    },
    required: [...REQUIRED, "finding_info"],
  },
  4001: {
    category: 4,
    activities: { 1: "Open", 2: "Close", 3: "Reset", 4: "Fail", 5: "Refuse", 6: "Traffic", 7: "Listen" },
    profiles: BASE_PROFILES,
    attributes: {
      ...BASE,
      src_endpoint: { object: "network_endpoint" },
      dst_endpoint: { object: "network_endpoint" },
    },
    required: REQUIRED,
    oneOf: ["dst_endpoint", "src_endpoint"],
  },
};
