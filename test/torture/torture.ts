import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EVERYTHING } from "../../agent/journal/filter.ts";
import { JournalReader } from "../../agent/journal/reader.ts";
import type { Finding } from "../../agent/journal/verify/finding.ts";
import { verifyDatabase } from "../../agent/journal/verify/verify-database.ts";
import { Ground } from "./ground.ts";

/** What became of the events. */
export interface TortureReport {
  readonly kills: number;
  /** Events that somebody was told are durable. */
  readonly acknowledged: number;
  /** Of these, how many are not in the journal. */
  readonly lost: number;
  /** Ids that are in the journal more than once. */
  readonly doubled: number;
  /** Whether tree and checkpoints are whole, also against what the witness saw. */
  readonly verified: boolean;
}

/** Kills an agent under load and a process within its commits, in turns, and looks what became of the events. */
export async function torture(
  kills: number,
  onKill: (done: number) => void,
): Promise<TortureReport & { readonly findings: readonly Finding[] }> {
  const ground = new Ground();
  const acknowledged = new Set<string>();
  let last: readonly string[] = [];
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      // No randomness: the moments go through a range, and the machine scatters them enough.
      const moment = (kill * 37) % 60;
      const ids =
        kill % 2 === 0
          ? await ground.killAgent(`agent${kill}`, 1 + ((kill * 53) % 400), moment, last.slice(-50))
          : await ground.killWriter(`writer${kill}`, 1 + (kill % 20), moment);
      for (const id of ids) acknowledged.add(id);
      last = ids;
      onKill(kill + 1);
    }
    return { kills, acknowledged: acknowledged.size, ...outcome(ground, acknowledged) };
  } finally {
    ground.remove();
  }
}

function outcome(
  { journal, witness }: Ground,
  acknowledged: ReadonlySet<string>,
): Pick<TortureReport, "lost" | "doubled" | "verified"> & { readonly findings: readonly Finding[] } {
  const reader = new JournalReader(journal);
  const ids = reader.newest(EVERYTHING, Infinity).map(({ event }) => event.id);
  reader.close();
  const there = new Set(ids);
  const { findings } = verifyDatabase(journal, {
    keys: null,
    witnessed: witnessedIn(witness),
    onProgress: () => undefined,
  });
  return {
    lost: Array.from(acknowledged).filter((id) => !there.has(id)).length,
    doubled: ids.length - there.size,
    verified: findings.length === 0,
    findings,
  };
}

function witnessedIn(folder: string): { readonly note: string; readonly file: string }[] {
  return readdirSync(folder).flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .map((line) => ({ note: (JSON.parse(line) as { checkpoint: string }).checkpoint, file })),
  );
}
