import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import type { Numbered, Origin } from "./origin.ts";
import { INFERENCE_EVENT, OTEL, otelOperation, otelProvider } from "./otel-names.ts";
import { lineJson } from "./safe-text.ts";
import { sentenceOf } from "./sentence.ts";
import { severityOf, type Severity } from "./severity.ts";

/** `SeverityNumber` of OpenTelemetry's logs data model, with its short name. */
const SEVERITIES: Readonly<Record<Severity, readonly [number, string]>> = {
  info: [9, "INFO"],
  low: [10, "INFO2"],
  medium: [13, "WARN"],
  high: [17, "ERROR"],
};

/** A value in OTLP's JSON: integers are texts there, as in every JSON of protobuf. */
type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** Attributes by name; null is left out, what is neither text nor number is JSON. */
type Attributes = Readonly<Record<string, unknown>>;

/** Log records as one `ExportLogsServiceRequest`, as OTLP/HTTP takes it in JSON. */
export function otlpRequest(records: readonly string[], origin: Origin): string {
  const resource = attributesOf({
    [OTEL.serviceName]: "lanyard",
    [OTEL.serviceVersion]: origin.version,
    [OTEL.hostName]: origin.host,
    "lanyard.organization": origin.organization,
  });
  const of = lineJson({ attributes: resource, droppedAttributesCount: 0 });
  const scope = lineJson({ name: "lanyard", version: origin.version });
  return `{"resourceLogs":[{"resource":${of},"scopeLogs":[{"scope":${scope},"logRecords":[${records.join()}]}]}]}`;
}

/** An event as one log record in JSON; the sentence is the body, everything else attributes. Never a prompt. */
export function otlpRecord({ sequence, event, cut }: Numbered): string {
  const [severityNumber, severityText] = SEVERITIES[severityOf(event)];
  const time = nanoseconds(event.time);
  const isCall = event.kind === "decision" || event.kind === "served";
  return lineJson({
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber,
    severityText,
    body: { stringValue: sentenceOf(event) },
    eventName: isCall ? INFERENCE_EVENT : `lanyard.${event.kind}`,
    attributes: attributesOf({
      [OTEL.recordId]: event.id,
      "lanyard.sequence": sequence,
      "lanyard.kind": event.kind,
      "lanyard.cut": cut,
      ...namesOf(event),
      ...restOf(event),
    }),
    droppedAttributesCount: 0,
  });
}

/** The event of a checkpoint of the journal. */
export const CHECKPOINT_EVENT = "lanyard.checkpoint";

/** A checkpoint of the journal for a log record. */
interface CheckpointSaid {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
}

/** A checkpoint as one log record in JSON: the note is the body, as it was signed. `time`: of sending. */
export function otlpCheckpoint({ origin, size, root, note }: CheckpointSaid, time: number): string {
  const [severityNumber, severityText] = SEVERITIES.info;
  return lineJson({
    timeUnixNano: nanoseconds(time),
    observedTimeUnixNano: nanoseconds(time),
    severityNumber,
    severityText,
    body: { stringValue: note },
    eventName: CHECKPOINT_EVENT,
    attributes: attributesOf({
      "lanyard.checkpoint.origin": origin,
      "lanyard.checkpoint.size": size,
      "lanyard.checkpoint.root": root,
    }),
    droppedAttributesCount: 0,
  });
}

/** What the conventions have a name for. */
function namesOf(event: AuditEvent): Attributes {
  if (event.kind === "decision")
    return {
      [OTEL.user]: event.person,
      [OTEL.server]: event.host,
      [OTEL.operation]: otelOperation(event.operation),
      [OTEL.provider]: otelProvider(event.model),
      [OTEL.requestModel]: event.model ?? event.modelAsSent,
    };
  if (event.kind === "served")
    return {
      [OTEL.user]: event.person,
      [OTEL.provider]: otelProvider(event.model),
      [OTEL.responseModel]: event.modelAsServed,
    };
  if (event.kind === "asking" || event.kind === "access")
    return {
      [OTEL.user]: event.person,
      [OTEL.provider]: otelProvider(event.model),
      [OTEL.requestModel]: event.model,
    };
  if (event.kind === "enforced") return { [OTEL.user]: event.person };
  if (event.kind === "discovery" || event.kind === "gap") return { [OTEL.server]: event.host };
  return {};
}

/** Everything of the event under its own name; id, time and kind have their places. */
function restOf({ id: _id, time: _time, kind: _kind, ...rest }: AuditEvent): Attributes {
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [`lanyard.${underscored(name)}`, value]),
  );
}

/** `modelAsSent` as `model_as_sent`. */
function underscored(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** OTLP's attributes; null is left out. */
function attributesOf(attributes: Attributes): readonly KeyValue[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: unknown): AnyValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { stringValue: JSON.stringify(value) };
}

/** A moment as protobuf's fixed64 is written in JSON; 0, which means unknown, where it does not fit. */
function nanoseconds(time: number): string {
  const milliseconds = Math.round(time);
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) return "0";
  const nanos = BigInt(milliseconds) * 1_000_000n;
  return nanos > 0xffff_ffff_ffff_ffffn ? "0" : nanos.toString();
}
