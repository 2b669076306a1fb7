import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";
import { writeJournal } from "../agent/recorded-requests.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const ROOT = join(import.meta.dirname, "../..");
const ORGANIZATION = join(ROOT, "test/tour/organization");
const REQUESTS = 1_000_000;
const ROUNDS = 3;

const MODELS = ["anthropic/mythos-5", "anthropic/claude-opus-4-8", "openai/gpt-5.5", "google/gemini-3.1-pro"];
const PEOPLE = ["engineer-17@example.com", "engineer-04@example.com", "marketer-02@example.com"];

/**
 * `policy simulate` over a million recorded requests, as the program that IT runs: seconds, and the most memory that
 * it had in use. It runs in a heap of 64 MB, a tenth of what the requests would take: memory does not grow with them.
 */
export async function* simulateBench(): AsyncGenerator<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), "lanyard-bench-"));
  try {
    for (const requests of [REQUESTS / 10, REQUESTS]) {
      const journal = join(folder, `${requests}.db`);
      writeJournal(journal, requests, (index) => ({
        time: Date.UTC(2026, 5, 9) + index * 1_000,
        effect: "permit",
        person: PEOPLE[index % PEOPLE.length] ?? null,
        model: MODELS[index % MODELS.length] ?? null,
        account: index % 5 === 0 ? "personal" : "corporate",
      }));
      const runs: Run[] = [];
      for (let round = 0; round < ROUNDS; round++) runs.push(await simulate(journal, requests));
      const of = "Lanyard";
      yield* rowsOf("simulate", requests, "s", new Map([[of, runs.map(({ seconds }) => seconds)]]));
      yield* rowsOf(
        "simulate, most memory",
        requests,
        "MB",
        new Map([[of, runs.map(({ megabytes }) => megabytes)]]),
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

const Report = z.looseObject({ replayed: z.number(), ended: z.boolean() });

/** Says on its last line of stderr how much memory it had: the program itself has no reason to. */
const MEASURED = `process.on("exit", () => process.stderr.write("\\n" + process.resourceUsage().maxRSS))`;

async function simulate(journal: string, requests: number): Promise<Run> {
  const words = ["policy", "simulate", join(ORGANIZATION, "policy"), "--journal", journal, "--json"];
  const preload = `data:text/javascript,${encodeURIComponent(MEASURED)}`;
  const began = performance.now();
  const child = spawn(process.execPath, [
    "--max-old-space-size=64",
    "--import",
    preload,
    join(ROOT, "agent/main.ts"),
    ...words,
  ]);
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const seconds = (performance.now() - began) / 1_000;
  const { replayed, ended } = Report.parse(JSON.parse(out));
  if (!ended || replayed !== requests) throw new Error(`${replayed} of ${requests} requests were replayed.`);
  return { seconds, megabytes: Number(error.trim().split("\n").at(-1)) / 1_000 };
}
