import { type WordKey, words } from "../design/words.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import type { AccessEvent } from "../../shared/schema/access-event.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { OwnRecord } from "../../shared/wire/mine.ts";

type RecordedEvent = OwnRecord["event"];

/** One record as the person reads it. A kind that this version does not know is told by its name. */
export function recordSentence(event: RecordedEvent, clearance: Clearance | null): string {
  switch (event.kind) {
    case "decision":
      return decisionSentence(event, clearance);
    case "served":
      return words("recordServed", modelOf(event, clearance));
    case "asking":
      return words(ASKED[text(event, "answer") ?? ""] ?? "recordAskedTimeout", modelOf(event, clearance));
    case "access":
      return accessSentence(event, clearance);
    case "enforced":
      return words("recordEnforced");
    default:
      return words("recordOther", event.kind);
  }
}

function decisionSentence(event: RecordedEvent, clearance: Clearance | null): string {
  const key = event["effect"] === "permit" ? "recordPermitted" : "recordDenied";
  const said = words(key, modelOf(event, clearance), text(event, "host") ?? "?");
  return event["sealed"] === undefined ? said : `${said} ${words("recordSealed")}`;
}

const ACCESS = {
  asked: "recordAccessAsked",
  confirmed: "recordAccessConfirmed",
  approved: "recordAccessApproved",
  declined: "recordAccessDeclined",
  withdrawn: "recordAccessWithdrawn",
  ended: "recordAccessEnded",
  refused: "recordAccessRefused",
} as const satisfies Readonly<Record<AccessEvent["what"], WordKey>>;

function accessSentence(event: RecordedEvent, clearance: Clearance | null): string {
  const what = Object.entries(ACCESS).find(([name]) => name === event["what"]);
  return what === undefined ? words("recordOther", event.kind) : words(what[1], modelOf(event, clearance));
}

const ASKED: Readonly<Record<string, "recordAskedGo" | "recordAskedNo">> = {
  go: "recordAskedGo",
  no: "recordAskedNo",
};

/** Every field that is kept of a record, with its value as it is kept; what is null is left out. */
export function recordFields(event: RecordedEvent): readonly (readonly [name: string, value: string])[] {
  return Object.entries(event)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
}

function modelOf(event: RecordedEvent, clearance: Clearance | null): string {
  const id = text(event, "model");
  if (id !== null) return clearance === null ? id : modelName(clearance, id);
  return text(event, "modelAsSent") ?? text(event, "modelAsServed") ?? words("unnamedModel");
}

function text(event: RecordedEvent, field: string): string | null {
  const value = event[field];
  return typeof value === "string" && value !== "" ? value : null;
}
