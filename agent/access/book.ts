import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { ModelId } from "../../shared/schema/policy-words.ts";
import { Moment, Name, Sentence } from "../../shared/schema/text.ts";
import { LONGEST_REQUEST_REASON, RequestId } from "../../shared/wire/access.ts";
import { writeDurably } from "../platform/durable-file.ts";
import { jsonIn } from "../platform/json-text.ts";
import { ANSWER_LIMIT } from "./answer-form.ts";

/** How a request is over: for good, whatever is signed for it afterwards. */
const Closed = z.strictObject({
  state: z.enum(["declined", "withdrawn", "ended"]),
  by: z.nullable(Name),
  why: z.nullable(Sentence),
});
export type Closed = z.infer<typeof Closed>;

/** A request of this endpoint, or a grant that came to it without one, and all that is known of it. */
const Entry = z.strictObject({
  id: RequestId,
  person: Name,
  model: ModelId,
  purpose: z.nullable(Name),
  reason: z.string().check(z.maxLength(LONGEST_REQUEST_REASON)),
  asked: Moment,
  from: Moment,
  until: Moment,
  /** True where it was asked for here, and is therefore sent from here. */
  isOwn: z.boolean(),
  /** The newest answer that was accepted, as it is signed, and when it was. */
  answer: z.nullable(z.string().check(z.maxLength(ANSWER_LIMIT))),
  issued: Moment,
  closed: z.nullable(Closed),
  /** Where it is already: an address or another way, with what was told there. */
  told: z.array(z.string().check(z.maxLength(3_000))).check(z.maxLength(40)),
});
export type Entry = z.infer<typeof Entry>;

const Pages = z.strictObject({ lanyard: z.literal(1), entries: z.array(Entry) });

/** How many entries that are over are kept; those that are open are all kept. */
const KEPT = 200;

/** The endpoint's book of requests: what is in it survives a crash at any moment. */
export class Book {
  readonly #file: string;
  #entries: ReadonlyMap<string, Entry>;
  /** Why it cannot be written, in a sentence; null: it can. */
  problem: string | null = null;

  constructor(file: string) {
    this.#file = file;
    this.#entries = entriesIn(file);
  }

  /** All entries, the oldest first. */
  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  get(id: string): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  /** Puts entries into the book, in the place of those with their ids. */
  put(...entries: readonly Entry[]): void {
    const all = new Map(this.#entries);
    for (const entry of entries) all.set(entry.id, entry);
    this.#entries = shortened(all);
    try {
      writeDurably(this.#file, JSON.stringify({ lanyard: 1, entries: [...this.#entries.values()] }));
      this.problem = null;
    } catch (error) {
      this.problem = `The book of requests ${this.#file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }
}

/** An entry that is over must stay while an answer to it could still count: its time must be past as well. */
function shortened(all: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  const now = Math.max(0, ...[...all.values()].map(({ asked, issued }) => Math.max(asked, issued)));
  const over = [...all.values()].filter(({ closed, until }) => closed !== null && until < now);
  const gone = new Set(over.slice(0, Math.max(0, over.length - KEPT)).map(({ id }) => id));
  return new Map([...all].filter(([id]) => !gone.has(id)));
}

/** A book that is damaged is empty: grants that are still served are accepted anew, and the journal has the rest. */
function entriesIn(file: string): ReadonlyMap<string, Entry> {
  try {
    const reading = Pages.safeParse(jsonIn(readFileSync(file, "utf8")));
    return new Map((reading.data?.entries ?? []).map((entry) => [entry.id, entry]));
  } catch {
    return new Map();
  }
}
