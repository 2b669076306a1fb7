import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { hookScript } from "../../browser/hook-script.ts";

/*
 * The page may replace anything that it can reach, so the hook calls what it captured and looks nothing up. The
 * scan is of the built script, in which nothing is left to imports.
 */

const FOLDER = join(import.meta.dirname, "../../../extension/page");

/** Methods of the hook's own classes and records, as the sources declare them. */
function ownMethods(): Set<string> {
  const names = new Set(["delete", "hear"]);
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".ts"))) {
    const source = readFileSync(join(FOLDER, file), "utf8");
    for (const [, name] of source.matchAll(/^ {2}(?:static |readonly )?(#?\w+)(?:\(|<|: \()/gm))
      names.add(name ?? "");
  }
  return names;
}

let script: string;

beforeAll(async () => {
  script = await hookScript(false);
});

describe("the page hook as it is built", () => {
  test("calls no method but its own", () => {
    const own = ownMethods();
    const called = [...script.matchAll(/[\w$\])]\??\.(#?\w+)\(/g)].map(([, name]) => name ?? "");
    expect(called.length).toBeGreaterThan(50);
    expect([...new Set(called)].filter((name) => !own.has(name))).toEqual([]);
  });

  test("reads nothing of buffers and promises by name", () => {
    expect(
      script.match(/(?<!prototype)\.(?:then|buffer|byteLength|byteOffset|constructor|catch|finally)\b/g) ??
        [],
    ).toEqual([]);
  });

  test("iterates over nothing, awaits nothing, and spreads nothing into lists or calls", () => {
    expect(script.match(/\bfor \([^;)]* (?:of|in) /g) ?? []).toEqual([]);
    expect(script.match(/\b(?:await|async|yield|instanceof)\b/g) ?? []).toEqual([]);
    expect(script.match(/(?:const|let|var) \[/g) ?? []).toEqual([]);
    expect(script.match(/\[\.\.\.|[\w$)]\(\.\.\.\w+\)(?! =>)/g) ?? []).toEqual([]);
  });

  test("is strict, leaves no name behind, and carries no schema", () => {
    expect(script).toMatch(/^["']use strict["'];?\s*\((?:function\(\)|\(\) =>) \{/);
    expect(script).not.toContain("discriminatedUnion");
  });

  test("is small: under 10 kB as it is packed, under 28 kB as it is read", async () => {
    const built = await hookScript(true);
    const { gzipSync } = await import("node:zlib");
    expect(gzipSync(built, { level: 9 }).length).toBeLessThan(10_000);
    expect(built.length).toBeLessThan(28_000);
  });
});
