// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { reasonForm } from "../../../extension/design/reason-form.ts";
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import type { Question } from "../../../shared/wire/question.ts";
import { installFakeBrowser } from "../fake-browser.ts";
import { QUESTIONS, WARNING } from "../question-states.ts";

beforeEach(() => {
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

function formOf(change: Partial<Question>) {
  const form = reasonForm({ ...(QUESTIONS["justify"] ?? WARNING), ...change });
  document.body.replaceChildren(...form.parts);
  const chosen = [...document.querySelectorAll<HTMLInputElement>("[name=purpose]")].filter(
    ({ checked }) => checked,
  );
  return { form, chosen: chosen.map(({ value }) => value) };
}

test("the purpose that was declared before is chosen, and is part of the answer", () => {
  const { form, chosen } = formOf({ declared: "incident-review" });
  expect(chosen).toEqual(["incident-review"]);
  document.querySelector<HTMLInputElement>("[name=reason]")?.click();
  expect(form.read()).toEqual({ purpose: "incident-review", reason: "The incident of Tuesday" });
});

test("nothing is chosen where nothing was declared, or policy knows it no more", () => {
  expect(formOf({}).chosen).toEqual([]);
  expect(formOf({ declared: "gone" }).chosen).toEqual([]);
});
