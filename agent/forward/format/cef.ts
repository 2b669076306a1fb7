import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { visible } from "../../../shared/schema/visible.ts";
import { factsOf } from "./event-facts.ts";
import type { Numbered, Origin } from "./origin.ts";
import { sentenceOf } from "./sentence.ts";
import { severityOf, type Severity } from "./severity.ts";

/** CEF's 0 to 10. */
const LEVELS: Readonly<Record<Severity, number>> = { info: 2, low: 4, medium: 6, high: 9 };

const NAMES: Readonly<Record<AuditEvent["kind"], string>> = {
  decision: "Decision on a call to a model",
  served: "Model that answered",
  asking: "Person was asked",
  gap: "Gap in the record",
  lifecycle: "Life of a part",
  enforced: "Policy enforced",
  discovery: "Unknown AI service",
  degraded: "Recognizer cannot read",
  access: "Request for access",
  pruned: "Events pruned from the journal",
  unsealed: "Sealed content opened",
  erased: "Keys of sealed content erased",
};

/** An event as one line of ArcSight's Common Event Format, version 0. */
export function cefLine({ sequence, event }: Numbered, origin: Origin): string {
  const effect = "effect" in event ? `:${event.effect}` : "";
  const head = ["Lanyard", "Lanyard", origin.version, `${event.kind}${effect}`, NAMES[event.kind]]
    .map(headerField)
    .join("|");
  const extension = Object.entries(extensionOf(sequence, event, origin))
    .flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [`${key}=${extensionValue(String(value))}`],
    )
    .join(" ");
  return `CEF:0|${head}|${LEVELS[severityOf(event)]}|${extension}`;
}

type Extension = Readonly<Record<string, string | number | null | undefined>>;

function extensionOf(sequence: number, event: AuditEvent, origin: Origin): Extension {
  const { effect, person, service, model, host, rules, revision } = factsOf(event);
  return {
    rt: Math.round(event.time),
    externalId: event.id,
    dvchost: origin.host,
    suser: person,
    dhost: host,
    app: service,
    act: effect,
    msg: sentenceOf(event),
    cn1: sequence,
    cn1Label: "sequence",
    ...labelled("cs1", "model", model),
    ...labelled("cs2", "rules", rules),
    ...labelled("cs3", "revision", revision),
    ...labelled("cs4", "modelOnTheWire", wireModel(event)),
    ...labelled("cs5", "operation", operationOf(event)),
    ...labelled("cs6", "purpose", purposeOf(event)),
    ...labelled("flexString1", "licenses", licensesOf(event)),
    ...spanOf(event),
  };
}

function labelled(key: string, label: string, value: string | null): Extension {
  return value === null ? {} : { [key]: value, [`${key}Label`]: label };
}

function wireModel(event: AuditEvent): string | null {
  if (event.kind === "decision") return event.modelAsSent;
  return event.kind === "served" ? event.modelAsServed : null;
}

function purposeOf(event: AuditEvent): string | null {
  return event.kind === "decision" || event.kind === "asking" ? event.purpose : null;
}

/** By their numbers, which the authority knows; by their ids where there are none. */
function licensesOf(event: AuditEvent): string | null {
  if (event.kind !== "decision" || event.licenses.length === 0) return null;
  return event.licenses.map(({ id, number }) => number ?? id).join(" ");
}

function operationOf(event: AuditEvent): string | null {
  if (event.kind === "decision") return event.operation;
  if (event.kind === "asking") return event.answer;
  if (event.kind === "pruned" || event.kind === "erased") return event.why;
  if (event.kind === "lifecycle") return `${event.part} ${event.what}`;
  if (event.kind === "access") return event.what;
  return event.kind === "gap" || event.kind === "discovery" ? event.what : null;
}

function spanOf(event: AuditEvent): Extension {
  if (event.kind === "gap") return { cnt: event.count, start: event.from, end: event.until };
  if (event.kind === "discovery" || event.kind === "degraded")
    return { cnt: event.calls, start: event.from, end: event.until };
  if (event.kind === "pruned" || event.kind === "erased") return { cnt: event.count };
  return {};
}

function headerField(text: string): string {
  return visible(text).replaceAll(/[\\|]/g, "\\$&");
}

function extensionValue(text: string): string {
  return visible(text.slice(0, 4_000)).replaceAll(/[\\=]/g, "\\$&");
}
