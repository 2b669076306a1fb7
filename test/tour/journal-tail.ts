import { createInterface } from "node:readline";
import * as z from "zod/mini";
import { BUILT_AGENT } from "./build.ts";
import { startOnLeash } from "./on-leash.ts";
import type { Organization } from "./organization.ts";

/** What the tour reads of a decision in the journal. */
const Row = z.looseObject({
  kind: z.literal("decision"),
  time: z.number(),
  effect: z.enum(["permit", "deny"]),
  host: z.string(),
  model: z.nullable(z.string()),
  modelAsSent: z.nullable(z.string()),
  because: z.string(),
  rules: z.array(z.string()),
  obligations: z.array(z.string()),
  took: z.number(),
});
export type DecisionRow = z.infer<typeof Row>;

/** Milliseconds that a decision may take to be in the journal. */
const PATIENCE = 10_000;

/** The decisions of the journal as they come, read by `lanyard journal list --follow`. */
export class JournalTail {
  readonly #rows: DecisionRow[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(organization: Organization, signal: AbortSignal) {
    const list = startOnLeash(
      [BUILT_AGENT, "journal", "list", "--follow", "--json", "--file", organization.journal],
      signal,
    );
    createInterface({ input: list.stdout }).on("line", (line) => this.#take(line));
    list.stderr.resume();
  }

  /** The first decision made at this moment or later on a call to this host; null where none comes in time. */
  async next(since: number, host: string): Promise<DecisionRow | null> {
    const find = () => this.#rows.find((row) => row.host === host && row.time >= since);
    const here = find();
    if (here !== undefined) return here;
    const { promise, resolve } = Promise.withResolvers<DecisionRow | null>();
    const look = () => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    const timer = setTimeout(() => resolve(null), PATIENCE);
    this.#waiting.add(look);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(look);
    });
  }

  #take(line: string): void {
    const row = Row.safeParse(JSON.parse(line));
    if (!row.success) return;
    this.#rows.push(row.data);
    for (const look of this.#waiting) look();
  }
}
