import { AuditEvent, type GapEvent, type PrunedEvent } from "../../../shared/schema/audit-event.ts";
import { readCheckpoint } from "../../journal/checkpoint.ts";
import { ExportLine, partsOfEventLine } from "../../journal/export-form.ts";
import { type AppliedPolicy, readApplied } from "../../journal/policy-words.ts";
import { Calls } from "./calls.ts";
import { Enforcement } from "./enforcement.ts";
import { Groups } from "./groups.ts";
import { SealedStory } from "./sealed.ts";

/** A policy that came into force. */
export interface AppliedState extends AppliedPolicy {
  readonly sequence: number;
  readonly time: number;
}

type Placed<E> = E & { readonly sequence: number };

/** What became of policy, people, catalog, passports and the agent itself. */
interface Notable {
  readonly part: string;
  readonly what: string;
  readonly detail: string;
}

/** Gaps and records of pruning that are told one by one. */
const LIMIT = 50_000;

/**
 * What a pack's events say together, taken from the lines of its export one by one. Whoever has the same lines comes to the
 * same, so that everything a pack says in words can be made again from what is proven.
 */
export class Story {
  readonly calls = new Calls();
  readonly enforcement = new Enforcement();
  readonly sealed = new SealedStory();
  readonly states: AppliedState[] = [];
  readonly notable = new Groups<Notable>();
  readonly discovered = new Groups<{ readonly host: string; readonly what: string }>();
  readonly gaps: Placed<GapEvent>[] = [];
  readonly pruned: Placed<PrunedEvent>[] = [];
  /** Events that are told in full, and those of which something is withheld. */
  full = 0;
  redacted = 0;
  /** Events in full that are none that this version knows. */
  unknown = 0;
  /** The newest checkpoint of the journal itself. */
  newest: { readonly note: string; readonly size: number } | null = null;
  readonly #from: number;

  /** `from`: what happened before only says which policy was in force then. */
  constructor(from: number | null) {
    this.#from = from ?? -Infinity;
  }

  /** Takes a line of the export after its head. */
  take(line: string): void {
    const parts = partsOfEventLine(line);
    if (parts !== null) return this.#event(parts.sequence, jsonOf(parts.text), false);
    const read = ExportLine.safeParse(jsonOf(line)).data;
    if (read === undefined) return;
    if ("checkpoint" in read) return this.#checkpoint(read.checkpoint);
    if (!("leaf" in read)) return;
    if (read.event !== undefined) this.#event(read.sequence, read.event, false);
    else if (read.redacted !== undefined) this.#event(read.sequence, read.redacted, true);
  }

  #checkpoint(note: string): void {
    const { size } = readCheckpoint(note) ?? { size: 0 };
    if (size > (this.newest?.size ?? 0)) this.newest = { note, size };
  }

  #event(sequence: number, said: unknown, isRedacted: boolean): void {
    if (isRedacted) this.redacted += 1;
    else this.full += 1;
    const event = AuditEvent.safeParse(said).data;
    if (event === undefined) this.unknown += 1;
    else this.#take(sequence, event);
  }

  #take(sequence: number, event: AuditEvent): void {
    if (event.kind === "lifecycle" && event.part === "policy" && event.what === "applied") {
      const applied = readApplied(event.detail);
      if (applied !== null) this.states.push({ sequence, time: event.time, ...applied });
    }
    if (event.time < this.#from) return;
    this.sealed.take(sequence, event);
    if (event.kind === "decision") this.calls.takeDecision(event);
    else if (event.kind === "asking") this.calls.takeAsking(event);
    else if (event.kind === "served") this.calls.takeServed(event);
    else if (event.kind === "enforced") this.enforcement.take(event);
    else if (event.kind === "discovery")
      this.discovered.take({ host: event.host, what: event.what }, event.time);
    else if (event.kind === "gap" && this.gaps.length < LIMIT) this.gaps.push({ ...event, sequence });
    else if (event.kind === "pruned" && this.pruned.length < LIMIT) this.pruned.push({ ...event, sequence });
    else if (event.kind === "lifecycle" && event.part !== "extension") {
      const { part, what, detail, time } = event;
      this.notable.take({ part, what, detail }, time);
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
