import { KINDS, type Kind } from "./api/filter.ts";

/** What a filter may ask of one event by its fields. */
export interface Filed {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly kind: Kind;
  readonly effect: "permit" | "deny" | null;
  readonly person: string | null;
  readonly model: string | null;
  readonly service: string | null;
  /** Ids of the rules as a JSON array; null where there are none. */
  readonly rules: string | null;
}

/** What a filter may ask of one event. */
export interface Facets extends Filed {
  readonly purpose: string | null;
  /** Ids and numbers of the licenses and grants that it was permitted under, as a JSON array; null where there are none. */
  readonly licenses: string | null;
  /** Everything else that is searched, in small letters. */
  readonly text: string;
  /** True for news of what the agent obeys: policy, people, catalog. */
  readonly obeyed: boolean;
}

/** The members of an event that are searched as text, whatever its kind. Prompts are in none of them. */
const SEARCHED = [
  "because",
  "modelAsSent",
  "modelAsServed",
  "alias",
  "host",
  "operation",
  "reason",
  "purpose",
  "what",
  "detail",
  "path",
  "revision",
  "release",
  "browser",
] as const;

const UNREADABLE: Facets = {
  time: 0,
  kind: "unreadable",
  effect: null,
  person: null,
  model: null,
  service: null,
  rules: null,
  purpose: null,
  licenses: null,
  text: "",
  obeyed: false,
};

/** The facets of an event as it is stored. Never throws: what is no event counts as `unreadable`, and is shown as such. */
export function facetsOf(text: string): Facets {
  const event = objectOf(text);
  if (event === null) return UNREADABLE;
  const kind = kindOf(event["kind"]);
  const time = event["time"];
  if (kind === null || typeof time !== "number") return UNREADABLE;
  const effect = event["effect"];
  const rules = event["rules"];
  return {
    time,
    kind,
    effect: effect === "permit" || effect === "deny" ? effect : null,
    person: textOf(event["person"]),
    model: textOf(event["model"]),
    service: textOf(event["service"]),
    rules: Array.isArray(rules) && rules.length > 0 ? JSON.stringify(rules) : null,
    purpose: textOf(event["purpose"]),
    licenses: licensesIn(event["licenses"]),
    text: searchedIn(event),
    obeyed: kind === "lifecycle" && isObeyed(event["part"]),
  };
}

/** A kind by its name; null where this Lanyard knows none. */
export function kindOf(name: unknown): Kind | null {
  return KINDS.find((one) => one === name) ?? null;
}

function isObeyed(part: unknown): boolean {
  return part === "policy" || part === "people" || part === "catalog";
}

function licensesIn(licenses: unknown): string | null {
  if (!Array.isArray(licenses) || licenses.length === 0) return null;
  const names = (licenses as readonly Readonly<Record<string, unknown>>[])
    .flatMap(({ id, number }) => [id, number])
    .filter((name) => typeof name === "string");
  return JSON.stringify([...new Set(names)]);
}

function searchedIn(event: Readonly<Record<string, unknown>>): string {
  let all = "";
  for (const name of SEARCHED) {
    const value = event[name];
    if (typeof value === "string") all += `${value}\n`;
  }
  return all.toLowerCase();
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
