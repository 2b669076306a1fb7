import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fetchFrom } from "./fetch-from.ts";
import { startFakeServices, type FakeServices } from "./server.ts";

const ending = new AbortController();
let fakes: FakeServices;
let ask: typeof fetch;

beforeAll(async () => {
  fakes = await startFakeServices({ signal: ending.signal });
  ask = fetchFrom(fakes);
});
afterAll(() => ending.abort());

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return ask(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const CHAT = { messages: [{ role: "user", content: "hi" }] };

describe("web apps", () => {
  test("ChatGPT streams appended pieces and tells in the reply which model auto was", async () => {
    const reply = await post("https://chatgpt.com/backend-api/f/conversation", { model: "auto", ...CHAT });
    expect(reply.headers.get("content-type")).toContain("text/event-stream");
    const body = await reply.text();
    expect(body).toContain('"resolved_model_slug":"gpt-5-5"');
    expect(body).toContain('"o":"append"');
    expect(body.trimEnd().endsWith("data: [DONE]")).toBe(true);
  });

  test("Claude streams from message_start to message_stop, for a first answer and for a retry", async () => {
    for (const call of ["completion", "retry_completion"]) {
      const reply = await post(`https://claude.ai/api/organizations/o/chat_conversations/c/${call}`, {
        prompt: "hi",
        model: "claude-opus-4-8",
      });
      const events = (await reply.text()).match(/^event: .*$/gm) ?? [];
      expect(events[0]).toBe("event: message_start");
      expect(events.at(-1)).toBe("event: message_stop");
    }
  });

  test("Gemini answers in chunks whose length counts the value and its two line breaks", async () => {
    const fields = [["hi"], ...Array.from({ length: 78 }, () => null), 3];
    const form = new URLSearchParams({ "f.req": JSON.stringify([null, JSON.stringify(fields)]) });
    const reply = await ask(
      "https://gemini.google.com/u/1/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate?rt=c",
      { method: "POST", body: form },
    );
    const [start, , length, line = "", ...rest] = (await reply.text()).split("\n");
    expect(start).toBe(")]}'");
    expect(Number(length)).toBe(line.length + 2);
    expect(rest.join("\n")).toContain("gemini-3.1-pro");
  });

  test("each app has a chat page of its own at its addresses, with a script that is plain JavaScript", async () => {
    for (const host of ["chatgpt.com", "claude.ai", "gemini.google.com"]) {
      expect(await (await ask(`https://${host}/`)).text()).toContain('id="composer"');
    }
    const script = await ask("https://claude.ai/stand-in/chat.ts");
    expect(script.headers.get("content-type")).toContain("javascript");
    expect(await script.text()).not.toContain("Readonly<");
  });
});

describe("APIs", () => {
  test("a host that nobody knows is an OpenAI-shaped gateway", async () => {
    const reply = await post("https://llm.internal.example/team/v1/chat/completions", {
      model: "m-1",
      ...CHAT,
    });
    expect(await reply.json()).toMatchObject({
      object: "chat.completion",
      model: "m-1",
      choices: [{ message: { content: expect.stringContaining("m-1") } }],
    });
  });

  test("a body without a model is refused in the shape of each vendor", async () => {
    expect(await (await post("https://api.openai.com/v1/responses", {})).json()).toHaveProperty(
      "error.message",
    );
    const anthropic = await post("https://api.anthropic.com/v1/messages", "{not json");
    expect(anthropic.status).toBe(400);
    expect(await anthropic.json()).toMatchObject({ type: "error" });
  });

  test("Gemini's stream is a list without alt=sse", async () => {
    const url =
      "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash:streamGenerateContent";
    const parts: unknown = await (await post(url, { contents: [] })).json();
    expect(parts).toContainEqual(expect.objectContaining({ modelVersion: "gemini-3.5-flash" }));
  });

  test("what no route takes is a 404", async () => {
    expect((await ask("https://api.openai.com/v1/nothing")).status).toBe(404);
  });
});

describe("pages of other origins", () => {
  test("get every preflight allowed, with the headers they ask for", async () => {
    const reply = await ask("https://api.openai.com/v1/chat/completions", {
      method: "OPTIONS",
      headers: {
        origin: "https://sdk.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-stainless-os,authorization",
      },
    });
    expect(reply.status).toBe(204);
    expect(reply.headers.get("access-control-allow-origin")).toBe("https://sdk.example");
    expect(reply.headers.get("access-control-allow-headers")).toBe("x-stainless-os,authorization");
  });

  test("may read the answer", async () => {
    const reply = await post(
      "https://api.openai.com/v1/chat/completions",
      { model: "gpt-5.5", ...CHAT },
      { origin: "https://sdk.example" },
    );
    expect(reply.headers.get("access-control-allow-origin")).toBe("https://sdk.example");
  });
});
