import { describe, expect, test, vi } from "vitest";
import { CANCEL, PASS } from "../../../extension/worker/network.ts";
import { judgeCall } from "../../../extension/worker/judgement.ts";
import { rule } from "../states.ts";
import {
  catalog,
  NOW,
  NONCE,
  REALTIME,
  LIVE,
  OPENAI,
  NO_SOL,
  clearance,
  postureWith,
  stateOf,
  at,
  pageOf,
} from "./socket-page.ts";

vi.mock("webextension-polyfill", () => ({ default: { runtime: { getURL: () => "chrome-extension://x/" } } }));

const M365 = "wss://substrate.office.com/m365Copilot/Chathub/o@t?access_token=x";

const instructs = (text: string) =>
  JSON.stringify({ type: "response.create", response: { instructions: text } });
const created = (model: string) => JSON.stringify({ type: "session.created", session: { model } });

test("a handshake is decided on by the model in its address", () => {
  const { handshakes } = pageOf(postureWith(clearance(OPENAI, NO_SOL)));
  expect(handshakes.begin(at(`${REALTIME}?model=gpt-realtime`, NONCE), catalog)).toEqual(PASS);
  expect(handshakes.begin(at(`${REALTIME}?model=gpt-5.6-sol`, NONCE), catalog)).toEqual(CANCEL);
});

test("where only frames name the model, the handshake goes on without a decision, but not before there is a clearance", () => {
  const ready = pageOf(postureWith(clearance(OPENAI)));
  expect(ready.handshakes.begin(at(LIVE, NONCE), catalog)).toEqual(PASS);
  expect(ready.reports).toEqual([]);
  const early = pageOf(postureWith(null));
  expect(early.handshakes.begin(at(LIVE, NONCE), catalog)).toEqual(CANCEL);
});

test("a socket without a nonce, as from a worker, cannot be inspected, on the way out as well", () => {
  const { handshakes, reports } = pageOf(postureWith(clearance(OPENAI)));
  expect(handshakes.begin(at(`${REALTIME}?model=gpt-realtime`, null), catalog)).toEqual(CANCEL);
  expect(reports).toEqual(["handshake deny by uninspectable"]);
  expect(handshakes.opened(at(`${REALTIME}?model=gpt-realtime`, null), catalog)).toEqual(CANCEL);
});

test("policy may permit what cannot be inspected: such a socket opens", () => {
  const { handshakes } = pageOf(postureWith({ ...clearance(OPENAI), uninspectable: "permit" }));
  const socket = at(`${REALTIME}?model=gpt-realtime`, null);
  expect(handshakes.begin(socket, catalog)).toEqual(PASS);
  expect(handshakes.opened(socket, catalog)).toEqual(PASS);
});

test("frames of a socket that is for no AI service are not asked about", () => {
  const { sockets, page } = pageOf(postureWith(null));
  expect(sockets.announce(page, 1, NONCE, "wss://push.example/feed")).toBe(false);
});

test("the first frame names the model, and those after it are for that model", () => {
  const { sockets, page, send, reports } = pageOf(postureWith(clearance(OPENAI, NO_SOL)));
  sockets.announce(page, 1, NONCE, LIVE);
  expect(send(1, { setup: { model: "models/gemini-3-flash" } })).toBe("drop");
  expect(send(1, { clientContent: { turns: [{ parts: [{ text: "to nobody" }] }] } })).toBe("drop");
  expect(send(1, { setup: { model: "models/gemini-3-pro" } })).toBe("send");
  expect(send(1, { clientContent: { turns: [{ parts: [{ text: "hello there" }] }] } })).toBe("send");
  expect(reports).toEqual([
    "deny google/gemini-3-flash",
    "deny ?",
    "permit google/gemini-3-pro",
    "permit google/gemini-3-pro",
  ]);
});

test("a model that is switched to in a later frame is judged as what it is, and one may go on with another", () => {
  const { sockets, page, send, reports } = pageOf(postureWith(clearance(OPENAI)));
  sockets.announce(page, 1, NONCE, M365);
  const ask = (tone: string) =>
    send(1, `${JSON.stringify({ type: 4, arguments: [{ tone, message: { text: "hello there" } }] })}\u001e`);
  expect(send(1, '{"protocol":"json","version":1}\u001e')).toBe("send");
  expect(ask("Gpt_5_5_Chat")).toBe("send");
  expect(ask("Claude_Opus")).toBe("drop");
  expect(send(1, '{"type":6}\u001e')).toBe("send");
  expect(ask("Gpt_5_4_Chat")).toBe("send");
  expect(reports.at(-1)).toBe("permit openai/gpt-5.4|openai/gpt-5.4-chat");
});

