import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchFrom } from "./fetch-from.ts";
import { startFakeServices, type FakeServices } from "./server.ts";

const ending = new AbortController();
let fakes: FakeServices;
let openai: OpenAI;
let anthropic: Anthropic;
let genai: GoogleGenAI;

beforeAll(async () => {
  fakes = await startFakeServices({ signal: ending.signal });
  openai = new OpenAI({ apiKey: "stand-in", fetch: fetchFrom(fakes), maxRetries: 0 });
  anthropic = new Anthropic({ apiKey: "stand-in", fetch: fetchFrom(fakes), maxRetries: 0 });
  genai = new GoogleGenAI({ apiKey: "stand-in", httpOptions: { fetch: fetchFrom(fakes) } });
});
afterAll(() => ending.abort());

const messages = [{ role: "user" as const, content: "hi" }];
const SAID = "This is a stand-in speaking as M. Nothing left this machine.";

test("OpenAI's SDK reads a chat completion, whole and streamed", async () => {
  const whole = await openai.chat.completions.create({ model: "M", messages });
  expect(whole.choices[0]?.message.content).toBe(SAID);
  let streamed = "";
  for await (const chunk of await openai.chat.completions.create({ model: "M", messages, stream: true })) {
    streamed += chunk.choices[0]?.delta.content ?? "";
  }
  expect(streamed).toBe(SAID);
});

test("OpenAI's SDK reads a response, whole and streamed", async () => {
  expect((await openai.responses.create({ model: "M", input: "hi" })).output_text).toBe(SAID);
  let streamed = "";
  for await (const event of await openai.responses.create({ model: "M", input: "hi", stream: true })) {
    if (event.type === "response.output_text.delta") streamed += event.delta;
  }
  expect(streamed).toBe(SAID);
});

test("OpenAI's SDK reads embeddings, an image and the list of models", async () => {
  const embeddings = await openai.embeddings.create({ model: "M", input: ["a", "b"] });
  expect(embeddings.data.map((one) => one.embedding)).toEqual([
    [0.25, -0.5, 0.125, 0.75],
    [0.25, -0.5, 0.125, 0.75],
  ]);
  const image = await openai.images.generate({ model: "M", prompt: "a fox" });
  expect(image.data?.[0]?.b64_json).toMatch(/^iVBOR/);
  expect((await openai.models.list()).data.map((one) => one.id)).toContain("gpt-5.5");
});

test("Anthropic's SDK reads a message, whole and streamed, and a count of tokens", async () => {
  const whole = await anthropic.messages.create({ model: "M", max_tokens: 9, messages });
  expect(whole.content).toMatchObject([{ type: "text", text: SAID }]);
  const stream = anthropic.messages.stream({ model: "M", max_tokens: 9, messages });
  expect(await stream.finalText()).toBe(SAID);
  const counted = await anthropic.messages.countTokens({ model: "M", messages });
  expect(counted.input_tokens).toBeGreaterThan(0);
});

test("Google's SDK reads generated content, whole and streamed", async () => {
  const whole = await genai.models.generateContent({ model: "M", contents: "hi" });
  expect(whole.text).toBe(SAID);
  let streamed = "";
  for await (const part of await genai.models.generateContentStream({ model: "M", contents: "hi" })) {
    streamed += part.text ?? "";
  }
  expect(streamed).toBe(SAID);
});
