import { canonicalModel } from "../../shared/catalog/identity.ts";
import { prepare, type Authority } from "../../shared/policy/authority.ts";
import { decide } from "../../shared/policy/decide.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { Person } from "../../shared/schema/person.ts";
import { differences, type Difference } from "./test-expectation.ts";
import type { Case, Cell, Row, Step, Table, TestFile, TestRequest } from "./test-file.ts";
import { cameOf, cellDifferences, promised, Unaskable } from "./test-cell.ts";
import { namesModels, requestOf } from "./test-request.ts";

/** What a test file is run against. */
export interface TestWorld {
  /** Throws a sentence where the policy of that step cannot be had. */
  readonly policyOf: (step: Step) => CompiledPolicy;
  /** A person of the people file; null where there is none with this id. */
  readonly personOf: (id: string) => Person | null;
}

/** What became of one promise: a case, or one cell of a table. */
export interface TestResult {
  /** The table it is a cell of; null for a case. */
  readonly table: string | null;
  readonly case: string;
  readonly step: string | null;
  /** What came, in a word or two: permit, deny, or the models that are permitted; null where nothing did. */
  readonly came: string | null;
  /** Empty: the promise holds. */
  readonly differences: readonly Difference[];
  /** Why it could not be asked at all, in a sentence; else null. */
  readonly problem: string | null;
}

/** Runs every promise of a file, in its order. */
export function runTests(file: TestFile, world: TestWorld): readonly TestResult[] {
  const run: Run = { file, world, authorities: new Map() };
  return [
    ...(file.cases ?? []).map((one) => runCase(run, one)),
    ...(file.tables ?? []).flatMap((table) => runTable(run, table)),
  ];
}

interface Run {
  readonly file: TestFile;
  readonly world: TestWorld;
  /** By step and person: a table asks for the same person again and again. */
  readonly authorities: Map<string, Authority>;
}

function runCase(run: Run, one: Case): TestResult {
  const found = attempt(() => {
    const { step, at } = stepNamed(run, one.step ?? null, one.request);
    const authority = authorityFor(run, one.step ?? null, step, one.person);
    const request = requestOf(authority.clearance, one.request ?? {}, { at, models: null });
    const decision = decide(authority, request);
    return { came: decision.effect, differences: differences(promised(one.expect), decision) };
  });
  return { table: null, case: one.case, step: one.step ?? null, ...found };
}

function runTable(run: Run, table: Table): readonly TestResult[] {
  const steps = table.steps ?? Object.keys(run.file.steps ?? {});
  const named = steps.length === 0 ? [null] : steps;
  return table.rows.flatMap((row) => {
    const cells = named.map((step, index) => runCell(run, table, row, step, row.expect[index]));
    const surplus = row.expect.length - named.length;
    if (surplus <= 0) return cells;
    const problem = `The row has ${row.expect.length} cells for ${named.length} steps. Write one for each step.`;
    return [
      ...cells,
      { table: table.table, case: row.case, step: null, came: null, differences: [], problem },
    ];
  });
}

function runCell(run: Run, table: Table, row: Row, name: string | null, cell: Cell | undefined): TestResult {
  const found = attempt(() => {
    if (cell === undefined)
      throw new Unaskable("The row has no cell for this step. Write one for each step.");
    const { step, at } = stepNamed(run, name, row.request);
    const authority = authorityFor(run, name, step, row.person);
    const asked = row.request ?? {};
    const answers = callsOf(table, asked).map((models) => ({
      models,
      decision: decide(authority, requestOf(authority.clearance, asked, { at, models })),
    }));
    const denied = row.denied ?? step.denied ?? {};
    return { came: cameOf(answers), differences: cellDifferences(cell, answers, denied) };
  });
  return { table: table.table, case: row.case, step: name, ...found };
}

/** A row asks for each of the table's models, unless its own request says what it is for. */
function callsOf(table: Table, asked: TestRequest): readonly (readonly string[] | null)[] {
  if (namesModels(asked)) return [null];
  if (table.models === undefined)
    throw new Unaskable("Neither the table nor the row says which model. Write `models:` or a request.");
  return table.models.map((model) => [canonicalModel(model)]);
}

function stepNamed(
  { file }: Run,
  name: string | null,
  request: TestRequest | undefined,
): { readonly step: Step; readonly at: number } {
  const step = name === null ? {} : file.steps?.[name];
  if (step === undefined)
    throw new Unaskable(
      `There is no step "${name}". Steps are: ${Object.keys(file.steps ?? {}).join(", ")}.`,
    );
  const at = request?.at ?? step.at ?? file.at;
  if (at === undefined)
    throw new Unaskable("No moment is said. Write `at:` for the file, the step or the request.");
  return { step, at: Date.parse(at) };
}

function authorityFor(
  { world, authorities }: Run,
  name: string | null,
  step: Step,
  who: Case["person"],
): Authority {
  const key = JSON.stringify([name, who]);
  const known = authorities.get(key);
  if (known) return known;
  const authority = prepare(resolve(world.policyOf(step), personFor(world, who)));
  authorities.set(key, authority);
  return authority;
}

function personFor(world: TestWorld, who: Case["person"]): Person {
  if (typeof who !== "string") return Person.parse({ id: "somebody", ...who });
  const person = world.personOf(who);
  if (person === null)
    throw new Unaskable(`The people file has no person "${who}". Name one, or write facts.`);
  return person;
}

type Outcome = Pick<TestResult, "came" | "differences" | "problem">;

function attempt(ask: () => Omit<Outcome, "problem">): Outcome {
  try {
    return { ...ask(), problem: null };
  } catch (error) {
    if (error instanceof Unaskable) return { came: null, differences: [], problem: error.message };
    throw error;
  }
}
