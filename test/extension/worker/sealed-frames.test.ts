import { expect, test, vi } from "vitest";
import type { Judgement } from "../../../extension/worker/judgement.ts";
import { reviewersOf } from "../../agent/review/reviewers.ts";
import { catalog, oblige, workerWith } from "./asking-worker.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));

const { judgeCall } = await import("../../../extension/worker/judgement.ts");
const { Sockets } = await import("../../../extension/worker/sockets.ts");
const { handshakeCall } = await import("../../../extension/worker/socket-judgement.ts");
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

test("the handshake of a socket has nothing to keep, and passes", () => {
  const judged = judgeCall(catalog, socket().posture, handshakeCall(REALTIME), Date.now());
  expect(judged).toMatchObject({ decision: { effect: "permit", obligations: ["seal"] }, seal: null });
});

test("each message of a socket is sealed as its own record, and control passes", () => {
  const { recorded, send } = socket();
  const say = (text: string) =>
    send({
      type: "conversation.item.create",
      item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
    });
  expect([say("one thing"), say("another thing"), send({ type: "response.create" })]).toEqual(
    Array.from({ length: 3 }, () => ({ kind: "send" })),
  );
  expect(recorded.map(({ recognition, seal }) => [recognition.prompt, seal])).toEqual([
    ["one thing", named],
    ["another thing", named],
  ]);
});

test("a message of which nobody can tell what it says is dropped", () => {
  const { recorded, send } = socket();
  const unread = { type: "session.update", session: { somewhere: "words that stand where nobody looks" } };
  expect(send(unread)).toEqual({ kind: "drop" });
  expect(recorded).toMatchObject([{ decision: { effect: "deny", ground: "obligation" }, seal: null }]);
});
