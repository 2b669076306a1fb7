import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainKey } from "../../../shared/catalog/plain-key.ts";
import { structureOf } from "../../../shared/catalog/structure.ts";
import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { processorTime } from "../../processor-time.ts";

function carrying(body: string | Uint8Array, frames: Call["frames"] = []): Call {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const url = "https://chatgpt.com/backend-api/f/conversation";
  return { method: "POST", url, headers: null, body: { kind: "bytes", bytes }, frames };
}

const structure = (body: string) => structureOf(carrying(body)).structure;

/** Three members, each of which has three, and so on. */
function deep(depth: number): object {
  const names = [1, 2, 3].map((n) => `member_of_some_length_${depth}_${n}`);
  return Object.fromEntries(names.map((name) => [name, depth === 0 ? "x" : deep(depth - 1)]));
}

describe("the structure of a body", () => {
  test("is its keys and types", () => {
    const body = JSON.stringify({
      model: "gpt-5.5",
      n: 1,
      stream: true,
      tools: [],
      parent: null,
      messages: [
        { role: "user", content: ["Summarize", "the notes"] },
        { role: "user", content: ["more"] },
      ],
    });
    expect(structureOf(carrying(body))).toEqual({
      form: "json",
      structure:
        '{"model":"string","n":"number","stream":"boolean","tools":[],"parent":"null","messages":[{"role":"string","content":["string"]}]}',
    });
  });

  test("of a list that is not alike has its elements where they stand, as JSPB needs it", () =>
    expect(structure('["models/x",[[null,"hello"]],7]')).toBe('["string",[["null","string"]],"number"]'));

  test("of a text that breaks off or is none ends there, and takes no value for a key", () => {
    expect(structure('{"model":"a","messages":[{"role":"us')).toBe(
      '{"model":"string","messages":[{"role":"string"}]}',
    );
    expect(structure('{"prompt":"he said "hello": to "bob"}')).toBe('{"prompt":"string"}');
    expect(structure('{"model":"a","secret","n":1}')).toBe('{"model":"string"}');
    expect(structure("{model: 'x'}")).toBe("{}");
  });

  test("goes six levels deep, and tells the rest by its kind alone", () =>
    expect(structure('{"a":{"b":{"c":{"d":{"e":{"f":{"g":1}}}}}}}')).toBe(
      '{"a":{"b":{"c":{"d":{"e":{"f":"object"}}}}}}',
    ));

  test("is cut from its depths until it fits the journal, with as much of the top as goes in", () => {
    const told = structure(JSON.stringify(deep(5))) ?? "";
    expect(told.length).toBeLessThanOrEqual(2_000);
    expect(JSON.parse(told)).toHaveProperty("member_of_some_length_5_1.member_of_some_length_4_1");
    expect(JSON.parse(told)).toHaveProperty("member_of_some_length_5_3", "object");
  });

  test("hides keys that are data, once for all of them", () => {
    const body = '{"ada@example.com":1,"0193ab64-cafe-7000":2,"Müller":3,"role":4,"\\u0072ole":5}';
    expect(structure(body)).toBe('{"<key>":"number","role":"number"}');
  });

  test("of a form is its fields, and what is JSON in them is told without keys", () => {
    const nested = encodeURIComponent(JSON.stringify([null, ["hi"], { salary: 1 }]));
    expect(structureOf(carrying(`f.req=${nested}&at=x`))).toEqual({
      form: "form",
      structure: '{"f.req":["null",["string"],"object"],"at":"string"}',
    });
  });

  test("of plain text and of bytes is nothing", () => {
    expect(structureOf(carrying("salary = 100, bonus = 7"))).toEqual({ form: "text", structure: null });
    expect(structureOf(carrying(new Uint8Array([8, 1, 18, 0, 255])))).toEqual({
      form: "bytes",
      structure: null,
    });
  });

  test("of frames is that of the JSON in them", () =>
    expect(structureOf(carrying("", ['42["message",{"text":"hi"}]', "2probe"]))).toEqual({
      form: "frames",
      structure: '[["string",{"text":"string"}],"string"]',
    }));

  test("is found within milliseconds in bodies of any size", () => {
    const took = processorTime(() => {
      structure(`{"list":[${"[{},".repeat(300_000)}`);
      structure(`{"list":[${"1,".repeat(3_000_000)}1]}`);
      structure(`{"text":"${"\\\\".repeat(3_000_000)}","n":1}`);
    });
    expect(took).toBeLessThan(1_500);
  });
});

/** Marks that can be found again: no key of ours and no type has them. */
const word = fc.stringMatching(/^zq[a-z]{0,8}$/);
const secret = fc.stringMatching(/^[a-z ]{0,12}§[a-z"\\{}[\]:, ]{0,12}$/);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 8 },
    secret,
    word,
    fc.integer({ min: 100_000 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("any"), { maxLength: 30 }),
    fc.dictionary(fc.oneof(fc.constantFrom("model", "messages", "content"), secret), tie("any"), {
      maxKeys: 30,
    }),
  ),
})).any;

describe("for every JSON body", () => {
  test("no value of it is in its structure, whole, cut off or spoiled, and the journal takes it", () => {
    fc.assert(
      fc.property(
        value,
        fc.nat(),
        fc.nat(),
        fc.constantFrom("", '"', "{", "]", ",", ":", "\\"),
        (json, a, b, sign) => {
          const whole = JSON.stringify(json);
          const at = a % (whole.length + 1);
          const spoiled = whole.slice(0, at) + sign + whole.slice(at + (b % 3));
          for (const text of [whole, whole.slice(0, at), spoiled]) {
            for (const call of [carrying(text), carrying("", [text])]) {
              const { form, structure: told } = structureOf(call);
              expect(told ?? "").not.toMatch(text === spoiled ? /§|\d{5}/ : /§|\d{5}|zq/);
              const event = { kind: "degraded", id: "event-0001", time: 1, service: "s", path: "/", form };
              const counts = { reason: "unreadable", structure: told, calls: 1, from: 1, until: 1 };
              expect(AuditEvent.safeParse({ ...event, ...counts }).success).toBe(true);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test("only names that a protocol would choose are told as keys", () => {
    const shown = [
      "model",
      "fb_api_req_friendly_name",
      "f.req",
      "7",
      "conversationModeOptions",
      "utf8",
      "$schema",
    ];
    expect(shown.map(plainKey)).toEqual(shown);
    const hidden = [
      "a@b.c",
      "aGVsbG8gd29ybGQ",
      "deadbeef01",
      "user_20261120",
      "key with space",
      "ключ",
      "",
      "123",
    ];
    expect(hidden.map(plainKey)).toEqual(hidden.map(() => "<key>"));
    expect(plainKey(`${"word_".repeat(20)}end`)).toHaveLength(40);
  });
});