test("a frame cannot hide a second model behind that of the address", () => {
  const { sockets, page, send } = pageOf(postureWith(clearance(OPENAI, NO_SOL)));
  sockets.announce(page, 1, NONCE, `${REALTIME}?model=gpt-realtime`);
  expect(send(1, { type: "session.update", session: { model: "gpt-5.6-sol" } })).toBe("drop");
  expect(send(1, { type: "session.update", session: { instructions: "be kind to all" } })).toBe("send");
});

test("audio is judged and sent, and recorded once", () => {
  const { sockets, page, send, reports } = pageOf(postureWith(clearance(OPENAI)));
  sockets.announce(page, 1, NONCE, `${REALTIME}?model=gpt-realtime`);
  const audio = { type: "input_audio_buffer.append", audio: "A".repeat(10_000) };
  for (let n = 0; n < 50; n += 1) expect(send(1, audio)).toBe("send");
  expect(reports).toEqual(["permit openai/gpt-realtime"]);
});

test("what is neither JSON nor short cannot be inspected, so it is not sent", () => {
  const { sockets, page } = pageOf(postureWith(clearance(OPENAI)));
  sockets.announce(page, 1, NONCE, `${REALTIME}?model=gpt-realtime`);
  expect(sockets.frame(page, 1, new Uint8Array(500).fill(200), NOW)).toEqual({ kind: "drop" });
});

test("when the policy ends what a socket is in the middle of, it is closed and recorded", () => {
  const posture = postureWith(clearance(OPENAI));
  const { sockets, page, send, said, reports } = pageOf(posture);
  sockets.announce(page, 1, NONCE, LIVE);
  expect(send(1, { setup: { model: "models/gemini-3-flash" } })).toBe("send");
  posture.apply(stateOf(clearance(OPENAI, NO_SOL)));
  expect(said).toEqual([{ type: "cut", s: 1 }]);
  expect(reports.at(-1)).toBe("deny google/gemini-3-flash");
});

test("a socket of an earlier life of the worker is closed, and its frame is not sent", () => {
  const { send, said } = pageOf(postureWith(clearance(OPENAI)));
  expect(send(9, { setup: { model: "models/gemini-3-pro" } })).toBe("drop");
  expect(said).toEqual([{ type: "cut", s: 9 }]);
});

test("a data channel is for what the call that set it up was permitted for", () => {
  const posture = postureWith(clearance(OPENAI, NO_SOL));
  const { sockets, page, send, reports } = pageOf(posture, "https://chatgpt.com/");
  const exchange = {
    method: "POST",
    url: "https://api.openai.com/v1/realtime/calls?model=gpt-realtime",
    headers: null,
    body: { kind: "none" as const },
    frames: [],
  };
  const judged = judgeCall(catalog, posture, exchange, NOW);
  if (judged === null) throw new Error("An SDP exchange is a call to decide on.");
  expect(sockets.channel(page, 1)).toBe(true);
  expect(send(1, { type: "session.update", session: { instructions: "too early for me" } })).toBe("drop");
  const from = { requestId: "7", tabId: 1, frameId: 0, type: "xmlhttprequest" as const, url: exchange.url };
  sockets.notePermitted({ id: "exchange-1", judged, from, method: "POST", catalog });
  expect(send(1, { type: "response.create", response: { instructions: "say hello to me" } })).toBe("send");
  expect(send(1, { type: "session.update", session: { model: "gpt-5.6-sol" } })).toBe("drop");
  expect(reports).toEqual(["deny ?", "permit openai/gpt-realtime", "deny openai/gpt-5.6-sol"]);
});

test.each([
  [
    "on a page of an AI service that nothing permitted set up cannot be inspected",
    "https://chatgpt.com/",
    true,
  ],
  ["on another page is none of our business", "https://meet.example/", false],
])("a data channel %s", (_what, url, inspected) => {
  const { sockets, page, send } = pageOf(postureWith(clearance(OPENAI)), url);
  expect(sockets.channel(page, 1)).toBe(inspected);
  if (inspected) expect(send(1, { type: "response.create", text: "hello there" })).toBe("drop");
});

