import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod/mini";
import { DAYS } from "./days.ts";

const SAMPLE = join(import.meta.dirname, "organization");
const PROGRAM = join(import.meta.dirname, "../../agent/main.ts");

const Report = z.looseObject({
  cells: z.number(),
  failed: z.number(),
  files: z.array(
    z.looseObject({
      results: z.array(
        z.looseObject({
          case: z.string(),
          step: z.nullable(z.string()),
          differences: z.array(z.unknown()),
          problem: z.nullable(z.string()),
        }),
      ),
    }),
  ),
});

/** Runs `lanyard policy test` over an organization, as IT does, and gives its report. */
async function tested(organization: string): Promise<z.infer<typeof Report>> {
  const words = [PROGRAM, "policy", "test", join(organization, "policy"), "--json"];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  return Report.parse(JSON.parse(await text(child.stdout)));
}

function failures({ files }: z.infer<typeof Report>): readonly string[] {
  return files
    .flatMap(({ results }) => results)
    .filter(({ differences, problem }) => differences.length > 0 || problem !== null)
    .map(
      (result) => `${result.step}, ${result.case}: ${JSON.stringify(result.problem ?? result.differences)}`,
    );
}

async function copyOfSample(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lanyard-story-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(SAMPLE, folder, { recursive: true });
  return folder;
}

describe("the story of June 2026", () => {
  test("goes as its table says, in every cell, with what each denial must tell", async () => {
    const report = await tested(SAMPLE);
    expect(failures(report)).toEqual([]);
    expect(report.cells).toBeGreaterThanOrEqual(60);
  });

  test.each([
    [
      "the directive takes no license",
      "later/directive-2026-06-12.yaml",
      "[us-person, license]",
      "[us-person]",
    ],
    ["the license names every model", "later/license-2026-06-26.yaml", "models: [anthropic/mythos-5]", ""],
    ["the conditions name no compartment", "later/conditions-2026-06-30.yaml", "compartments: [cyber]", ""],
    [
      "the directive says something else",
      "later/directive-2026-06-12.yaml",
      "A license is required",
      "Ask first",
    ],
    ["engineering is everybody", "policy/everyday.yaml", "who: { groups: [engineering] }", ""],
  ])("is broken, and said to be, where %s", async (_what, file, written, instead) => {
    const folder = await copyOfSample();
    const path = join(folder, file);
    const before = await readFile(path, "utf8");
    expect(before).toContain(written);
    await writeFile(path, before.replaceAll(written, instead));
    expect(failures(await tested(folder))).not.toEqual([]);
  });
});

const Steps = z.looseObject({
  steps: z.record(z.string(), z.looseObject({ add: z.optional(z.array(z.string())) })),
});

test("the days of the tour publish what the steps of the story have", async () => {
  const story = await readFile(join(SAMPLE, "policy/tests/story-of-june-2026.yaml"), "utf8");
  const { steps } = Steps.parse(parse(story));
  const told = Object.values(steps).map(({ add = [] }) =>
    add.map((path) => path.replace("../../later/", "")).sort(),
  );
  const inForce = new Set<string>();
  const lived = DAYS.map(({ publish, withdraw }) => {
    for (const file of withdraw) inForce.delete(file);
    for (const file of publish) inForce.add(file);
    return [...inForce].sort();
  });
  expect(lived).toEqual(told);
});

test("every file of later days is published by a day, or by the person on call", async () => {
  const published = [...DAYS.flatMap(({ publish }) => publish), "gpt-5.5-on-hold.yaml"];
  expect((await readdir(join(SAMPLE, "later"))).sort()).toEqual(published.sort());
});
