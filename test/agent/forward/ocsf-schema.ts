/**
 * What OCSF 1.8.0 asks of the classes and objects that are written here: names, types, what is required, what one at least of
 * must be there. Facts read off the schema's repository (ocsf/ocsf-schema: dictionary.json, events/**, objects/**,
 * profiles/**), in a form of our own; only what is needed to judge our events, and everything that is not named is wrong.
 */

/** How a value is judged: by a primitive type, by the ids of an enumeration, or by an object. `[]`: a list of them. */
export type Kind =
  | "string"
  | "long"
  | "integer"
  | "boolean"
  | "timestamp"
  | "json"
  | "hostname"
  | "email"
  | readonly number[]
  | { readonly object: string }
  | { readonly list: Kind };

/** One class or object. */
export interface Shape {
  readonly attributes: Readonly<Record<string, Kind>>;
  readonly required: readonly string[];
  /** At least one of each of these. */
  readonly oneOf?: readonly string[];
}

const ENTITY = { name: "string", uid: "string" } as const;

const ENDPOINT = {
  ...ENTITY,
  hostname: "hostname",
  domain: "string",
  ip: "string",
  instance_uid: "string",
  interface_name: "string",
  interface_uid: "string",
  mac: "string",
  os: { object: "os" },
  owner: { object: "user" },
  type: "string",
  type_id: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 99],
} as const satisfies Readonly<Record<string, Kind>>;

const ENDPOINT_ONE_OF = [
  "ip",
  "uid",
  "name",
  "hostname",
  "instance_uid",
  "interface_uid",
  "interface_name",
] as const;

export const OBJECTS: Readonly<Record<string, Shape>> = {
  metadata: {
    attributes: {
      version: "string",
      product: { object: "product" },
      profiles: { list: "string" },
      uid: "string",
      sequence: "integer",
      event_code: "string",
      original_time: "string",
      correlation_uid: "string",
      is_truncated: "boolean",
    },
    required: ["product", "version"],
  },
  product: {
    attributes: {
      ...ENTITY,
      vendor_name: "string",
      version: "string",
      lang: "string",
      path: "string",
      url_string: "string",
      feature: { object: "feature" },
    },
    required: [],
    oneOf: ["name", "uid"],
  },
  feature: { attributes: { ...ENTITY, version: "string" }, required: [], oneOf: ["name", "uid"] },
  actor: {
    attributes: {
      app_name: "string",
      app_uid: "string",
      user: { object: "user" },
      authorizations: { list: { object: "authorization" } },
    },
    required: [],
    oneOf: ["process", "user", "invoked_by", "session", "app_name", "app_uid"],
  },
  user: {
    attributes: {
      ...ENTITY,
      email_addr: "email",
      full_name: "string",
      groups: { list: { object: "group" } },
      org: { object: "organization" },
      type: "string",
      type_id: [0, 1, 2, 3, 4, 99],
    },
    required: [],
    oneOf: ["account", "name", "uid"],
  },
  group: { attributes: { ...ENTITY }, required: [], oneOf: ["name", "uid"] },
  organization: {
    attributes: { ...ENTITY, ou_name: "string", ou_uid: "string" },
    required: [],
    oneOf: ["name", "uid"],
  },
  device: {
    attributes: { ...ENDPOINT, org: { object: "organization" }, is_managed: "boolean", region: "string" },
    required: ["type_id"],
    oneOf: ENDPOINT_ONE_OF,
  },
  os: {
    attributes: {
      name: "string",
      type: "string",
      type_id: [0, 100, 101, 200, 201, 300, 301, 302, 400, 401, 402, 99],
    },
    required: ["name", "type_id"],
  },
  network_endpoint: {
    attributes: { ...ENDPOINT, svc_name: "string", port: "integer" },
    required: [],
    oneOf: [...ENDPOINT_ONE_OF, "svc_name", "domain"],
  },
  api: {
    attributes: { operation: "string", service: { object: "service" }, version: "string" },
    required: ["operation"],
  },
  service: { attributes: { ...ENTITY, version: "string" }, required: [], oneOf: ["name", "uid"] },
  resource_details: {
    attributes: { ...ENTITY, type: "string", hostname: "hostname", version: "string", region: "string" },
    required: [],
    oneOf: ["name", "uid"],
  },
  ai_model: {
    attributes: { ...ENTITY, ai_provider: "string", version: "string" },
    required: ["name", "ai_provider"],
    oneOf: ["name", "uid"],
  },
  message_context: {
    attributes: {
      ...ENTITY,
      ai_role: "string",
      ai_role_id: [0, 1, 2, 3, 4, 5, 6, 99],
      application: "string",
      service: "string",
      prompt_tokens: "integer",
      completion_tokens: "integer",
      total_tokens: "integer",
    },
    required: [],
    oneOf: ["application", "service"],
  },
  policy: {
    attributes: { ...ENTITY, desc: "string", type: "string", version: "string", is_applied: "boolean" },
    required: [],
    oneOf: ["name", "type", "uid"],
  },
  authorization: { attributes: { decision: "string", policy: { object: "policy" } }, required: [] },
  managed_entity: {
    attributes: {
      ...ENTITY,
      type: "string",
      type_id: [0, 1, 2, 3, 4, 5, 6, 7, 99],
      version: "string",
      policy: { object: "policy" },
      data: "json",
    },
    required: [],
    oneOf: ["name", "uid", "device", "group", "org", "policy", "user"],
  },
  finding_info: {
    attributes: {
      uid: "string",
      title: "string",
      desc: "string",
      created_time: "timestamp",
      first_seen_time: "timestamp",
      last_seen_time: "timestamp",
      types: { list: "string" },
    },
    required: ["uid"],
  },
  evidences: {
    attributes: {
      ...ENTITY,
      src_endpoint: { object: "network_endpoint" },
      dst_endpoint: { object: "network_endpoint" },
      data: "json",
    },
    required: [],
    oneOf: ["actor", "api", "data", "device", "dst_endpoint", "resources", "src_endpoint", "user"],
  },
};

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
