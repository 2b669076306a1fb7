import { beforeEach, expect, test } from "vitest";
import { until } from "../until.ts";
import type { DrivenPage, DrivenWorld } from "./driven.ts";

/** Long enough that no machine comes to its end while the policy changes. */
const LONG = "https://api.openai.com/v1/chat/completions?times=400";
const CLOSED = (cut: string) =>
  `  - { id: gpt-is-closed, forbid: all, models: [openai/gpt-5.5],${cut} because: The contract ended today. }\n  - id: no-flash`;
const BEFORE = "  - id: no-flash";
const BODY = JSON.stringify({ model: "gpt-5.5", stream: true, messages: [] });

/** What a page has of a reply so far. */
interface Reading {
  length: number;
  end: string | null;
}

type WithReading = typeof globalThis & { reading: Reading };

/** Runs in the page: begins to read. */
function fetchInPage({ url, body }: { url: string; body: string }): void {
  const reading: Reading = { length: 0, end: null };
  (globalThis as WithReading).reading = reading;
  const read = async (): Promise<void> => {
    const reply = await fetch(url, { method: "POST", body });
    const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      reading.length += piece.value.length;
  };
  read().then(
    () => (reading.end = "whole"),
    (cause: Error) => (reading.end = cause.name),
  );
}

/** Runs in the page: the same by an XMLHttpRequest. */
function requestInPage({ url, body }: { url: string; body: string }): void {
  const reading: Reading = { length: 0, end: null };
  (globalThis as WithReading).reading = reading;
  const request = new XMLHttpRequest();
  request.addEventListener("progress", () => (reading.length = request.responseText.length));
  request.addEventListener("load", () => (reading.end = "whole"));
  request.addEventListener("error", () => (reading.end = "error"));
  request.open("POST", url);
  request.send(body);
}

/** What is shown of replies that are coming while their model becomes forbidden; the world must pause between pieces. */
export function showRunning(world: () => DrivenWorld): void {
  let page: DrivenPage;
  let began = 0;

  beforeEach(async () => {
    began = Date.now();
    page = await world().newPage("https://chatgpt.com/");
    await until("the model may be used", async () => {
      const status = await page.evaluate(
        async (body) =>
          (await fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body })).status,
        BODY,
      );
      return status === 200;
    });
  });

  const reading = () => page.evaluate(() => (globalThis as WithReading).reading, null);

  async function ended() {
    const all = await world().agent.journal();
    return all.findLast(({ kind, time, ended: is }) => kind === "served" && is === true && time >= began);
  }

  async function closeWhile(read: typeof fetchInPage, cut: string): Promise<void> {
    await page.evaluate(read, { url: LONG, body: BODY });
    // Longer than the models that the first pieces name: by then nothing more of the reply is asked for.
    await until("the reply is coming", async () => (await reading()).length > 2_000);
    await world().changePolicy(BEFORE, CLOSED(cut));
  }

  for (const [name, read] of [
    ["fetch", fetchInPage],
    ["an XMLHttpRequest", requestInPage],
  ] as const) {
    test(`a reply to ${name} ends when a forbid that cuts comes into force, with a record and a word`, async () => {
      try {
        await closeWhile(read, " running: cut,");
        await until("the page's reply ends", async () => (await reading()).end !== null);
        expect((await reading()).end).not.toBe("whole");
        await until("it is recorded", async () => (await ended()) !== undefined);
        const event = await ended();
        expect(event).toMatchObject({ model: "openai/gpt-5.5", effect: "deny", rules: ["gpt-is-closed"] });
        const decision = (await world().agent.journal()).find(({ id }) => id === event?.of);
        expect(decision).toMatchObject({ kind: "decision", effect: "permit" });
        await until("the person is told", async () => (await page.closedText()).includes("contract ended"));
      } finally {
        await world().changePolicy(CLOSED(" running: cut,"), BEFORE);
      }
    });
  }

  test("a reply goes on where the forbid does not cut, and the next call is denied", async () => {
    try {
      await closeWhile(fetchInPage, "");
      await until("the next call is denied", async () => {
        const status = await page.evaluate(
          async (body) =>
            (await fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body })).status,
          BODY,
        );
        return status === 403;
      });
      const { length } = await reading();
      await until("more of the reply has come", async () => (await reading()).length > length);
      expect((await reading()).end).toBeNull();
    } finally {
      await world().changePolicy(CLOSED(""), BEFORE);
    }
  });
}
