import { beforeEach, expect, test } from "vitest";
import { recordSentence } from "../../../extension/clearance/record-words.ts";
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import { AccessEvent } from "../../../shared/schema/access-event.ts";
import { installFakeBrowser } from "../fake-browser.ts";
import { CLEARANCE, NOW } from "../states.ts";

beforeEach(() => {
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

const said = (more: object): string =>
  recordSentence({ id: "access-00001", time: NOW, kind: "access", ...more }, CLEARANCE);

test("a request for access is told in words, whatever became of it", () => {
  const model = "anthropic/mythos-5";
  expect(said({ what: "asked", model })).toBe("You asked for access to Mythos 5.");
  const sentences = AccessEvent.shape.what.options.map((what) => said({ what, model }));
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toContain("Mythos 5");
});

test("what a newer agent says became of it, or a kind that it has besides, is told by its name", () => {
  expect(said({ what: "mislaid", model: null })).toBe("A record of the kind “access”.");
  expect(recordSentence({ id: "other-00001", time: NOW, kind: "other" }, null)).toContain("other");
});
