import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { FIXTURES, SAMPLES } from "./recorded-samples.ts";
import { CLIENT_SHAPES, PROMPT_LINKS, ROWS } from "./rows.ts";

const TEXT = readFileSync(new URL("../../../../shared/services.md", import.meta.url), "utf8");
const RECORDED = [...SAMPLES, ...FIXTURES];
const names = new Set(RECORDED.map(({ name }) => name));
const served = new Set(RECORDED.map(({ expected }) => expected.service));
const records = new Set(SERVICES.map(({ service }) => service));

/** The text of one section, without its heading. */
function section(number: string): string {
  const part = TEXT.split(/^## /m).find((one) => one.startsWith(`${number}. `)) ?? "";
  return part.slice(part.indexOf("\n") + 1);
}

/** First cells of the tables but for their heads, and headings but for those over a table or a list of bullets. */
function rowsOf(number: string): readonly string[] {
  const lines = section(number).split("\n");
  const bullets = lines.slice(lines.indexOf("### Weights") + 1).filter((line) => line.startsWith("- "));
  const cells = lines.filter(
    (line, at) => /^\|(?!-)/.test(line) && !(lines[at + 1] ?? "").startsWith("|---"),
  );
  const headings = lines.filter((line) => /^### (?!Others|Weights)/.test(line));
  return [
    ...cells.map((line) => line.split("|")[1]?.trim() ?? ""),
    ...headings.map((line) => line.slice(4)),
    ...(number === "2" ? bullets.map((line) => line.slice(2)) : []),
  ];
}

/** The entry for a row: the longest that it begins with. */
function keyOf(row: string, keys: readonly string[]): string | undefined {
  return keys.filter((key) => row.startsWith(key)).toSorted((a, b) => b.length - a.length)[0];
}

describe.each(Object.entries(ROWS))("section %s of services.md", (number, covered) => {
  const rows = rowsOf(number);

  test("has an entry for every row, and no entry without a row", () => {
    expect(rows.length).toBeGreaterThan(10);
    const keys = Object.keys(covered);
    expect(rows.filter((row) => keyOf(row, keys) === undefined)).toEqual([]);
    expect(new Set(rows.map((row) => keyOf(row, keys)))).toEqual(new Set(keys));
  });

  test.each(Object.entries(covered))("has %s recognized", (_, { services, shown }) => {
    expect(services.filter((service) => !records.has(service))).toEqual([]);
    expect(services.filter((service) => !served.has(service))).toEqual([]);
    expect((shown ?? []).filter((name) => !names.has(name))).toEqual([]);
  });
});

test("every shape of section 9 is shown by a request", () => {
  const bullets = section("9")
    .split("\n")
    .filter((line) => line.startsWith("- "));
  expect(bullets.map((line) => keyOf(line.slice(2), Object.keys(CLIENT_SHAPES)))).toEqual(
    Object.keys(CLIENT_SHAPES),
  );
  expect(
    Object.values(CLIENT_SHAPES)
      .flat()
      .filter((name) => !names.has(name)),
  ).toEqual([]);
});

test("every link that carries a prompt is shown by a request, and is prepared with the prompt", () => {
  for (const link of PROMPT_LINKS) {
    const shown = FIXTURES.find(({ name }) => name === link);
    expect(shown?.expected).toMatchObject({ operation: "chat_prepare", prompt_contains: expect.any(String) });
  }
});

test("every service id of section 8 has a record", () => {
  const list = /^Service ids, with a host of each:\n(.+)$/m.exec(TEXT)?.[1] ?? "";
  const ids = Array.from(list.matchAll(/`([a-z0-9-]+)` \(/g), ([, id = ""]) => id);
  expect(ids.length).toBeGreaterThan(80);
  expect(ids.filter((id) => !records.has(id))).toEqual([]);
});

test("every service has a sample or a fixture", () => {
  const real = SERVICES.filter(({ abstract }) => abstract !== true).map(({ service }) => service);
  expect(real.filter((service) => !served.has(service))).toEqual([]);
});
