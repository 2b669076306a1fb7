import { expect, test } from "vitest";
import type { Received } from "./received.ts";
import { toolUseFor } from "./tool-use.ts";

const TOOLS: Readonly<Record<string, unknown>> = {
  "OpenAI's chat": { tools: [{ type: "function", function: { name: "capital" } }] },
  "Anthropic's messages": { tools: [{ name: "capital", input_schema: {} }] },
  Gemini: { tools: [{ functionDeclarations: [{ name: "capital" }] }] },
  Bedrock: { toolConfig: { tools: [{ toolSpec: { name: "capital" } }] } },
};

const USED: readonly unknown[] = [
  { messages: [{ role: "tool", content: "Paris" }] },
  { messages: [{ content: [{ type: "tool_result" }] }] },
  { input: [{ type: "function_call_output" }] },
  { contents: [{ parts: [{ functionResponse: {} }] }] },
  { messages: [{ content: [{ toolResult: {} }] }] },
];

test.each(Object.entries(TOOLS))("the first tool that %s offers is used", (_vendor, body) => {
  expect(toolUseFor(callOf(body))).toMatchObject({ name: "capital" });
});

test.each(USED)("a tool whose result is there is not used again: %j", (body) => {
  expect(toolUseFor(callOf({ ...Object(body), ...Object(TOOLS["Gemini"]) }))).toBeNull();
});

test("a call without tools uses none", () => {
  expect(toolUseFor(callOf({ messages: [{ name: "capital" }] }))).toBeNull();
});

function callOf(body: unknown): Received {
  return {
    n: 1,
    time: 0,
    method: "POST",
    host: "api.example",
    path: "/",
    query: "",
    headers: {},
    protocol: "2.0",
    body: new Uint8Array(),
    text: JSON.stringify(body),
    complete: true,
  };
}
