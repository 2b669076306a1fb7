import { describe, expect, test } from "vitest";
import { askedBy } from "../../../shared/policy/asked.ts";
import { decide } from "../../../shared/policy/decide.ts";
import { authorityOf, CHAT, HEAD } from "./story.ts";

const OPEN = "  - { id: open, permit: all }\n";
function asked(text: string, dataClasses: readonly string[] | null = []) {
  const authority = authorityOf(
    `${HEAD}data_classes: { iban: { built_in: iban }, mail: { built_in: email } }\n${text}`,
  );
  const decision = decide(authority, { ...CHAT, dataClasses, models: ["openai/gpt-5.5"] });
  return { effect: decision.effect, asked: askedBy(authority.clearance, decision) };
}

describe("what a person is asked", () => {
  test("is nothing where no step is obliged to", () => {
    expect(asked(`rules:\n${OPEN}  - { id: n, require: [notify] }\n`)).toEqual({
      effect: "permit",
      asked: null,
    });
  });

  test("is united over the rules that oblige to it, the stricter before the other", () => {
    const { asked: found } = asked(`asking: { remember: day, reasons: [A], hold: 10m }
rules:
${OPEN}  - { id: w, require: [warn], asking: { remember: model } }
  - { id: j, require: [justify, notify], asking: { remember: hour, reasons: [B, A], free_text: false, hold: 1m } }
  - { id: elsewhere, require: [warn], models: [x/y], asking: { remember: call } }
`);
    expect(found).toEqual({
      steps: ["warn", "justify"],
      rules: ["w", "j"],
      redacted: [],
      remember: "model",
      reasons: ["A", "B"],
      freeText: false,
      hold: 60_000,
    });
  });

  test("names the classes that are redacted: those of the conditions, or all", () => {
    const one = `rules:\n${OPEN}  - { id: r, require: [redact], when: { data: [iban] } }\n`;
    expect(asked(one, ["iban"]).asked).toMatchObject({ steps: ["redact"], redacted: ["iban"] });
    expect(asked(one, ["mail"]).asked).toBeNull();
    expect(asked(one, null).asked).toMatchObject({ redacted: ["iban"] });
    expect(asked(`${one}  - { id: all, require: [redact] }\n`).asked).toMatchObject({
      redacted: ["iban", "mail"],
    });
  });
});
