import { expect, test } from "vitest";
import { homePageFor } from "../../../extension/worker/home-page.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";

test.each([
  ["claude-web", "anthropic/claude-opus-4-8", "https://claude.ai"],
  ["claude-web", "openai/gpt-5.5", "https://chatgpt.com/?model=gpt-5-5"],
  ["chatgpt-web", "openai/gpt-5.2", "https://chatgpt.com/?model=gpt-5-2"],
  ["chatgpt-web", "google/gemini-3-pro", "https://gemini.google.com"],
  ["openai-api", "openai/gpt-5.5", null],
  ["claude-web", "nobody/model-1", null],
  ["no-service", "openai/gpt-5.5", null],
])("after a denial on %s, %s is used at %s", (service, model, page) => {
  expect(homePageFor(SERVICES, service, model)).toBe(page);
});
