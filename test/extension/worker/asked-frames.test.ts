import { expect, test, vi } from "vitest";
import type { Raised } from "../../../extension/worker/questions.ts";
import type { FrameVerdict, ToHook } from "../../../shared/wire/page.ts";
import { catalog, IBAN, REDACT, WARN, workerWith } from "./asking-worker.ts";
import { NOTICE } from "../states.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));

const { replacementFor } = await import("../../../extension/worker/replacement.ts");
const { Sockets } = await import("../../../extension/worker/sockets.ts");
const { catalogHosts } = await import("../../../shared/catalog/recognize.ts");

const NONCE = "0123456789abcdef0123456789abcdef";
const REALTIME = "wss://api.openai.com/v1/realtime?model=gpt-realtime";

const prompt = (text: string): string =>
  JSON.stringify({
    type: "conversation.item.create",
    item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
  });

/** A page with one socket, and the questions behind it. */
function socketWith(worker: ReturnType<typeof workerWith>) {
  const said: ToHook[] = [];
  const page = { tab: 1, frame: 0, url: "https://x.example/", say: (message: ToHook) => said.push(message) };
  const sockets = new Sockets({ now: { catalog, hosts: catalogHosts(catalog) } }, worker.posture, {
    frame(judged, call) {
      const { asks } = judged;
      let raised: Raised | null = null;
      if (asks !== null) {
        const { finder } = worker.posture;
        const redacts = asks.found.length > 0;
        const replacement = redacts ? replacementFor(catalog, call, finder, asks.redacted) : null;
        const subject = { judged, asks, of: "event-00001", notice: NOTICE, replacement };
        raised = worker.questions.raise(subject, Date.now());
      }
      return { id: "event-00001", raised };
    },
    served: () => undefined,
  });
  sockets.announce(page, 1, NONCE, REALTIME);
  const send = (frame: string): FrameVerdict | Promise<FrameVerdict> =>
    sockets.frame(page, 1, frame, Date.now());
  return { send, said };
}

test("a frame waits for the person, and goes out after the yes", async () => {
  const worker = workerWith([WARN]);
  const { send } = socketWith(worker);
  const going = send(prompt("hello"));
  expect(going).toBeInstanceOf(Promise);
  worker.answer(true);
  expect(await going).toEqual({ kind: "send" });
});

test("a frame is dropped after a no", async () => {
  const worker = workerWith([WARN]);
  const going = socketWith(worker).send(prompt("hello"));
  worker.answer(false);
  expect(await going).toEqual({ kind: "drop" });
});

test("a frame goes out without the data that policy names, and the same but for it", async () => {
  const worker = workerWith([REDACT]);
  const { send } = socketWith(worker);
  expect(send(prompt("hello"))).toEqual({ kind: "send" });
  const going = send(prompt(`Pay ${IBAN}`));
  worker.answer(true);
  expect(await going).toEqual({ kind: "send-instead", data: prompt("Pay [IBAN]") });
});

test("a socket is not closed for what was asked before each of its frames", () => {
  const worker = workerWith([WARN]);
  const { said } = socketWith(worker);
  worker.posture.agentLost(Date.now());
  expect(said).toEqual([]);
});
