import { describe, expect, test } from "vitest";
import { Rulebook } from "../../../agent/console/rulebook.ts";
import { parsePeople } from "../../../agent/facts/people.ts";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load } from "../../../shared/policy/load.ts";
import { PEOPLE, POLICY } from "../running.ts";
import { askingEvent, decisionEvent, servedEvent } from "../sample-events.ts";
import { deskOn } from "./desk-on.ts";
import { journalWith } from "./open-console.ts";

const FILES = [{ file: "main.yaml", text: POLICY }];

function bookOf(): Rulebook {
  const people = parsePeople("people.yaml", PEOPLE);
  return new Rulebook({ ok: true, files: FILES, revision: null }, people.ok ? people.value : new Map());
}

function revision(): string {
  const loaded = load(FILES, KNOWLEDGE);
  return "policy" in loaded ? loaded.policy.revision : "";
}

describe("an event in full", () => {
  const denied = decisionEvent("event-00001", {
    rules: ["informed"],
    revision: revision(),
    person: "007",
    operation: "chat",
  });

  test("has the rule as its author wrote it, and what would have given access", () => {
    const desk = deskOn([journalWith([denied])], bookOf());
    expect(desk.event(0, 1)).toMatchObject({
      policy: "same",
      rules: [
        {
          id: "informed",
          place: "main.yaml:9",
          text: `- {id: informed, forbid: all, models: [anthropic/mythos-5], unless: [us-person], because: A license is required., instead: [anthropic/claude-opus-4-8]}`,
        },
      ],
      standing: { effect: "deny", missing: ["US-person status proven"], instead: ["Claude Opus 4.8"] },
      row: { obtainable: true },
    });
  });

  test("says that the policy has changed since, or that none is known", () => {
    const before = decisionEvent("event-00001", { revision: "another", rules: ["gone"] });
    expect(deskOn([journalWith([before])], bookOf()).event(0, 1)).toMatchObject({
      policy: "other",
      rules: [{ id: "gone", text: null }],
      row: { obtainable: null },
    });
    expect(deskOn([journalWith([before])]).event(0, 1)).toMatchObject({ policy: "none", standing: null });
  });

  test("has what was asked and answered with it, and leads back", () => {
    const desk = deskOn([
      journalWith([
        denied,
        decisionEvent("event-00002"),
        askingEvent("event-00003", { of: "event-00001" }),
        servedEvent("event-00004", { of: "event-00001" }),
      ]),
    ]);
    expect(desk.event(0, 1)?.related.map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(desk.event(0, 4)?.related.map(({ sequence }) => sequence)).toEqual([1]);
    expect(desk.event(0, 2)?.related).toEqual([]);
  });

  test("is none where there is no such place", () => {
    const desk = deskOn([journalWith([denied])]);
    expect([desk.event(0, 2), desk.event(0, 0), desk.event(7, 1)]).toEqual([null, null, null]);
  });
});
