import { expect, test, vi } from "vitest";
import type { Judgement } from "../../../extension/worker/judgement.ts";
import type { Call } from "../../../shared/schema/call.ts";
import { reviewersOf } from "../../agent/review/reviewers.ts";
import { catalog, oblige, workerWith } from "./asking-worker.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));

const { judgeCall } = await import("../../../extension/worker/judgement.ts");
const { Sockets } = await import("../../../extension/worker/sockets.ts");
const { handshakeCall, judgeFrame } = await import("../../../extension/worker/socket-judgement.ts");
const { catalogHosts } = await import("../../../shared/catalog/recognize.ts");

const { named } = await reviewersOf(1, 1);
const REALTIME = "wss://api.openai.com/v1/realtime?model=gpt-realtime";

/** A page with one socket under a policy that seals, and what was recorded of it. */
function socket() {
  const { posture } = workerWith([oblige({ obligations: ["seal"] })], { reviewers: named });
  const recorded: Judgement[] = [];
  const page = { tab: 1, frame: 0, url: "https://x.example/", say: () => undefined };
  const sockets = new Sockets({ now: { catalog, hosts: catalogHosts(catalog) } }, posture, {
    frame(judged) {
      recorded.push(judged);
      return { id: "event-00001", raised: null };
    },
    served: () => undefined,
  });
  sockets.announce(page, 1, "0123456789abcdef0123456789abcdef", REALTIME);
  const send = (frame: object) => sockets.frame(page, 1, JSON.stringify(frame), Date.now());
  return { posture, recorded, send };
}

/** A message in words, which may have something pasted in. */
const said = (text: string) => ({
  type: "conversation.item.create",
  item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
});

/** A call that sets up a session. */
function setUpCall(path: string, text: string): Call {
  const body = { kind: "bytes", bytes: new TextEncoder().encode(text) } as const;
  return { method: "POST", url: `https://api.openai.com/v1/realtime/${path}`, headers: {}, body, frames: [] };
}

const naming = (model: string) => ({ modelAsSent: model, model: `openai/${model}`, mayBe: null });

test("the handshake of a socket has nothing to keep, and passes", () => {
  const judged = judgeCall(catalog, socket().posture, handshakeCall(REALTIME), Date.now());
  expect(judged).toMatchObject({ decision: { effect: "permit", obligations: ["seal"] }, seal: null });
});

test("a handshake whose address says something that no record looks for is denied", () => {
  const judged = judgeCall(
    catalog,
    socket().posture,
    handshakeCall(`${REALTIME}&say=the+merger`),
    Date.now(),
  );
  expect(judged).toMatchObject({ decision: { effect: "deny", ground: "obligation" }, seal: null });
});

test("each message of a socket is sealed as its own record, and control passes", () => {
  const { recorded, send } = socket();
  const say = (text: string) => send(said(text));
  expect([say("one thing"), say("another thing"), send({ type: "response.create" })]).toEqual(
    Array.from({ length: 3 }, () => ({ kind: "send" })),
  );
  expect(recorded.map(({ recognition, seal }) => [recognition.prompt, seal])).toEqual([
    ["one thing", named],
    ["another thing", named],
  ]);
});

test("what is spoken is dropped, in pieces however small, and so is a call that sets up sound", () => {
  const { posture, recorded, send } = socket();
  for (const length of [300, 2_560, 10_000])
    expect(send({ type: "input_audio_buffer.append", audio: "A".repeat(length) })).toEqual({ kind: "drop" });
  expect(recorded).toHaveLength(1);
  expect(recorded[0]?.decision.because).toContain("spoken");
  const setUp = (path: string, text: string) =>
    judgeCall(catalog, posture, setUpCall(path, text), Date.now());
  const session = JSON.stringify({ session: { model: "gpt-realtime", instructions: "be brief" } });
  expect(setUp("client_secrets", session)).toMatchObject({ decision: { effect: "permit" }, seal: named });
  const offer = JSON.stringify({
    session: '{"instructions":"be brief"}',
    sdp: "v=0\r\nm=audio 9 RTP/AVP 0\r\n",
  });
  expect(setUp("calls?model=gpt-realtime", offer)?.decision).toMatchObject({
    effect: "deny",
    because: expect.stringContaining("spoken"),
  });
});

test("sound passes as ever where nobody is named who reviews", () => {
  const { posture } = workerWith([]);
  const base = judgeCall(catalog, posture, handshakeCall(REALTIME), Date.now())?.recognition;
  if (base === undefined) throw new Error("This is a handshake to decide on.");
  const audio = JSON.stringify({ type: "input_audio_buffer.append", audio: "A".repeat(2_560) });
  const line = { url: REALTIME, base, named: [] };
  expect(judgeFrame(catalog, posture, line, audio, Date.now(), 1)).toEqual({ kind: "control" });
});

test("what somebody pastes is no sound", () => {
  const { recorded, send } = socket();
  expect(send(said("A".repeat(2_560)))).toEqual({ kind: "send" });
  expect(recorded).toMatchObject([{ seal: named }]);
});

test("a message is sealed where one of the models that it may be for asks for it", () => {
  const told = oblige({ id: "told", obligations: ["notify"], models: ["openai/gpt-5.5"] });
  const kept = oblige({ id: "kept", obligations: ["seal"], models: ["openai/gpt-realtime"] });
  const { posture } = workerWith([told, kept], { reviewers: named });
  const base = judgeCall(catalog, posture, handshakeCall(REALTIME), Date.now())?.recognition;
  if (base === undefined) throw new Error("This is a handshake to decide on.");
  const line = {
    url: "wss://api.openai.com/v1/realtime",
    base,
    named: [naming("gpt-5.5"), naming("gpt-realtime")],
  };
  const outcome = judgeFrame(catalog, posture, line, JSON.stringify(said("hello")), Date.now(), 1);
  expect(outcome).toMatchObject({ judged: { decision: { effect: "permit" }, seal: named } });
});

test("a message of which nobody can tell what it says is dropped", () => {
  const { recorded, send } = socket();
  const unread = { type: "session.update", session: { somewhere: "words that stand where nobody looks" } };
  expect(send(unread)).toEqual({ kind: "drop" });
  expect(recorded).toMatchObject([{ decision: { effect: "deny", ground: "obligation" }, seal: null }]);
});
