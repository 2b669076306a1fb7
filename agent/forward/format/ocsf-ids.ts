/**
 * The numbers of OCSF 1.8.0 that we write, from ocsf/ocsf-schema at 1.8.0: the one place to look at when a later version
 * renumbers or adds. 1.9 (in development) adds the profile `record_integrity`, which our checkpoints fit.
 */
export const OCSF_VERSION = "1.8.0";

/** A class of event: its category, its number and its caption. */
export interface OcsfClass {
  readonly category: number;
  readonly uid: number;
  readonly name: string;
}

export const API_ACTIVITY: OcsfClass = { category: 6, uid: 6003, name: "API Activity" };
export const APPLICATION_LIFECYCLE: OcsfClass = { category: 6, uid: 6002, name: "Application Lifecycle" };
export const APPLICATION_ERROR: OcsfClass = { category: 6, uid: 6008, name: "Application Error" };
export const ENTITY_MANAGEMENT: OcsfClass = { category: 3, uid: 3004, name: "Entity Management" };
export const DETECTION_FINDING: OcsfClass = { category: 2, uid: 2004, name: "Detection Finding" };
export const NETWORK_ACTIVITY: OcsfClass = { category: 4, uid: 4001, name: "Network Activity" };

/** An activity of a class; 99 with a name of ours where the class has none for it. */
export interface OcsfActivity {
  readonly id: number;
  readonly name: string;
}

export const SEVERITY = { info: 1, low: 2, medium: 3, high: 4 } as const;
export const STATUS = { success: 1, failure: 2 } as const;
export const NEW_FINDING = 1;

/** What a control did (`action_id`), with how it came out (`disposition_id`). */
export interface Outcome {
  readonly action: number;
  readonly disposition: number;
}

export const OUTCOME = {
  allowed: { action: 1, disposition: 1 },
  blocked: { action: 2, disposition: 2 },
  /** Allowed after a reason was given. */
  approved: { action: 1, disposition: 8 },
  /** Sent with what was found replaced. */
  corrected: { action: 4, disposition: 11 },
  /** Against the policy, and nothing was done about it. */
  detected: { action: 3, disposition: 15 },
  /** Only a rule in monitor mode would have denied it. */
  logged: { action: 3, disposition: 17 },
  /** Allowed after a warning. */
  warned: { action: 1, disposition: 19 },
  /** Held until the person answers: what came of it is an event of its own. */
  challenged: { action: 0, disposition: 23 },
} as const satisfies Readonly<Record<string, Outcome>>;

export const ENTITY_TYPE = { policy: 5, other: 99 } as const;
export const ROLE_OF_MESSAGE_USER = 1;
export const UNKNOWN_DEVICE_TYPE = 0;
export const USER_TYPE_USER = 1;

/** `os.type_id` by Node's name of the platform. */
export const OPERATING_SYSTEMS: Readonly<Record<string, { readonly id: number; readonly name: string }>> = {
  linux: { id: 200, name: "Linux" },
  darwin: { id: 300, name: "macOS" },
  win32: { id: 100, name: "Windows" },
};
