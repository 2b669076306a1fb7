import { expect, test } from "vitest";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { indexCatalog, recognize } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { compile } from "../../../shared/policy/compile.ts";
import { parse } from "../../../shared/policy/parse.ts";

const catalog = indexCatalog(SERVICES);

/** The models of a one-rule policy after compilation. */
function compiledModels(model: string): readonly string[] | null | undefined {
  const text = `lanyard: 1\nlevels: [open]\nunidentified: forbid\nrules:\n  - id: one\n    forbid: all\n    models: ["${model}"]\n`;
  const parsed = parse([{ file: "policy.yaml", text }]);
  if (!("ok" in parsed)) throw new Error(parsed.problems.map(({ message }) => message).join(" "));
  return compile(parsed.ok, KNOWLEDGE).rules[0]?.models;
}

/** The model that recognition finds in a chat completion on a gateway. */
function recognizedModel(model: string): string | null | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify({ model, messages: [] }));
  const url = "https://llm.internal.example/v1/chat/completions";
  const call = { method: "POST", url, headers: null, body: { kind: "bytes" as const, bytes }, frames: [] };
  return recognize(catalog, call, { prompt: false })?.model;
}

test.each([
  ["openai/gpt-5-5", "gpt-5.5"],
  ["openai/gpt-5.5", "openai/gpt-5-5"],
  ["anthropic/claude-opus-4.8", "claude-opus-4-8"],
  ["anthropic/claude-4.8-opus", "us.anthropic.claude-opus-4-8-v1:0"],
  ["anthropic/claude-fable-5", "fable-5"],
  ["Anthropic/Mythos-5", "anthropic/mythos-5"],
  ["anthropic/saga-1", "anthropic/saga-1"],
  ["google/gemini-3-pro", "models/gemini-3-pro"],
])("a rule for %s meets the wire's %s, however either is spelled", (inPolicy, onWire) => {
  expect(compiledModels(inPolicy)).toEqual([recognizedModel(onWire)]);
});
