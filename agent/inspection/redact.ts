import { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { Redacted } from "../journal/export-form.ts";

/**
 * Fields whose words may be withheld. Everything else that an event says is a number or one of a few known words.
 * `person` withholds every name of somebody: also who opened or erased sealed text (`by`), and whom it was sealed to.
 */
export const REDACTABLE = [
  "person",
  "because",
  "service",
  "host",
  "model",
  "modelAsSent",
  "modelAsServed",
  "alias",
  "region",
  "promptHmac",
  "reason",
  "purpose",
  "detail",
  "browser",
] as const;

/**
 * What is withheld besides, wherever anything is: the leaf of a text of which all but a name is known would tell whether a
 * guess of the name is right. An event's id is random and is in its text, so without it nobody can guess. `of` is the
 * id of another event, and the ids of `enforced` follow from the installation, which records of connections name too.
 */
const GUESSABLE = ["id", "of", "instance"] as const;

/** In the place of a text that is withheld. */
const WITHHELD = "[withheld]";
/** In the place of an id, which has no brackets. */
const WITHHELD_ID = "withheld";

/** True for a field that may be withheld. */
export function isRedactable(field: string): boolean {
  return REDACTABLE.some((one) => one === field);
}

/** Withholds fields of events: gives an event as it may be shown, null where nothing of it has to be withheld. */
export function redactor(fields: readonly string[]): (text: string) => Redacted | null {
  return (text) => {
    const event = AuditEvent.safeParse(jsonOf(text)).data;
    // What is no event that is known may say anything.
    if (event === undefined) return { view: {}, withheld: ["everything"] };
    const asked = new Set([
      ...fields,
      "of",
      "instance",
      ...(namesInstallation(event) ? ["detail"] : []),
      ...(fields.includes("person") ? ["by", "sealed"] : []),
    ]);
    const said = Object.entries(event).filter(([name, value]) => asked.has(name) && value !== null);
    if (said.length === 0) return null;
    const withheld = Object.keys(event).filter(
      (name) => name === "id" || said.some(([other]) => other === name),
    );
    const view = Object.entries(event).map(([name, value]) => [
      name,
      withheld.includes(name) ? placeholderFor(name, value) : value,
    ]);
    return { view: Object.fromEntries(view) as Redacted["view"], withheld };
  };
}

function namesInstallation(event: AuditEvent): boolean {
  return event.kind === "lifecycle" && event.part === "extension";
}

function placeholderFor(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return [WITHHELD];
  if (name === "sealed") return { ...Object(value), reviewers: [WITHHELD] };
  return GUESSABLE.some((one) => one === name && one !== "instance") ? WITHHELD_ID : WITHHELD;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
