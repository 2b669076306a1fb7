import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { Answers } from "../../../agent/access/answers.ts";
import { Book, type Entry } from "../../../agent/access/book.ts";
import type { AccessEvent } from "../../../shared/schema/access-event.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { grant, HOUR, keys, NOW, policyWith, signedBy } from "./made.ts";
import { REQUEST_ID } from "./names.ts";

const ADA = "ada@example.com";

const ASKED: Entry = {
  id: REQUEST_ID,
  person: ADA,
  model: "anthropic/fable-5",
  purpose: null,
  reason: "The audit needs it.",
  asked: NOW,
  from: NOW,
  until: NOW + 4 * HOUR,
  isOwn: true,
  answer: null,
  issued: 0,
  closed: null,
  told: [],
};

/** The answers of an endpoint whose clock stands where the test puts it, with one request in its book. */
function office(entry: Entry | null = ASKED) {
  const folder = temporaryFolder();
  const book = new Book(join(folder, "access.json"));
  if (entry !== null) book.put(entry);
  const clock = { now: NOW + 1 };
  const events: AccessEvent[] = [];
  const answers = new Answers({
    book,
    ask: () => Promise.resolve({ kind: "none" }),
    now: () => clock.now,
    record: (event) => void events.push(event),
  });
  const put = (text: string): void => writeFileSync(join(folder, `${REQUEST_ID}.json`), text);
  const look = (policy = policyWith()): Promise<void> => answers.look(policy, ADA, folder);
  const whats = (): readonly string[] => events.map(({ what }) => what);
  return { answers, book, clock, events, put, look, whats, folder };
}

describe("the answers to a request", () => {
  test("do not open again what its person withdrew while one was being verified", async () => {
    const { answers, book, put, look, whats } = office();
    put(signedBy(grant(), keys.lee));
    // Verifying begins with a look into the book, and the person is quicker than its signatures.
    const withdraw = (): void =>
      book.put({ ...ASKED, closed: { state: "withdrawn", by: null, why: null }, told: ["asked here"] });
    const get = book.get.bind(book);
    vi.spyOn(book, "get").mockImplementation((id) => {
      if (get(id)?.closed === null) queueMicrotask(withdraw);
      return get(id);
    });
    await look();
    expect(book.get(REQUEST_ID)?.closed?.state).toBe("withdrawn");
    expect([answers.standing(REQUEST_ID).kind, whats()]).toEqual(["open", ["refused"]]);
  });

  test("count from the moment and to the moment that they say, and are over after that for good", async () => {
    const { answers, book, clock, put, look, whats } = office();
    put(signedBy(grant({ from: NOW + 10, until: NOW + 20 }), keys.lee));
    await look();
    expect(answers.nextMoment(book.entries)).toBe(NOW + 10);
    clock.now = NOW + 19;
    await look();
    expect([answers.standing(REQUEST_ID).kind, answers.nextMoment(book.entries)]).toEqual([
      "granted",
      NOW + 20,
    ]);
    clock.now = NOW + 20;
    await look();
    expect([book.get(REQUEST_ID)?.closed?.state, whats()]).toEqual(["ended", ["approved", "ended"]]);
    clock.now = NOW + 15;
    await look();
    expect(answers.standing(REQUEST_ID).kind).toBe("open");
  });

  test("may be shorter in a newer one, and not longer again in an older", async () => {
    const { answers, put, look, whats } = office();
    const old = signedBy(grant({ until: NOW + 2 * HOUR }), keys.lee);
    put(old);
    await look();
    put(signedBy(grant({ issued: NOW + 5, until: NOW + HOUR }), keys.mo));
    await look();
    put(old);
    await look();
    expect(answers.standing(REQUEST_ID)).toMatchObject({ kind: "granted", grant: { until: NOW + HOUR } });
    expect(whats()).toEqual(["approved", "approved", "refused"]);
  });

  test("that lost a signature on their way take no grant away", async () => {
    const { answers, put, look } = office({ ...ASKED, model: "anthropic/mythos-5" });
    const of = grant({ models: ["anthropic/mythos-5"] });
    put(signedBy(of, keys.lee, keys.mo));
    await look();
    put(signedBy(of, keys.lee));
    await look();
    expect(answers.standing(REQUEST_ID).kind).toBe("granted");
  });

  test("are recorded where they are refused, and not without end", async () => {
    const { put, look, events } = office();
    for (let n = 0; n < 40; n += 1) {
      put(signedBy(grant({ issued: NOW + n }), keys.stranger));
      await look();
      await look();
    }
    expect(new Set(events.map(({ what }) => what))).toEqual(new Set(["refused"]));
    expect(events.length).toBeLessThanOrEqual(20);
  });

  test("without a request count for their person, and are nothing to anybody else", async () => {
    const own = office(null);
    own.put(signedBy(grant(), keys.lee));
    await own.look();
    expect(own.answers.standing(REQUEST_ID).kind).toBe("granted");
    const other = office(null);
    other.put(signedBy(grant({ holder: "bob@example.com" }), keys.lee));
    await other.look();
    expect([other.book.entries, other.events]).toEqual([[], []]);
  });

  test("end when nobody decided in time", async () => {
    const { book, clock, look, whats } = office();
    clock.now = ASKED.until;
    await look();
    expect([book.get(REQUEST_ID)?.closed, whats()]).toEqual([
      { state: "ended", by: null, why: null },
      ["ended"],
    ]);
  });
});
