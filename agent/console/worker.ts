import { setImmediate as breathe } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod/mini";
import { parsePeople, type People } from "../facts/people.ts";
import { readDirectory } from "../distribution/directory.ts";
import { keptPolicy } from "../distribution/floor/kept-policy.ts";
import { PlatformError } from "../platform/fault.ts";
import { readText } from "../platform/read-text.ts";
import type { Answer, Question } from "./asked.ts";
import { Desk } from "./desk.ts";
import { Rulebook } from "./rulebook.ts";
import { openShelf } from "./open-shelf.ts";

/** Where the policy is: a folder of YAML files, or the folder of what an endpoint keeps of a signed one. */
export const PolicyPlace = z.union([
  z.strictObject({ folder: z.string() }),
  z.strictObject({ kept: z.string() }),
]);
export type PolicyPlace = z.infer<typeof PolicyPlace>;

/** What the desk is opened with. */
export const Opening = z.strictObject({
  console: z.literal("desk"),
  journals: z.array(z.string()),
  /** Null: none is known. */
  policy: z.nullable(PolicyPlace),
  /** The people file; null: none is known. */
  people: z.nullable(z.string()),
  /** Version of the program. */
  version: z.string(),
});
export type Opening = z.infer<typeof Opening>;

/**
 * The thread in which journals are read, so that whoever serves the page never waits: it answers questions, and reads
 * on in between, the newest first. It ends with its program.
 */
export async function runDesk(): Promise<void> {
  const { journals, policy, people, version } = Opening.parse(workerData);
  const desk = new Desk(
    journals.map((file) => openShelf(file)),
    await rulebookOf(policy, people),
    version,
  );
  parentPort?.on("message", (question: Question) => {
    parentPort?.postMessage(answerOf(desk, question));
  });
  parentPort?.postMessage({ n: 0, ok: true, value: null } satisfies Answer);
  // Questions are heard between batches.
  for (let more = true; more; await breathe()) more = desk.readSome();
}

function answerOf(desk: Desk, { n, what, given }: Question): Answer {
  try {
    // The types of `Asked` hold what and given together; a message cannot.
    const ask = desk[what] as (...given: readonly unknown[]) => unknown;
    return { n, ok: true, value: ask.apply(desk, [...given]) };
  } catch (error) {
    return { n, ok: false, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function rulebookOf(place: PolicyPlace | null, file: string | null): Promise<Rulebook> {
  const none = "No policy is known here: name the agent’s configuration with --config to see rules.";
  if (place === null) return new Rulebook({ ok: false, problem: none }, new Map());
  const reading = "folder" in place ? await readDirectory(place.folder) : keptPolicy(place.kept);
  return new Rulebook(reading, await peopleIn(file));
}

/** Without a sound people file nobody is known, and the page says that it cannot tell what would give access. */
async function peopleIn(file: string | null): Promise<People> {
  try {
    const reading = file === null ? null : parsePeople(file, await readText(file));
    return reading?.ok === true ? reading.value : new Map();
  } catch (error) {
    if (error instanceof PlatformError) return new Map();
    throw error;
  }
}
