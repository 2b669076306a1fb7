import { JsonLogsSerializer } from "@opentelemetry/otlp-transformer";
import * as conventions from "@opentelemetry/semantic-conventions/incubating";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cefLine } from "../../../agent/forward/format/cef.ts";
import { FORMATS } from "../../../agent/forward/format/formats.ts";
import { hecOf, lineOf, otlpRecordOf, syslogOf } from "../../../agent/forward/format/line.ts";
import type { Origin } from "../../../agent/forward/format/origin.ts";
import { otlpRequest } from "../../../agent/forward/format/otlp.ts";
import { INFERENCE_EVENT, OTEL } from "../../../agent/forward/format/otel-names.ts";
import { octetCounted } from "../../../agent/forward/format/syslog.ts";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { withoutCiphertext } from "../../../shared/schema/sealed-content.ts";
import { decisionEvent } from "../sample-events.ts";
import { EVERY_EVENT } from "./every-event.ts";
import { hostileEvents } from "./hostile-events.ts";
import { ocsfProblems } from "./ocsf-check.ts";
import { readCef, readOctetCounted, readSyslog } from "./parsers.ts";

const ORIGIN: Origin = { host: "desk-7", version: "1.0.0", organization: "Example Corp", platform: "linux" };

/** What a line must not hold: a terminal or a parser of lines would obey it. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function wellFormed<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) => (typeof one === "string" ? one.toWellFormed() : one)),
  ) as T;
}

function holds(check: (event: AuditEvent) => void): void {
  fc.assert(fc.property(hostileEvents, check), { numRuns: 150 });
}

describe("whatever stands in an event", () => {
  test("is one line without a mark that anything obeys, in every format", () => {
    holds((event) => {
      for (const format of Object.values(FORMATS))
        expect(format({ sequence: 7, event }, ORIGIN)).not.toMatch(OBEYED);
    });
  });

  test("reads as the same event from JSON lines and HEC, as long as nothing was cut", () => {
    holds((event) => {
      const line = JSON.parse(lineOf("lanyard", { sequence: 7, event }, ORIGIN));
      expect(line).toEqual({
        sequence: 7,
        ...JSON.parse(JSON.stringify(withoutCiphertext(wellFormed(event)))),
      });
      expect(JSON.parse(hecOf("lanyard", { sequence: 7, event }, ORIGIN))).toEqual({
        time: event.time / 1_000,
        host: "desk-7",
        source: "lanyard",
        sourcetype: "lanyard:lanyard",
        event: line,
      });
    });
  });

  test("tells that text is sealed, and never carries it", () => {
    const entry = { sequence: 7, event: EVERY_EVENT["a call whose text is sealed"] };
    if (entry.event === undefined) throw new Error("It is among the events.");
    const numbered = { ...entry, event: entry.event };
    const lines = [
      ...(["lanyard", "ocsf", "cef"] as const).map((format) => lineOf(format, numbered, ORIGIN)),
      syslogOf("lanyard", numbered, ORIGIN),
      hecOf("lanyard", numbered, ORIGIN),
      otlpRecordOf(numbered),
    ];
    for (const line of lines) expect(line).not.toContain("aa..bb.cc.dd");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ sealed: { bytes: 120, reviewers: ["ada", "bob"] } });
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ unmapped: { lanyard: { sealed: { bytes: 120 } } } });
  });

  test("stays within its message of syslog, whose length is counted in bytes", () => {
    holds((event) => {
      const message = syslogOf("ocsf", { sequence: 7, event }, ORIGIN);
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(8_000);
      expect(readOctetCounted(Buffer.concat([octetCounted(message), octetCounted("<1>1")]))).toEqual([
        message,
        "<1>1",
      ]);
      const read = readSyslog(message);
      expect(read).toMatchObject({
        host: "desk-7",
        app: "lanyard",
        id: event.kind,
        element: "lanyard@32473",
      });
      expect(read.parameters).toMatchObject({ id: event.id, sequence: "7" });
      const { id: _id, sequence: _sequence, cut, ...facts } = read.parameters;
      for (const name of Object.keys(facts)) expect(event).toHaveProperty(name);
      const ocsf = JSON.parse(read.text);
      expect(ocsf.metadata.uid).toBe(event.id);
      expect(ocsf.metadata.is_truncated).toBe(cut === undefined ? undefined : true);
    });
  });

  test("stays within its field of CEF", () => {
    holds((event) => {
      const { head, extension } = readCef(cefLine({ sequence: 7, event }, ORIGIN));
      expect(head.slice(0, 3)).toEqual(["Lanyard", "Lanyard", "1.0.0"]);
      expect(head[3]?.split(":")[0]).toBe(event.kind);
      expect(extension).toMatchObject({ externalId: event.id, dvchost: "desk-7", cn1: "7" });
      expect(extension["act"]).toBe("effect" in event ? event.effect : undefined);
    });
  });

  test("is OCSF by its schema", () => {
    holds((event) => {
      const problems = ocsfProblems(JSON.parse(lineOf("ocsf", { sequence: 7, event }, ORIGIN)));
      // A host of no characters is none; the journal takes no such name.
      expect(problems.filter((problem) => !problem.endsWith("hostname: is no hostname"))).toEqual([]);
    });
  });
});

describe("a message of syslog", () => {
  test("carries what rules of receivers ask for, and the event as its text", () => {
    const event = decisionEvent("decision-1", { service: 'a"b]c\\d', person: null });
    const message = syslogOf("lanyard", { sequence: 7, event }, ORIGIN);
    expect(message).toContain(
      String.raw`<108>1 2026-05-28T20:26:40.000Z desk-7 lanyard - decision [lanyard@32473 id="decision-1" sequence="7" effect="deny" service="a\"b\]c\\d" model=`,
    );
    expect(readSyslog(message).parameters["service"]).toBe('a"b]c\\d');
    expect(JSON.parse(readSyslog(message).text)).toEqual({ sequence: 7, ...event });
  });

  test("says no time where none can be said, and no name where there is none", () => {
    const message = syslogOf(
      "cef",
      { sequence: 1, event: decisionEvent("decision-1", { time: 9e15 }) },
      { ...ORIGIN, host: "☃" },
    );
    expect(readSyslog(message)).toMatchObject({ timestamp: "-", host: "-" });
  });
});

describe("a line of CEF", () => {
  test("escapes what its fields are made of", () => {
    const event = decisionEvent("decision-1", { because: "a=b\\c|d\ne" });
    const line = cefLine({ sequence: 7, event }, { ...ORIGIN, version: "1|0\\" });
    expect(line).toMatch(
      /^CEF:0\|Lanyard\|Lanyard\|1\\\|0\\\\\|decision:deny\|Decision on a call to a model\|6\|rt=1780000000000 /,
    );
    expect(line).toContain(String.raw`msg=a\=b\\c|d\\u{a}e cn1=7`);
  });
});

describe("an event that is too long for a receiver", () => {
  test("is cut and says so, and keeps its id and what it is about", () => {
    const models = Array.from({ length: 3_000 }, (_, index) => `openai/gpt-${index}`);
    const event = decisionEvent("decision-1", { modelAsSent: "x".repeat(3_000_000), mayBe: models });
    const line = lineOf("lanyard", { sequence: 7, event }, ORIGIN);
    expect(Buffer.byteLength(line)).toBeLessThan(200_000);
    expect(JSON.parse(line)).toMatchObject({ id: "decision-1", model: "anthropic/mythos-5", cut: true });
    expect(JSON.parse(lineOf("ocsf", { sequence: 7, event }, ORIGIN)).metadata.is_truncated).toBe(true);
    expect(otlpRecordOf({ sequence: 7, event })).toContain('"lanyard.cut"');
    const short = { sequence: 7, event: decisionEvent("decision-2") };
    expect(lineOf("lanyard", short, ORIGIN)).not.toContain("cut");
  });
});

describe("OTLP", () => {
  test.each(Object.keys(EVERY_EVENT))("is what OpenTelemetry's own exporter writes: %s", (name) => {
    const event = EVERY_EVENT[name] as AuditEvent;
    const ours = JSON.parse(otlpRequest([otlpRecordOf({ sequence: 7, event })], ORIGIN));
    expect(ours).toEqual(asExported(ours));
  });

  test("names a call to a model as the conventions do, and never its prompt", () => {
    const record = JSON.parse(
      otlpRecordOf({ sequence: 7, event: decisionEvent("decision-1", { promptHmac: "ab" }) }),
    );
    expect(record.eventName).toBe("gen_ai.client.inference.operation.details");
    expect(record.timeUnixNano).toBe("1780000000000000000");
    const attributes = Object.fromEntries(
      record.attributes.map((one: { key: string; value: object }) => [one.key, Object.values(one.value)[0]]),
    );
    expect(attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": "anthropic/mythos-5",
      "server.address": "api.anthropic.com",
      "user.id": "ada@example.com",
      "log.record.uid": "decision-1",
      "lanyard.sequence": "7",
      "lanyard.took": 0.1,
    });
    expect(Object.keys(attributes).filter((key) => key.includes("prompt"))).toEqual([
      "lanyard.prompt_hmac",
      "lanyard.prompt_length",
    ]);
  });

  test("has no name of the conventions that they do not have", () => {
    const known = new Set<unknown>(Object.values(conventions));
    expect([...Object.values(OTEL), INFERENCE_EVENT].filter((name) => !known.has(name))).toEqual([]);
  });
});

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The same record through OpenTelemetry's own objects and serializer; integers as texts, as protobuf's JSON has them. */
function asExported(ours: { resourceLogs: readonly Record<string, never>[] }): unknown {
  const [{ resource, scopeLogs }] = ours.resourceLogs as unknown as [
    {
      resource: { attributes: Attribute[] };
      scopeLogs: [{ scope: { name: string; version: string }; logRecords: [Record<string, unknown>] }];
    },
  ];
  const [{ scope, logRecords }] = scopeLogs;
  const [record] = logRecords;
  const serialized = JsonLogsSerializer.serializeRequest([
    {
      hrTime: hrTime(record["timeUnixNano"]),
      hrTimeObserved: hrTime(record["observedTimeUnixNano"]),
      severityNumber: record["severityNumber"] as NonNullable<Exported["severityNumber"]>,
      severityText: String(record["severityText"]),
      body: (record["body"] as { stringValue: string }).stringValue,
      eventName: String(record["eventName"]),
      attributes: plainOf(record["attributes"] as Attribute[]),
      droppedAttributesCount: 0,
      resource: { attributes: plainOf(resource.attributes) } as never,
      instrumentationScope: scope,
    },
  ]);
  return JSON.parse(new TextDecoder().decode(serialized), (key, value: unknown) =>
    key === "intValue" ? String(value) : value,
  );
}

type Exported = Parameters<typeof JsonLogsSerializer.serializeRequest>[0][number];

function hrTime(nanoseconds: unknown): [number, number] {
  const all = BigInt(String(nanoseconds));
  return [Number(all / 1_000_000_000n), Number(all % 1_000_000_000n)];
}

function plainOf(attributes: readonly Attribute[]): Record<string, never> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)])) as Record<string, never>;
}

function plain(value: Readonly<Record<string, unknown>>): unknown {
  if ("arrayValue" in value)
    return (value["arrayValue"] as { values: Attribute["value"][] }).values.map(plain);
  if ("intValue" in value) return Number(value["intValue"]);
  return Object.values(value)[0];
}
