import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { World } from "../e2e/world.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const DIST = join(import.meta.dirname, "../../dist/chrome");
const IMPORTS = /(?:from|import)\s*["'](\.[^"']+)["']/g;

/** What Lanyard takes: the scripts that the worker loads, and the agent's memory after start. */
export async function* footprintBench(): AsyncGenerator<BenchRow> {
  const bytes = await sizeWithImports("service-worker-loader.js", new Set());
  yield* rowsOf("scripts of the worker", "", "kB", new Map([["Lanyard", [bytes / 1_000]]]));
  const script = (await readFile(join(DIST, "content/main.iife.js"))).length;
  yield* rowsOf("script in an AI page", "", "kB", new Map([["Lanyard", [script / 1_000]]]));
  const world = await World.open();
  try {
    await world.agent.start();
    const status = await world.agent.status();
    yield* rowsOf(
      "agent, resident",
      "idle",
      "MB",
      new Map([["Lanyard", [(status?.residentBytes ?? NaN) / 1_000_000]]]),
    );
  } finally {
    await world.close();
  }
}

/** Bytes of a script and of all that it imports, each once. */
async function sizeWithImports(file: string, seen: Set<string>): Promise<number> {
  if (seen.has(file)) return 0;
  seen.add(file);
  const text = await readFile(join(DIST, file), "utf8");
  const imported = Array.from(text.matchAll(IMPORTS), ([, path = ""]) => join(file, "..", path));
  let size = Buffer.byteLength(text);
  for (const one of imported) size += await sizeWithImports(one, seen);
  return size;
}
