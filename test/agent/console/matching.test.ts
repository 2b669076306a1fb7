import { describe, expect, test } from "vitest";
import { EVERYTHING, filterIn, KINDS, queryOf, type Filter } from "../../../agent/console/api/filter.ts";
import { Columns } from "../../../agent/console/columns.ts";
import { facetsOf } from "../../../agent/console/facets.ts";
import { matching } from "../../../agent/console/match.ts";
import { canonical } from "../../../agent/journal/canonical.ts";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { decisionEvent } from "../sample-events.ts";
import { chance, recordedEvents } from "./recorded.ts";

const UNTIL = Date.UTC(2026, 5, 12, 21);

/** Files an event and reads it, as a shelf does. */
function put(columns: Columns, slot: number, text: string): void {
  const facets = facetsOf(text);
  columns.file(slot, facets);
  columns.read(slot, facets);
}

function columnsOf(events: readonly AuditEvent[]): Columns {
  const columns = new Columns(events.length);
  // As a journal is read: the newest first.
  for (const [index, event] of [...events.entries()].toReversed()) put(columns, index, canonical(event));
  return columns;
}

function isLike(pattern: string, value: unknown): boolean {
  const parts = pattern.replaceAll(/[.+?^${}()|[\]\\/]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${parts}$`, "is").test(typeof value === "string" ? value : "");
}

/** The same, event by event, written for reading. */
function plainly(filter: Filter, event: AuditEvent): boolean {
  const held = event as unknown as Readonly<Record<string, unknown>>;
  const rules = Array.isArray(held["rules"]) ? held["rules"].map(String) : [];
  const values = {
    person: [held["person"]],
    model: [held["model"]],
    service: [held["service"]],
    rule: rules,
  };
  for (const field of ["person", "model", "service", "rule"] as const) {
    const all = values[field].length === 0 ? [""] : values[field];
    const refused = filter[field].filter((one) => one.startsWith("!")).map((one) => one.slice(1));
    const asked = filter[field].filter((one) => !one.startsWith("!"));
    if (refused.some((pattern) => all.some((value) => isLike(pattern, value)))) return false;
    if (asked.length > 0 && !asked.some((pattern) => all.some((value) => isLike(pattern, value))))
      return false;
  }
  if (filter.kind.length > 0 && !filter.kind.includes(event.kind)) return false;
  if (filter.effect.length > 0 && !filter.effect.some((effect) => effect === held["effect"])) return false;
  if (event.time < (filter.from ?? -Infinity) || event.time >= (filter.to ?? Infinity)) return false;
  const { id: _id, promptHmac: _hmac, ...searched } = held;
  return filter.text === "" || JSON.stringify(Object.values(searched)).toLowerCase().includes(filter.text);
}

const ascending = (one: number, other: number): number => one - other;

describe("a filter", () => {
  const events = [...recordedEvents({ count: 600, until: UNTIL, apart: 60_000, people: 12, prefix: "e" })];
  const columns = columnsOf(events);

  test("finds the same events as a plain look at each, whatever is asked together", () => {
    const next = chance(7);
    const pick = <T>(values: readonly T[]): T[] => values.filter(() => next() < 0.3);
    for (let round = 0; round < 150; round += 1) {
      const from = next() < 0.5 ? null : UNTIL - Math.floor(next() * 600 * 60_000);
      const filter: Filter = {
        ...EVERYTHING,
        person: pick(["engineer-0*", "!engineer-03@example.com", "ENGINEER-11@example.com"]),
        model: pick(["openai/*", "!*-5", "*opus*"]),
        service: pick(["chatgpt-web", "!claude*"]),
        rule: pick(["is-informed*", "!engineering-chat", "nothing"]),
        kind: pick(KINDS),
        effect: pick(["permit", "deny"] as const),
        text: pick(["license", "ticket 1", "deepseek", "weights_download"])[0] ?? "",
        from,
        to: from === null || next() < 0.5 ? null : from + 3_600_000 * 9,
      };
      const found = Array.from(matching(columns, filter, Infinity), (slot) => events[slot]?.id);
      expect(found, queryOf(filter).toString()).toEqual(
        events.filter((event) => plainly(filter, event)).map(({ id }) => id),
      );
    }
  });

  test("takes the moment that a time begins with, and not the one that it ends with", () => {
    const times = events.map(({ time }) => time).toSorted(ascending);
    const [from = 0, to = 0] = [times[100], times[200]];
    const found = matching(columns, { ...EVERYTHING, from, to }, Infinity);
    const within = times.filter((time) => time >= from && time < to);
    expect(Array.from(found, (slot) => events[slot]?.time ?? 0).toSorted(ascending)).toEqual(within);
  });

  test("finds nothing beyond the place up to which rows are held still", () => {
    expect(matching(columns, EVERYTHING, 10)).toHaveLength(10);
    expect(matching(columns, EVERYTHING, 0)).toHaveLength(0);
  });

  test("is the same after a way through an address", () => {
    const filter: Filter = {
      ...EVERYTHING,
      person: ["a b&c=ü"],
      rule: ["!x"],
      kind: ["gap"],
      effect: ["deny"],
      journal: [2],
      text: "#?%",
      from: 1,
      to: 2,
    };
    expect(filterIn(new URLSearchParams(queryOf(filter).toString()))).toEqual(filter);
  });

  test.each([
    "effect=maybe",
    "kind=x",
    "from=-1",
    "from=1e3",
    "journal=64",
    `text=${"x".repeat(201)}`,
    `person=${"x".repeat(513)}`,
    "person=",
  ])("of the address %s is none", (query) => expect(filterIn(new URLSearchParams(query))).toBeNull());
});

describe("what is no event", () => {
  test.each(["", "nothing", "[]", "null", "7", "{}", `{"kind":"decision"}`, `{"kind":"future","time":1}`])(
    "counts as unreadable: %s",
    (text) => expect(facetsOf(text).kind).toBe("unreadable"),
  );

  test("is found as such", () => {
    const columns = new Columns(2);
    put(columns, 1, "{");
    put(columns, 0, canonical(decisionEvent("event-00001")));
    expect([...matching(columns, { ...EVERYTHING, kind: ["unreadable"] }, Infinity)]).toEqual([1]);
  });
});
