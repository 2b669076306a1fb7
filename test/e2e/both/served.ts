import { beforeEach, expect, test } from "vitest";
import { until } from "../until.ts";
import type { DrivenPage, DrivenWorld } from "./driven.ts";

const CHAT = "https://api.openai.com/v1/chat/completions";
const REALTIME = "wss://api.openai.com/v1/realtime";

/** What a page got of a reply. */
interface Got {
  readonly text: string;
  readonly error: string | null;
}

/** Runs in the page. */
async function readInPage({ url, body }: { url: string; body: string }): Promise<Got> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reply = await fetch(url, { method: "POST", body });
    const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += decoder.decode(piece.value, { stream: true });
    }
    return { text, error: null };
  } catch (cause) {
    return { text, error: (cause as Error).name };
  }
}

/** What is shown of models that replies name; the world must pause between the pieces of a reply. */
export function showServed(world: () => DrivenWorld): void {
  let page: DrivenPage;
  let began = 0;

  beforeEach(async () => {
    world().fakes.forget();
    began = Date.now();
    page = await world().newPage("https://chatgpt.com/");
  });

  /** Asks for GPT-5.5 and reads the reply piece by piece. */
  function read(url: string, stream: boolean): Promise<Got> {
    return page.evaluate(readInPage, {
      url,
      body: JSON.stringify({ model: "gpt-5.5", stream, messages: [] }),
    });
  }

  async function served() {
    return (await world().agent.journal()).findLast(({ kind, time }) => kind === "served" && time >= began);
  }

  test("a streamed reply comes whole, and the model that served it is in the journal", async () => {
    const got = await read(CHAT, true);
    expect(got.error).toBeNull();
    expect(got.text).toMatch(/data: \[DONE\]\n\n$/);
    await until("it is recorded", async () => (await served()) !== undefined);
    expect(await served()).toMatchObject({
      model: "openai/gpt-5.5",
      verdict: "same",
      effect: "permit",
      ended: false,
    });
  });

  test("a reply by a model that the person may not use ends in the page, with a notice and a record", async () => {
    const got = await read(`${CHAT}?served=gpt-5.6-sol`, true);
    expect(got.error).not.toBeNull();
    expect(got.text).not.toContain("[DONE]");
    await until("it is recorded", async () => (await served())?.ended === true);
    const event = await served();
    expect(event).toMatchObject({
      model: "openai/gpt-5.6-sol",
      verdict: "other",
      effect: "deny",
      rules: ["sol-by-listing"],
    });
    const decision = (await world().agent.journal()).find(({ id }) => id === event?.of);
    expect(decision).toMatchObject({ kind: "decision", effect: "permit", model: "openai/gpt-5.5" });
    await until("the person is told", async () => (await page.closedText()).includes("GPT-5.6 Sol"));
  });

  test("a reply by another model that may be used goes on, and the mismatch is an event", async () => {
    const got = await read(`${CHAT}?served=gpt-5.4`, true);
    expect(got.error).toBeNull();
    expect(got.text).toContain("[DONE]");
    await until("it is recorded", async () => (await served())?.model === "openai/gpt-5.4");
    expect(await served()).toMatchObject({ verdict: "other", effect: "permit", ended: false });
  });

  test("a reply of one JSON value is read as well", async () => {
    const got = await read(`${CHAT}?served=gpt-5.3`, false);
    expect(JSON.parse(got.text)).toMatchObject({ model: "gpt-5.3" });
    await until("it is recorded", async () => (await served())?.model === "openai/gpt-5.3");
  });

  test("a socket whose session is for a model that may not be used is closed", async () => {
    const ended = await page.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(url);
          socket.addEventListener("close", () => resolve("closed"));
          setTimeout(() => resolve("open"), 3_000);
        }),
      `${REALTIME}?model=gpt-5.5&served=gpt-5.6-sol`,
    );
    expect(ended).toBe("closed");
    await until("it is recorded", async () => (await served())?.model === "openai/gpt-5.6-sol");
    expect(world().fakes.sockets("api.openai.com")[0]?.closed).toBe(true);
  });
}
