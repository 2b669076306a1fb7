import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import de from "../../../extension/public/_locales/de/messages.json" with { type: "json" };
import ar from "../../../extension/public/_locales/ar/messages.json" with { type: "json" };
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import type { LocaleEntry } from "../fake-browser.ts";

const FOLDER = join(import.meta.dirname, "../../../extension");
type Locale = Readonly<Record<string, LocaleEntry>>;
const LOCALES: readonly (readonly [string, Locale])[] = [
  ["English", en],
  ["German", de],
  ["Arabic", ar],
];

const shape = (locale: Locale): unknown =>
  Object.entries(locale).map(([key, { placeholders = {} }]) => [key, placeholders]);

describe("the words", () => {
  test("have the same keys with the same placeholders in both languages", () => {
    expect(shape(de)).toEqual(shape(en));
  });

  test("of everything that stands over a page are there in Arabic, with the same placeholders", () => {
    const texts = [
      "content/*.ts",
      "design/{answer,decision-facts,question-parts,reason-form,held-line}.ts",
    ].flatMap((pattern) =>
      globSync(pattern, { cwd: FOLDER }).map((file) => readFileSync(join(FOLDER, file), "utf8")),
    );
    const isOver = (key: string): boolean => texts.some((text) => text.includes(`"${key}"`));
    const needed = Object.entries<LocaleEntry>(en).filter(([key]) => isOver(key));
    expect(needed.length).toBeGreaterThan(90);
    expect(shape(ar)).toEqual(shape(Object.fromEntries(needed)));
  });

  test.each(LOCALES)("in %s use each placeholder that they have, and no other", (_, locale) => {
    for (const [key, { message, placeholders = {} }] of Object.entries(locale)) {
      const used = [...message.matchAll(/\$(\w+)\$/g)].map(([, name = ""]) => name.toLowerCase());
      expect([key, new Set(used)]).toEqual([key, new Set(Object.keys(placeholders))]);
    }
  });

  test.each(LOCALES)("in %s neither shout nor apologize", (_, locale) => {
    for (const { message } of Object.values(locale)) {
      expect(message).not.toMatch(/!|\bsorry\b|\bplease\b|\bbitte\b|\bleider\b/i);
      expect(message).not.toContain("  ");
    }
  });

  test("are all said somewhere: by a screen or by the manifest", () => {
    const sources = globSync("{design,popup,blocked,clearance,content,request,worker}/*.{ts,tsx}", {
      cwd: FOLDER,
    });
    const text = [...sources, "manifest.ts"]
      .map((file) => readFileSync(join(FOLDER, file), "utf8"))
      .join("\n");
    const unsaid = Object.keys(en).filter(
      (key) => !text.includes(`"${key}"`) && !text.includes(`__MSG_${key}__`),
    );
    expect(unsaid).toEqual([]);
  });
});
