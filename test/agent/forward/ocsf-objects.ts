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
