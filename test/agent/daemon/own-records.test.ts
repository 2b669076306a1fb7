import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { keepingOf, ownRecords } from "../../../agent/daemon/own-records.ts";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { MineAnswer, type MineAsk } from "../../../shared/wire/mine.ts";
import { openAt } from "../journal/written.ts";
import { askingEvent, decisionEvent, decisionEvents, servedEvent } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ADA = "ada@example.com";
const KEEPING = { days: 400, permitsDays: null, sealedDays: null, receivers: [] };

function journalOf(events: readonly AuditEvent[]): string {
  const file = join(temporaryFolder(), "journal.db");
  const journal = openAt(file, null);
  journal.append(events);
  journal.close();
  return file;
}

function asked(file: string, person: string | null, ask: Partial<MineAsk> = {}): MineAnswer {
  const whole: MineAsk = { type: "mine", n: 1, before: null, limit: 100, ...ask };
  return MineAnswer.parse(ownRecords(file, person, whole, KEEPING));
}

const idsOf = ({ events }: MineAnswer): string[] => events.map(({ event }) => event.id);

describe("what is recorded about a person", () => {
  test("is theirs alone, newest first, where others use the same machine", () => {
    const file = journalOf([
      decisionEvent("of-ada-0001"),
      decisionEvent("of-eve-0001", { person: "eve@example.com" }),
      servedEvent("of-ada-0002"),
      askingEvent("of-eve-0002", { person: "eve@example.com" }),
      decisionEvent("of-none-001", { person: null }),
      askingEvent("of-ada-0003"),
    ]);
    const answer = asked(file, ADA);
    expect(idsOf(answer)).toEqual(["of-ada-0003", "of-ada-0002", "of-ada-0001"]);
    expect(answer).toMatchObject({ more: false, total: 3, problem: null, keeping: KEEPING });
    expect(idsOf(asked(file, "eve@example.com"))).toEqual(["of-eve-0002", "of-eve-0001"]);
    expect(asked(file, null)).toMatchObject({ events: [], total: 0 });
    expect(asked(file, "nobody@example.com")).toMatchObject({ events: [], total: 0 });
  });

  test.each(["*", "ada*", "?da@example.com", "[a]da@example.com", "ADA@example.com"])(
    "goes by the whole id: %s is another person",
    (person) => {
      const file = journalOf([decisionEvent("of-ada-0001"), decisionEvent("of-other-01", { person })]);
      expect(idsOf(asked(file, person))).toEqual(["of-other-01"]);
      expect(idsOf(asked(file, ADA))).toEqual(["of-ada-0001"]);
    },
  );

  test("comes in pages, which together are all of it, once each", () => {
    const mine = decisionEvents(23, "mine");
    const file = journalOf(
      mine.flatMap((event, n) => [
        decisionEvent(`of-eve-${1_000 + n}`, { person: "eve@example.com" }),
        event,
      ]),
    );
    const told: string[] = [];
    for (let before: number | null = null, more = true; more;) {
      const answer = asked(file, ADA, { before, limit: 5 });
      expect(answer.total).toBe(before === null ? 23 : null);
      told.push(...idsOf(answer));
      ({ more } = answer);
      before = answer.events.at(-1)?.sequence ?? null;
    }
    expect(told).toEqual(mine.map(({ id }) => id).toReversed());
  });

  test("is cut to what an answer may hold, but never to nothing", () => {
    const mayBe = Array.from({ length: 1_000 }, (_, n) => `lab/${"x".repeat(480)}${n}`);
    const file = journalOf([decisionEvent("of-ada-0001"), decisionEvent("of-ada-0002", { mayBe })]);
    const first = asked(file, ADA);
    expect(idsOf(first)).toEqual(["of-ada-0002"]);
    expect(first.more).toBe(true);
    expect(idsOf(asked(file, ADA, { before: first.events[0]?.sequence ?? null }))).toEqual(["of-ada-0001"]);
  });

  test("is told with every field that is kept", () => {
    const event = askingEvent("of-ada-0001", { reason: "The incident of Tuesday" });
    expect(asked(journalOf([event]), ADA).events[0]?.event).toEqual(event);
  });

  test("says that a text was sealed, and to whom, and never has the text, not even sealed", () => {
    const sealed = {
      jwe: "a..b.c.d",
      bytes: 120,
      needed: 1 as const,
      reviewers: ["Rita"],
      keys: "0".repeat(64),
    };
    const [record] = asked(journalOf([decisionEvent("of-ada-0001", { sealed })]), ADA).events;
    expect(record?.event["sealed"]).toEqual({
      bytes: 120,
      needed: 1,
      reviewers: ["Rita"],
      keys: "0".repeat(64),
    });
  });

  test("cannot be told from a journal that cannot be read, and that is said in a sentence", () => {
    const folder = temporaryFolder();
    expect(asked(join(folder, "none.db"), ADA).problem).toContain("There is no journal");
    writeFileSync(join(folder, "broken.db"), "no database, but long enough to look at".repeat(100));
    expect(asked(join(folder, "broken.db"), ADA)).toMatchObject({ events: [], total: null });
    expect(asked(join(folder, "broken.db"), ADA).problem).toMatch(/\.$|verify$/);
  });
});

test("who gets a copy is told by host, once each, and a file on this device without its path", () => {
  const wanted = { kinds: null, effect: null, models: null };
  const otlp = { to: "otlp", wanted, ca: null, tokenFile: null } as const;
  const keeping = keepingOf({
    retention: { days: 400, megabytes: null, permitsDays: 30, sealedDays: 7 },
    forward: [
      { ...otlp, place: "https://siem.example.com/v1/logs" },
      { ...otlp, place: "https://siem.example.com/v2/logs" },
      { to: "syslog", wanted, ca: null, format: "cef", place: "tls://log.example.com:6514" },
      { to: "file", wanted, format: "ocsf", place: "/var/log/lanyard.jsonl" },
    ],
  });
  expect(keeping).toEqual({
    days: 400,
    permitsDays: 30,
    sealedDays: 7,
    receivers: ["siem.example.com", "log.example.com", null],
  });
});
