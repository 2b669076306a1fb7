import { readdir } from "node:fs/promises";
import { dirname, join, resolve as absolute } from "node:path";
import { problemLine } from "../platform/yaml-file.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { PolicyFile } from "../../shared/policy/parse.ts";
import { parseTestFile, type Step, type TestFile } from "../policy-tools/test-file.ts";
import { reportLines, tallyOf } from "../policy-tools/test-report.ts";
import { runTests, type TestResult } from "../policy-tools/test-run.ts";
import { textOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { peopleBeside, peopleIn } from "./people-file.ts";
import { policyFilesOf, policyFrom, soundOrThrow } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";

/** `policy test DIR`: runs every promise of DIR/tests; 1 where one is not kept. */
export async function policyTest(given: Given): Promise<number> {
  const folder = word(given, 0, "The policy's folder");
  const results = await resultsOf(folder, given.value("people"));
  const { cells, failed } = tallyOf(results.flatMap((one) => one.results));
  if (cells === 0)
    throw new CommandError(
      "found",
      `The tests in ${folder} promise nothing. Write \`cases:\` or \`tables:\`.`,
    );
  if (given.json) printJson({ cells, failed, files: results });
  else for (const line of reportLines(results)) print(plain(line));
  return failed === 0 ? EXIT.done : EXIT.found;
}

/** The results of one test file. */
export interface FileResults {
  readonly file: string;
  readonly results: readonly TestResult[];
}

/** Runs every test of a policy's folder; `people` goes before what test files name. Throws where there are none. */
export async function resultsOf(folder: string, people: string | null): Promise<readonly FileResults[]> {
  const files = await policyFilesOf(folder);
  const results: FileResults[] = [];
  for (const file of await testFilesOf(folder))
    results.push({ file, results: await runFile(people, folder, files, file) });
  return results;
}

/** The names of the test files of a policy's folder. */
export async function testNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, "tests")).catch(() => []);
  return names.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
}

async function testFilesOf(folder: string): Promise<readonly string[]> {
  const inside = join(folder, "tests");
  const files = await testNames(folder);
  if (files.length === 0)
    throw new CommandError("found", `There are no tests. Write some into ${inside} as *.yaml files.`);
  return files.map((name) => join(inside, name));
}

async function runFile(
  peopleFile: string | null,
  folder: string,
  files: readonly PolicyFile[],
  name: string,
): Promise<readonly TestResult[]> {
  const file = await readTests(name);
  const beside = (path: string): string => absolute(dirname(name), path);
  const people = await peopleIn(
    peopleFile ?? (file.people === undefined ? peopleBeside(folder) : beside(file.people)),
  );
  const policies = await policiesOf(Object.values(file.steps ?? {}), files, beside);
  return runTests(file, {
    policyOf: (step) => policies.get(keyOf(step)) ?? soundOrThrow(policyFrom(files)),
    personOf: (id) => people.get(id) ?? null,
  });
}

async function readTests(name: string): Promise<TestFile> {
  const reading = parseTestFile(name, await textOf(name));
  if (reading.ok) return reading.value;
  throw new CommandError(
    "found",
    `The tests have problems.\n${reading.problems.map(problemLine).join("\n")}`,
  );
}

/** The policy of each step: the folder's files with what it adds and without what it withdraws. */
async function policiesOf(
  steps: readonly Step[],
  files: readonly PolicyFile[],
  beside: (path: string) => string,
): Promise<ReadonlyMap<string, CompiledPolicy>> {
  const policies = new Map<string, CompiledPolicy>();
  for (const step of [{}, ...steps]) {
    const key = keyOf(step);
    if (policies.has(key)) continue;
    const added = (step.add ?? []).map(async (path) => ({ file: path, text: await textOf(beside(path)) }));
    const kept = files.filter(({ file }) => !(step.without ?? []).includes(file));
    policies.set(key, soundOrThrow(policyFrom([...kept, ...(await Promise.all(added))])));
  }
  return policies;
}

function keyOf({ add = [], without = [] }: Step): string {
  return JSON.stringify([add, without]);
}
