import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SUMMARY_STYLE } from "../../../agent/inspection/summary/style.ts";
import { MATRIX_STYLE } from "../../../agent/policy-tools/matrix-style.ts";

const TOKENS = readFileSync(join(import.meta.dirname, "../../../extension/design/tokens.css"), "utf8");

function valuesOf(css: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(css.matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g), ([, name, value]) => [
      name ?? "",
      (value ?? "").replaceAll(/\s+/g, " "),
    ]),
  );
}

test.each([
  ["the matrix", MATRIX_STYLE],
  ["a pack's summary", SUMMARY_STYLE],
])("every value that %s gives a name is the one of the extension's tokens", (_what, style) => {
  const tokens = valuesOf(TOKENS);
  const own = valuesOf(style);
  expect(own.size).toBeGreaterThan(10);
  for (const [name, value] of own) expect([name, tokens.get(name)]).toEqual([name, value]);
});