describe("what the service says over a socket of the model that answers", () => {
  test("is recorded beside the decision on the handshake, and changes nothing where it is the same", () => {
    const posture = postureWith(clearance(OPENAI));
    const { sockets, page, said, reports, send } = pageOf(posture);
    const url = `${REALTIME}?model=gpt-realtime`;
    const judged = judgeCall(
      catalog,
      posture,
      { method: "GET", url, headers: null, body: { kind: "none" }, frames: [] },
      NOW,
    );
    if (judged === null) throw new Error("A handshake is a call to decide on.");
    sockets.notePermitted({ id: "handshake-1", judged, from: at(url, null), method: "GET", catalog });
    sockets.announce(page, 1, NONCE, url);
    sockets.received(page, 1, created("gpt-realtime-2025-08-28"), NOW);
    expect(reports).toEqual(["gpt-realtime-2025-08-28 served: same, of handshake-1"]);
    expect(said).toEqual([]);
    expect(send(1, { type: "response.create", response: { instructions: "say hello to me" } })).toBe("send");
  });

  test("closes it where that model may not be used", () => {
    const { sockets, page, said, reports, send } = pageOf(postureWith(clearance(OPENAI, NO_SOL)));
    sockets.announce(page, 1, NONCE, `${REALTIME}?model=gpt-realtime`);
    sockets.received(page, 1, created("gpt-5.6-sol"), NOW);
    expect(reports.at(-1)).toMatch(/^gpt-5.6-sol served: other, ends/);
    expect(said).toEqual([{ type: "cut", s: 1 }]);
    expect(send(1, { type: "response.create" })).toBe("drop");
  });

  describe("where the page never does", () => {
    const GROK = rule({ id: "grok", effect: "permit", models: ["xai/*"] });
    const NO_GROK = rule({ id: "no-grok", effect: "forbid", models: ["xai/grok-4"] });
    const opened = () => {
      const made = pageOf(postureWith(clearance(GROK, NO_GROK)));
      made.sockets.announce(made.page, 1, NONCE, "wss://api.x.ai/v1/realtime");
      return {
        ...made,
        say: (frame: string) => Promise.resolve(made.sockets.frame(made.page, 1, frame, NOW)),
      };
    };

    test("says what it is for, and what the page said before waits for that", async () => {
      const { sockets, page, said: told, say, reports } = opened();
      const early = [say(instructs("say hello to me")), say(instructs("and once more"))];
      expect(reports).toEqual([]);
      sockets.received(page, 1, created("grok-4-fast-non-reasoning"), NOW);
      expect(await Promise.all(early)).toEqual([{ kind: "send" }, { kind: "send" }]);
      expect(told).toEqual([]);
      expect(await say(instructs("and again to me"))).toEqual({ kind: "send" });
      expect(reports.at(-1)).toMatch(/^permit xai\/grok-4-fast/);
    });

    test("nothing of what waited is sent where that model may not be used", async () => {
      const { sockets, page, say, reports } = opened();
      const early = [say(instructs("say hello to me")), say(instructs("and once more"))];
      sockets.received(page, 1, created("grok-4"), NOW);
      expect(await Promise.all(early)).toEqual([{ kind: "drop" }, { kind: "drop" }]);
      expect(reports.at(-1)).toMatch(/^grok-4 served: .*, ends/);
    });

    test("waits not for ever, and what is named meanwhile counts for nothing that was said before it", async () => {
      vi.useFakeTimers();
      const { say } = opened();
      const early = say(instructs("say hello to me"));
      const names = say(JSON.stringify({ type: "session.update", session: { model: "grok-4-fast" } }));
      await vi.advanceTimersByTimeAsync(2_000);
      vi.useRealTimers();
      expect(await early).toEqual({ kind: "drop" });
      expect(await names).toEqual({ kind: "send" });
      expect(await say(instructs("and again to me"))).toEqual({ kind: "send" });
    });
  });

  test("is asked for no longer where the record knows of nothing to find", () => {
    const { sockets, page, said } = pageOf(postureWith(clearance(OPENAI)), "https://chatgpt.com/");
    sockets.channel(page, 1);
    sockets.received(page, 1, created("gpt-5.6-sol"), NOW);
    expect(said).toEqual([{ type: "enough", s: 1 }]);
  });
});
