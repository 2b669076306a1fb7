import type { WebRequest } from "webextension-polyfill";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Patience } from "../../../extension/worker/patience.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import type { AgentState } from "../../../shared/wire/native.ts";

const PASS: WebRequest.BlockingResponse = {};
const CANCEL: WebRequest.BlockingResponse = { cancel: true };
const NO_CLEARANCE: AgentState = {
  type: "state",
  clearance: null,
  promptKey: "00".repeat(32),
  health: { version: "1.0.0", policyCheckedAt: 1, policyProblem: null, journalProblem: null },
};

let posture: Posture;
beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  posture = new Posture("1.0.0", 0);
});

test("a call waits until the agent has spoken, is answered then, and those after it at once", async () => {
  const patience = new Patience(posture);
  const waiting = patience.answer(() => (posture.agentAway ? CANCEL : PASS));
  posture.apply(NO_CLEARANCE);
  expect(await waiting).toEqual(PASS);
  expect(patience.answer(() => CANCEL)).toEqual(CANCEL);
});

test("a call for which nobody speaks is answered when the limit is over, and not before", async () => {
  const heard: unknown[] = [];
  const waiting = new Patience(posture, 300).answer(() => (heard.push("asked"), CANCEL));
  await vi.advanceTimersByTimeAsync(299);
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await waiting).toEqual(CANCEL);
});

test("a change that brings neither clearance nor agent ends no wait", async () => {
  let isOver = false;
  const waiting = new Patience(posture, 300).answer(() => ((isOver = true), CANCEL));
  posture.agentLost(1);
  posture.outbox(1, 0);
  await vi.advanceTimersByTimeAsync(200);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(await waiting).toEqual(CANCEL);
});
