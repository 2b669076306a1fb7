import "fake-indexeddb/auto";
import { describe, expect, test, vi } from "vitest";
import type { AgentPort } from "../../../extension/worker/agent-port.ts";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { Outbox } from "../../../extension/worker/outbox.ts";
import { recordOf } from "../../../extension/worker/record.ts";
import { Recorder } from "../../../extension/worker/recorder.ts";
import { openAlone } from "../../../agent/review/opening.ts";
import type { DecisionEvent } from "../../../shared/schema/audit-event.ts";
import type { Call } from "../../../shared/schema/call.ts";
import type { Reviewers } from "../../../shared/schema/reviewer.ts";
import type { WrappedKeys } from "../../../shared/schema/sealed-content.ts";
import type { FromExtension } from "../../../shared/wire/native.ts";
import { reviewersOf } from "../../agent/review/reviewers.ts";
import { approve, callOf, catalog, IBAN, oblige, REDACT, WARN, workerWith } from "./asking-worker.ts";

const MARKER = "Marker-51c0 the plan of the merger";
const SEAL = oblige({ id: "kept", obligations: ["seal"] });
const ONE = await reviewersOf(2, 1);
const AT = { id: "event-0001", time: 1, host: "h", bytes: 1, tabId: 1, person: null, took: 0 };

/** A worker whose policy seals, for these reviewers. */
const sealing = (...more: Parameters<typeof workerWith>[0]) =>
  workerWith([SEAL, ...more], { reviewers: ONE.named });

type Delivered = Extract<FromExtension, { type: "events" }>;

/** An agent that catches what it is sent. */
function catching() {
  const sent: Delivered[] = [];
  const send = (message: FromExtension): void => {
    if (message.type === "events") sent.push(message);
  };
  return { sent, port: { send } as Pick<AgentPort, "send"> as AgentPort };
}

/** What the reviewer with the first key reads in a record. */
async function readBy(event: DecisionEvent, wrapped: WrappedKeys): Promise<string> {
  const [key] = ONE.keys;
  if (key === undefined || event.sealed?.jwe === undefined) return "nothing is sealed";
  const content = { ...event.sealed, jwe: event.sealed.jwe };
  return (await openAlone({ origin: "o", sequence: 1, id: event.id, content, wrapped }, key)).text;
}

/** Everything that an IndexedDB holds, as text. */
async function contentsOf(name: string): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open(name);
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(new Error("It does not open.")));
  });
  const stores = [...database.objectStoreNames];
  const all = stores.map(
    (store) =>
      new Promise<unknown>((resolve) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.addEventListener("success", () => resolve(asked.result));
      }),
  );
  return JSON.stringify(await Promise.all(all));
}

