import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Contestant, CONTESTANTS } from "./contestants.ts";
import { modelOf, rulesOf } from "./rules.ts";

/**
 * Megabytes that a contestant holds once it is built and has answered one question, in a process of its own:
 * WebAssembly's memory never shrinks, so in one process whoever comes second would live in what the first has left.
 */
export async function heldBy(name: string, size: number): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    import.meta.filename,
    name,
    String(size),
  ]);
  return Number(stdout);
}

async function measure(name: string, size: number): Promise<number> {
  const contestant = CONTESTANTS.find((one) => one.name === name);
  if (contestant === undefined) throw new Error(`There is no contestant "${name}".`);
  const before = await memoryInUse();
  const answer = await builtAndAsked(contestant, size);
  const held = (await memoryInUse()) - before;
  if (!(await answer())) throw new Error(`${name} denies what a rule permits.`);
  return held;
}

/** The rules go out of sight here: they count where the contestant keeps them. */
async function builtAndAsked({ build }: Contestant, size: number): Promise<() => Promise<boolean>> {
  const built = await build(rulesOf(size));
  const question = { action: "chat", model: modelOf(1), account: "corporate" } as const;
  const answer = async () => ("ask" in built ? built.ask(question) : built.later(question));
  await answer();
  return answer;
}

/** Megabytes of the heap and beside it, after collections. */
async function memoryInUse(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) await globalThis.gc?.({ execution: "async" });
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

if (import.meta.main) {
  const [name = "", size = ""] = process.argv.slice(2);
  console.log(await measure(name, Number(size)));
}
