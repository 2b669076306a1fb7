import type { ExportHead } from "../journal/export-form.ts";
import { ExportCheck, headIn } from "../journal/verify/verify-export.ts";
import type { WitnessedNote } from "./checkpoints-file.ts";
import { guideText } from "./guide.ts";
import { NAMES, type PackHead } from "./manifest.ts";
import { indexOf, type PolicyTexts } from "./policies.ts";
import { Story } from "./story/story.ts";
import type { Integrity } from "./summary/integrity.ts";
import { summaryPage } from "./summary/page.ts";

/** What a telling goes by. */
interface TellingParts {
  /** Of the events, for sentences. */
  readonly file: string;
  /** Where the time begins that the pack is about; null: with the journal. */
  readonly from: number | null;
  /** Checkpoints of witnesses, as the pack has them. */
  readonly witnessed: readonly WitnessedNote[];
  readonly onProgress: (done: number, of: number) => void;
}

/** Goes through the lines of a pack's events once, for what they say and whether they are whole. */
export class Telling {
  readonly story: Story;
  readonly #parts: TellingParts;
  #check: ExportCheck | null = null;
  #head: ExportHead | null = null;
  #isOpen = true;
  #integrity: Integrity | null = null;

  constructor(parts: TellingParts) {
    this.#parts = parts;
    this.story = new Story(parts.from);
  }

  /** The first line; null before it came. */
  get head(): ExportHead | null {
    return this.#head;
  }

  /** Takes a line; throws a `JournalError` where the first is no head. */
  take(line: string): void {
    if (this.#check === null) {
      const { file, witnessed, onProgress } = this.#parts;
      this.#head = headIn(file, line);
      // By the keys that the export names itself: what is told must not depend on who reads it.
      this.#check = new ExportCheck(this.#head, { keys: null, witnessed, onProgress });
    } else this.story.take(line);
    if (this.#isOpen) this.#isOpen = this.#check.take(line);
  }

  /** What the lines were found to be, once there are no more; null where there was none. */
  integrity(): Integrity | null {
    this.#integrity ??= this.#check?.end() ?? null;
    return this.#integrity;
  }
}

/** What everything that a pack says in words is made of. */
export interface Told {
  readonly head: PackHead;
  readonly story: Story;
  readonly integrity: Integrity;
  readonly texts: PolicyTexts;
  /** Verifier keys that signed checkpoints, as the events name them. */
  readonly keys: readonly string[];
  readonly signed: boolean;
}

/** The files that say in words what the events are, by their names: the same events give the same bytes. */
export function toldFiles(told: Told): ReadonlyMap<string, string> {
  const { head, story, integrity, texts, keys, signed } = told;
  return new Map([
    [NAMES.policies, json(indexOf(story.states, texts))],
    [NAMES.gaps, json(gapsOf(story, integrity))],
    [NAMES.summary, summaryPage({ head, story, integrity, texts })],
    [NAMES.guide, guideText({ head, keys, signed })],
  ]);
}

/** What was not recorded, taken out, or is not proven yet. */
function gapsOf(
  { gaps, pruned, sealed, redacted }: Story,
  { events, signed, pruned: taken }: Integrity,
): unknown {
  return {
    gaps: gaps.map(({ sequence, what, count, host, from, until }) => ({
      sequence,
      what,
      count,
      host,
      from,
      until,
    })),
    pruned: pruned.map(({ sequence, why, count, first, last, time }) => ({
      sequence,
      why,
      count,
      first,
      last,
      time,
    })),
    erased: sealed.erased.map(({ sequence, why, by, count, first, last, time }) => ({
      sequence,
      why,
      by,
      count,
      first,
      last,
      time,
    })),
    eventsTakenOut: taken,
    eventsRedacted: redacted,
    eventsUnderNoCheckpoint: Math.max(0, events - signed),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
