import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import type { AgentPort } from "../../../extension/worker/agent-port.ts";
import { Outbox } from "../../../extension/worker/outbox.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { Recorder } from "../../../extension/worker/recorder.ts";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import type { FromExtension } from "../../../shared/wire/native.ts";

let boxes = 0;

/** A recorder, its outbox, and an agent whose deliveries are caught. */
function world(isAway = false) {
  const outbox = new Outbox(`recorder-${(boxes += 1)}`);
  const posture = new Posture("1.0.0", 0);
  const health = { version: "1", policyCheckedAt: 0, policyProblem: null, journalProblem: null };
  posture.apply({ type: "state", clearance: null, health, promptKey: "0".repeat(64) });
  if (isAway) posture.agentLost(0);
  const sent: AuditEvent[][] = [];
  const send = (message: FromExtension) =>
    message.type === "events" && sent.push(message.events as AuditEvent[]);
  const port = { send } as Pick<AgentPort, "send"> as AgentPort;
  return { outbox, posture, port, sent, recorder: new Recorder(outbox, posture) };
}

test("what happens while a delivery is under way goes with the next one, and nothing goes twice unless the line breaks", async () => {
  const { recorder, port, sent, outbox } = world();
  recorder.lifecycle("started", "one", port);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  recorder.lifecycle("started", "two", port);
  await vi.waitFor(async () => expect(await outbox.waiting()).toBe(2));
  expect(sent).toHaveLength(1);

  recorder.lost();
  await recorder.deliver(port);
  expect(sent[1]?.map((event) => event.kind === "lifecycle" && event.detail)).toEqual(["one", "two"]);
  await recorder.stored(sent[1]?.map(({ id }) => id) ?? [], port);
  expect(await outbox.waiting()).toBe(0);
});

test("while the agent is away nothing is sent, and all of it waits", async () => {
  const { recorder, port, sent, outbox } = world(true);
  for (let n = 0; n < 50; n += 1) recorder.lifecycle("started", String(n), port);
  await vi.waitFor(async () => expect(await outbox.waiting()).toBe(50));
  expect(sent).toEqual([]);
});

test("events that could not be written are counted in a gap record with the next write that works", async () => {
  const { recorder, port, sent, outbox } = world();
  const add = vi.spyOn(outbox, "add").mockRejectedValueOnce(new DOMException("full", "QuotaExceededError"));
  recorder.lifecycle("started", "lost", port);
  await vi.waitFor(() => expect(add).toHaveBeenCalledTimes(1));
  recorder.lifecycle("started", "kept", port);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject([{ kind: "gap", what: "outbox_full", count: 1 }, { detail: "kept" }]);
});

test("a write that fails halfway does not end recording", async () => {
  const { recorder, port, sent, outbox } = world();
  const dropped = vi.spyOn(outbox, "dropped").mockRejectedValueOnce(new DOMException("gone", "UnknownError"));
  recorder.lifecycle("started", "one", port);
  await vi.waitFor(() => expect(dropped).toHaveBeenCalled());
  recorder.lifecycle("started", "two", port);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.at(-1)).toMatchObject({ detail: "two" });
});

test("what could not be forgotten is delivered again", async () => {
  const { recorder, port, sent, outbox } = world();
  recorder.lifecycle("started", "one", port);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  vi.spyOn(outbox, "forget").mockRejectedValueOnce(new DOMException("gone", "UnknownError"));
  await expect(recorder.stored(sent[0]?.map(({ id }) => id) ?? [], port)).rejects.toThrow("gone");
  await recorder.deliver(port);
  expect(sent[1]).toEqual(sent[0]);
});