describe("a call whose text is to be sealed", () => {
  test("passes, and its record holds the text for its reviewers alone", async () => {
    const judged = sealing().judge({ text: MARKER });
    expect(judged).toMatchObject({ decision: { effect: "permit", obligations: ["seal"] }, seal: ONE.named });
    const { event, wrapped } = await recordOf(judged, AT, null);
    expect(JSON.stringify([event, wrapped])).not.toContain("Marker-51c0");
    expect(event).toMatchObject({ sealed: { needed: 1, reviewers: ["r0", "r1"], bytes: MARKER.length } });
    expect(await readBy(event as DecisionEvent, wrapped ?? [])).toBe(MARKER);
  });

  test("waits in the outbox and goes to the agent as ciphertext, its keys beside it", async () => {
    const { posture, judge } = sealing();
    const outbox = new Outbox("sealed-outbox");
    const { sent, port } = catching();
    new Recorder(outbox, posture).decision(judge({ text: MARKER }), AT, port);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const contents = await contentsOf("sealed-outbox");
    expect(contents).toContain("event-0001");
    expect(contents).toContain('"jwe"');
    expect(contents).not.toContain("Marker-51c0");
    expect(JSON.stringify(sent)).not.toContain("Marker-51c0");
    const [keys] = sent[0]?.keys ?? [];
    const { of, wrapped } = keys as { of: string; wrapped: WrappedKeys };
    expect(of).toBe("event-0001");
    expect(await readBy(sent[0]?.events[0] as DecisionEvent, wrapped)).toBe(MARKER);
  });

  test.each([
    ["cannot be read", { ...callOf({}), body: { kind: "unreadable", why: "blob" } }, "forbid"],
    [
      "cannot be read, where such calls may pass",
      { ...callOf({}), body: { kind: "unreadable", why: "blob" } },
      "permit",
    ],
    ["says more than is read", callOf({ parts: [...Array<string>(10_001).fill("a"), MARKER] }), "forbid"],
    [
      "has its prompt where nobody knows",
      bodyOf({ action: "next", model: "gpt-5-5", said: [MARKER] }),
      "forbid",
    ],
  ] as const)("and that %s is denied (P1)", (_what, call, uninspectable) => {
    const { posture } = workerWith([SEAL], { reviewers: ONE.named, uninspectable });
    const judged = judgeCall(catalog, posture, call, Date.now());
    expect(judged).toMatchObject({ decision: { effect: "deny" }, asks: null, seal: null });
    if (uninspectable === "permit") expect(judged?.decision.because).toContain("can’t be read to keep it");
  });

  test("is denied where nobody is named who could read it, or too few", () => {
    const nobody = workerWith([SEAL]);
    const tooFew = workerWith([SEAL], { reviewers: { needed: 2, keys: ONE.named.keys.slice(0, 1) } });
    for (const { judge } of [nobody, tooFew])
      expect(judge().decision).toMatchObject({
        effect: "deny",
        ground: "obligation",
        because: expect.stringContaining("has named none"),
      });
  });

  test("is denied where the text is longer than can be kept", () => {
    const { judge } = sealing();
    expect(judge({ text: "ä".repeat(128_000) }).decision.effect).toBe("permit");
    expect(judge({ text: "ä".repeat(128_001) }).decision).toMatchObject({
      effect: "deny",
      because: expect.stringContaining("256 kB"),
    });
  });

  test("is denied where what is kept might be lost: too much waits, something was dropped, or the disk fails", () => {
    const { posture, judge } = sealing();
    posture.outbox(500, 0, 500);
    expect(judge().decision.because).toContain("no more room");
    posture.outbox(499, 0, 499);
    expect(judge().decision.effect).toBe("permit");
    posture.outbox(499, 1, 0);
    expect(judge().decision.effect).toBe("deny");
    posture.outbox(0, 0, 0);
    posture.outboxWrites(false);
    expect(judge().decision.effect).toBe("deny");
  });

  test("is denied once one could not be encrypted, until there is another policy", async () => {
    const [key] = ONE.named.keys;
    if (key === undefined) throw new Error("Somebody is named.");
    const reviewers: Reviewers = { needed: 1, keys: [{ ...key, key: { ...key.key, y: key.key.x } }] };
    const { posture, judge } = workerWith([SEAL], { reviewers });
    const { sent, port } = catching();
    new Recorder(new Outbox("unsealed"), posture).decision(judge({ text: MARKER }), AT, port);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.events[0]).not.toHaveProperty("sealed");
    expect(judge().decision).toMatchObject({
      effect: "deny",
      because: expect.stringContaining("failed to encrypt"),
    });
    const next = workerWith([SEAL], { reviewers: ONE.named, revision: "next" }).posture.clearance;
    const health = { version: "1", policyCheckedAt: Date.now(), policyProblem: null, journalProblem: null };
    posture.apply({ type: "state", clearance: next, health, promptKey: "0".repeat(64) });
    expect(judge().decision.effect).toBe("permit");
  });

  test("that is asked about is kept once it is sent, and not before", async () => {
    const worker = sealing(WARN);
    const held = worker.judge({ text: MARKER });
    expect(held).toMatchObject({ decision: { effect: "deny" }, seal: null });
    expect((await recordOf(held, AT, null)).event).not.toHaveProperty("sealed");
    expect(await approve(worker, { text: MARKER })).toBe(true);
    expect(worker.judge({ text: MARKER }).seal).toEqual(ONE.named);
  });

  test("is not asked about where it could not go out anyway", () => {
    expect(workerWith([SEAL, WARN]).judge()).toMatchObject({
      decision: { ground: "obligation" },
      asks: null,
    });
  });

  test("from which data are replaced is kept as it leaves", async () => {
    const worker = sealing(REDACT);
    const text = `Pay ${IBAN}, ${MARKER}`;
    expect(worker.judge({ text })).toMatchObject({ decision: { effect: "deny" }, seal: null });
    const judged = worker.judge({ text: `Pay [IBAN], ${MARKER}` });
    const { event, wrapped } = await recordOf(judged, AT, null);
    expect(await readBy(event as DecisionEvent, wrapped ?? [])).toBe(`Pay [IBAN], ${MARKER}`);
  });

  test("that is denied is not kept", async () => {
    const { judge } = workerWith([SEAL], { reviewers: ONE.named, default: "forbid", rules: [SEAL] });
    const judged = judge({ text: MARKER });
    expect(judged.decision.effect).toBe("deny");
    expect((await recordOf(judged, AT, null)).event).not.toHaveProperty("sealed");
  });
});

describe("the outbox", () => {
  test("keeps keys with their events until both are stored, and gives no more at once than a frame takes", async () => {
    const outbox = new Outbox("sealed-frames");
    const wrapped: WrappedKeys = [{ jwe: "a..b.c.d", to: ["r0"] }];
    const events = Array.from({ length: 40 }, (_, n) => lifecycle(n));
    await outbox.add(events, new Map([["event-0035", wrapped]]));
    const first = await outbox.next();
    expect([first.events.length, first.wrapped.size]).toEqual([30, 0]);
    expect((await outbox.counts()).sealed).toBe(1);
    await outbox.forget(first.keys);
    const rest = await outbox.next();
    expect([...rest.wrapped]).toEqual([["event-0035", wrapped]]);
    await outbox.forget(rest.keys);
    expect(await outbox.counts()).toEqual({ waiting: 0, dropped: 0, sealed: 0 });
    expect(await contentsOf("sealed-frames")).not.toContain("a..b.c.d");
  });

  test("of an earlier version goes on with what waits in it", async () => {
    await new Promise<void>((resolve) => {
      const asked = indexedDB.open("older", 1);
      asked.addEventListener("upgradeneeded", () => {
        asked.result.createObjectStore("events", { autoIncrement: true });
        asked.result.createObjectStore("gap");
      });
      asked.addEventListener("success", () => {
        const adding = asked.result.transaction("events", "readwrite");
        adding.objectStore("events").add(lifecycle(1));
        adding.addEventListener("complete", () => {
          asked.result.close();
          resolve();
        });
      });
    });
    expect((await new Outbox("older").next()).events).toEqual([lifecycle(1)]);
  });
});

function lifecycle(n: number) {
  const id = `event-${String(n).padStart(4, "0")}`;
  return { id, time: n, kind: "lifecycle", part: "extension", what: "started", detail: "" } as const;
}

function bodyOf(body: object): Call {
  return { ...callOf({}), body: { kind: "bytes", bytes: new TextEncoder().encode(JSON.stringify(body)) } };
}
