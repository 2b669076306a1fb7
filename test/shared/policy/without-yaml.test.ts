import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = new URL("../../../shared/policy/", import.meta.url);

/** Everything that a file of shared/policy brings in at run time, itself included; packages by name. */
function broughtIn(file: string, seen = new Set<string>()): ReadonlySet<string> {
  seen.add(file);
  const text = readFileSync(new URL(file, FOLDER), "utf8");
  for (const [, what = ""] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm)) {
    if (!what.startsWith("./")) seen.add(what);
    else if (!seen.has(what.slice(2))) broughtIn(what.slice(2), seen);
  }
  return seen;
}

test.each([
  "authority.ts",
  "judge.ts",
  "decide.ts",
  "standing.ts",
  "missing.ts",
  "model-name.ts",
  "account.ts",
  "spelling.ts",
])("%s, which the extension imports, does not bring in the YAML parser", (file) =>
  expect([...broughtIn(file)].filter((one) => one === "yaml" || one === "parse.ts")).toEqual([]),
);

test("parse.ts does, so the test above can fail", () => expect(broughtIn("parse.ts")).toContain("yaml"));
