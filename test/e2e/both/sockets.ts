import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { framesTo as framesAt, type Talk, talkOver } from "../socket-talk.ts";
import { until } from "../until.ts";
import type { DrivenPage, DrivenWorld } from "./driven.ts";

const END = "\u001e";
const REALTIME = "wss://api.openai.com/v1/realtime";
const RESPONSES = "wss://api.openai.com/v1/responses";
const LIVE =
  "wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";
const M365 = "wss://substrate.office.com/m365Copilot/Chathub/person@tenant?access_token=x";

const tone = (name: string, text: string): string =>
  `${JSON.stringify({ type: 4, target: "chat", arguments: [{ tone: name, message: { text } }] })}${END}`;

/** What is shown of sockets in pages with a hook. */
export function showSockets(world: () => DrivenWorld): void {
  let page: DrivenPage;

  beforeAll(async () => {
    page = await world().newPage("https://chatgpt.com/");
  });
  afterAll(() => page.close());
  beforeEach(() => world().fakes.forget());

  function talk(url: string, frames: readonly unknown[], messages: number, on = page): Promise<Talk> {
    return talkOver(on, { url, frames, messages });
  }

  const framesTo = (host: string): unknown[] => framesAt(world().fakes, host);

  async function newestDecision() {
    return (await world().agent.journal()).findLast(({ kind }) => kind === "decision");
  }

  describe("a socket whose address names the model", () => {
    test("is refused before anything reaches the service where the model is forbidden", async () => {
      const seen = await talk(`${REALTIME}?model=gpt-5.6-sol`, [{ type: "response.create" }], 2);
      expect(seen).toMatchObject({ opened: false, ended: "closed" });
      expect(world().fakes.sockets()).toEqual([]);
      await until("it is recorded", async () => (await newestDecision())?.model === "openai/gpt-5.6-sol");
    });

    test("carries the frames of an allowed model in order, under the address that the page wrote", async () => {
      const frames = Array.from({ length: 50 }, (_, n) => ({ type: "conversation.item.create", n }));
      const seen = await talk(`${REALTIME}?model=gpt-5.5`, frames, 51);
      expect(seen).toMatchObject({ opened: true, ended: null, url: `${REALTIME}?model=gpt-5.5` });
      expect(framesTo("api.openai.com")).toEqual(frames);
      expect(seen.messages).toHaveLength(51);
      const [socket] = world().fakes.sockets("api.openai.com");
      expect(JSON.stringify(socket?.head)).not.toMatch(/lanyard|authorization/i);
    });

    test("loses the one frame that would switch to a forbidden model", async () => {
      const frames = [
        { type: "session.update", session: { instructions: "Be kind to all." } },
        { type: "session.update", session: { model: "gpt-5.6-sol" } },
        { type: "response.create", response: { instructions: "Say hello to me." } },
      ];
      const seen = await talk(`${REALTIME}?model=gpt-5.5`, frames, 3);
      expect(seen.ended).toBeNull();
      expect(framesTo("api.openai.com")).toEqual([frames[0], frames[2]]);
      await until("the person is told", async () => (await page.closedText()).includes("GPT-5.6 Sol"));
    });
  });

  describe("a socket whose first frame names the model", () => {
    const LIVES = {
      "Gemini's live API": {
        url: LIVE,
        host: "generativelanguage.googleapis.com",
        forbidden: { setup: { model: "models/gemini-3-flash" } },
        allowed: { setup: { model: "models/gemini-3-pro" } },
        said: { clientContent: { turns: [{ parts: [{ text: "Summarize the notes." }] }] } },
        model: "google/gemini-3-flash",
      },
      "OpenAI's responses": {
        url: RESPONSES,
        host: "api.openai.com",
        forbidden: { type: "response.create", model: "gpt-5.6-sol", input: "Summarize the notes." },
        allowed: { type: "response.create", model: "gpt-5.5", input: "Summarize the notes." },
        said: { type: "response.create", model: "gpt-5.5", input: "And once more." },
        model: "openai/gpt-5.6-sol",
      },
    };

    test.each(Object.entries(LIVES))(
      "%s: the forbidden one is not sent, the allowed one is",
      async (_name, live) => {
        await talk(live.url, [live.forbidden, live.forbidden], 1);
        expect(framesTo(live.host)).toEqual([]);
        await until("it is recorded", async () => (await newestDecision())?.model === live.model);
        world().fakes.forget();
        const seen = await talk(live.url, [live.allowed, live.said], 2);
        expect(seen.messages).toHaveLength(2);
        expect(framesTo(live.host)).toEqual([live.allowed, live.said]);
      },
    );

    test("Microsoft 365 Copilot: greetings and pings pass, and each message goes by its own model", async () => {
      const greeting = `${JSON.stringify({ protocol: "json", version: 1 })}${END}`;
      const ping = `${JSON.stringify({ type: 6 })}${END}`;
      const good = tone("Gpt_5_5_Chat", "Summarize the notes.");
      const bad = tone("Gpt_5_6_Chat", "Summarize the notes.");
      await talk(M365, [greeting, good, bad, ping, good], 5);
      expect(framesTo("substrate.office.com")).toEqual([greeting, good, ping, good]);
    });

    test("Manus, which no rule permits: it is greeted and gets no prompt", async () => {
      const message = `42${JSON.stringify(["message", { content: "Summarize the notes.", extData: { mode: "lite" } }])}`;
      await talk("wss://api.manus.im/socket.io/?EIO=4&transport=websocket", ["40", "3", message], 5);
      expect(world().fakes.sockets("api.manus.im")[0]?.frames).toEqual(["40", "3"]);
    });
  });

  test("Copilot, where neither address nor frames name a model, is not opened while no rule permits it", async () => {
    const prompt = { event: "send", mode: "chat", content: [{ type: "text", text: "Summarize the notes." }] };
    const seen = await talk("wss://copilot.microsoft.com/c/api/chat?api-version=2", [prompt], 1);
    expect(seen).toMatchObject({ opened: false, ended: "closed" });
    expect(world().fakes.sockets()).toEqual([]);
  });

  test("a service that no rule permits is not opened where its address says enough", async () => {
    const url = "wss://api.elevenlabs.io/v1/text-to-speech/voice/stream-input?model_id=eleven_turbo_v2_5";
    expect(await talk(url, [{ text: "Read this to me." }], 1)).toMatchObject({
      opened: false,
      ended: "closed",
    });
    expect(world().fakes.sockets()).toEqual([]);
  });

  test("bytes are sent as they are, and those that say nothing readable are not sent to an AI service", async () => {
    const sent = await page.evaluate(
      (url) =>
        new Promise<number>((resolve) => {
          const socket = new WebSocket(url);
          socket.addEventListener("open", () => {
            socket.send(new TextEncoder().encode('{"type":"input_audio_buffer.commit"}'));
            socket.send(new Uint8Array(500).fill(200));
            socket.send(new Blob(['{"type":"input_audio_buffer.clear"}']));
          });
          let seen = 0;
          socket.addEventListener("message", () => {
            seen += 1;
            if (seen === 3) resolve(seen);
          });
          setTimeout(() => resolve(seen), 3_000);
        }),
      `${REALTIME}?model=gpt-5.5`,
    );
    expect(sent).toBe(3);
    const frames = world().fakes.sockets("api.openai.com")[0]?.frames ?? [];
    expect(frames.map((frame) => Buffer.from(frame).toString())).toEqual([
      '{"type":"input_audio_buffer.commit"}',
      '{"type":"input_audio_buffer.clear"}',
    ]);
  });

  test("a socket from a page without a hook cannot be inspected, so it is refused", async () => {
    const neutral = await world().newPage("https://intranet.example/");
    expect(await talk(`${REALTIME}?model=gpt-5.5`, [], 1, neutral)).toMatchObject({
      opened: false,
      ended: "closed",
    });
    expect(world().fakes.sockets()).toEqual([]);
    await neutral.close();
  });

  test("a socket of a window that was taken before the hook came is refused, with a forged mark too", async () => {
    const forged = REALTIME.replace("wss://", `wss://lanyard:${"0".repeat(32)}@`);
    for (const url of [REALTIME, forged]) {
      const outcome = await page.evaluate((address) => {
        const frame = document.createElement("iframe");
        frame.srcdoc = "<p>";
        document.body.append(frame);
        const taken = (frame.contentWindow as Window & typeof globalThis).WebSocket;
        return new Promise<string>((resolve) => {
          const socket = new taken(`${address}?model=gpt-5.5`);
          socket.addEventListener("open", () => resolve("open"));
          socket.addEventListener("error", () => resolve("error"));
        });
      }, url);
      expect(outcome).toBe("error");
    }
  });

  test("sockets that are for no AI service are as they were", async () => {
    const seen = await talk("wss://push.example/feed", ["one", "two words", "three"], 3);
    expect(seen).toMatchObject({ opened: true, url: "wss://push.example/feed" });
    expect(framesTo("push.example")).toEqual(["one", "two words", "three"]);
  });
}
