import { hostname } from "node:os";
import { lineOf } from "../forward/format/line.ts";
import { AuditEvent } from "../../shared/schema/audit-event.ts";
import { withoutCiphertext } from "../../shared/schema/sealed-content.ts";
import type * as answers from "./api/answers.ts";
import { EVERYTHING, type Field, type Filter, type Kind } from "./api/filter.ts";
import { kindNumber } from "./columns.ts";
import { discoveryOf } from "./discovered.ts";
import { eventInFull } from "./event-in-full.ts";
import { Finder } from "./finder.ts";
import type { Place } from "./found.ts";
import { changesOf, type Placed } from "./history.ts";
import { aboutOf } from "./journal-about.ts";
import type { Rulebook } from "./rulebook.ts";
import type { Shelf } from "./shelf.ts";
import { isObtainable } from "./standing.ts";
import { choicesOf, modelsOf } from "./tally.ts";
import { timelineOf, type Span } from "./timeline.ts";

/** Events of a kind that are told one by one in a view that is no table. */
const TOLD = 2_000;
/** Gaps that are told one by one of each journal. */
const GAPS = 200;

/** Which events are wanted as lines, and how. */
interface Wanted {
  readonly filter: Filter;
  /** How many events of each record count. */
  readonly upTo: readonly number[];
  readonly format: answers.LineForm;
}

/** Answers everything that the page asks. It only reads, and it alone knows the journals. */
export class Desk {
  readonly shelves: readonly Shelf[];
  readonly book: Rulebook;
  readonly finder: Finder;

  readonly #version: string;

  /** `version`: of the program. */
  constructor(shelves: readonly Shelf[], book: Rulebook, version: string) {
    this.shelves = shelves;
    this.#version = version;
    this.book = book;
    this.finder = new Finder(shelves);
  }

  about(): answers.About {
    const { earliest, latest } = this.finder.span;
    return {
      journals: this.shelves.map((shelf) => aboutOf(shelf)),
      span: earliest <= latest ? { from: earliest, to: latest } : null,
      policy: { revision: this.book.revision, problem: this.book.problem },
    };
  }

  /** So many rows, counted from the newest. `upTo`: how many events of each record count; null: all there is. */
  rows(filter: Filter, upTo: readonly number[] | null, at: number, count: number): answers.Rows {
    const found = this.finder.find(filter, upTo);
    const rows: answers.Row[] = [];
    for (let row = at; row < Math.min(at + count, found.total); row += 1) {
      const place = found.at(row);
      if (place !== null) rows.push(this.row(place));
    }
    return { total: found.total, denials: this.finder.denialsAmong(found), at, rows };
  }

  /** Events by time, whatever time the filter asks for. */
  timeline(filter: Filter, span: Span | null, zone: number): answers.Timeline {
    const { earliest, latest } = this.finder.span;
    const whole = { from: Math.min(earliest, latest), to: latest + 1 };
    const drawn = span ?? (earliest <= latest ? whole : { from: Date.now() - 86_400_000, to: Date.now() });
    const { parts } = this.finder.find({ ...filter, from: null, to: null }, null);
    return timelineOf(parts, this.finder.columns, drawn, zone);
  }

  models(filter: Filter): readonly answers.ModelUse[] {
    return modelsOf(this.finder.find(filter, null).parts, this.finder.columns);
  }

  choices(field: Field, typed: string): readonly answers.Choice[] {
    return choicesOf(field, typed, this.finder.columns, 50);
  }

  /** One event with everything that is known of it; null where there is none. */
  event(journal: number, sequence: number): answers.EventInFull | null {
    const shelf = this.shelves[journal];
    return shelf === undefined ? null : eventInFull(this, shelf, journal, sequence);
  }

  discovery(filter: Filter): answers.Discovery {
    const { placed, left } = this.#eventsOf(["discovery", "degraded"], filter);
    const events = placed.map(({ event }) => event);
    return {
      ...discoveryOf(events.filter((event) => event.kind === "discovery" || event.kind === "degraded")),
      left,
    };
  }

  history(): answers.History {
    const enforced = this.#eventsOf(["enforced"], EVERYTHING);
    const obeyed = this.#eventsOf(["lifecycle"], EVERYTHING, true);
    const states = changesOf(
      [...enforced.placed, ...obeyed.placed].filter(
        (one): one is Placed<Extract<AuditEvent, { kind: "enforced" | "lifecycle" }>> =>
          one.event.kind === "enforced" || one.event.kind === "lifecycle",
      ),
    );
    const marks = states.filter(({ what }) => isState(what)).map(({ at }) => at);
    const counts = this.finder.denialsBetween(marks);
    const changes = states.map((state): answers.Change => {
      const denials = isState(state.what) ? (counts[marks.indexOf(state.at)] ?? 0) : null;
      return Object.assign(state, { denials });
    });
    return { changes, left: enforced.left + obeyed.left };
  }

  integrity(): answers.Integrity {
    return this.shelves.map((_, journal) => {
      const { total, parts } = this.finder.find({ ...EVERYTHING, kind: ["gap"], journal: [journal] }, null);
      const slots = parts[0]?.slots ?? new Uint32Array();
      const gaps = Array.from(slots.slice(-GAPS).toReversed(), (slot) => this.row({ journal, slot }));
      return { journal, gaps, gapsLeft: Math.max(0, total - gaps.length) };
    });
  }

  /**
   * Events as lines of JSON, the oldest first: those from one row on, counted from the oldest; null after the last. OCSF
   * has a form for events alone: records that are none are left out of it.
   */
  lines({ filter, upTo, format }: Wanted, at: number, count: number): string | null {
    const found = this.finder.find(filter, upTo);
    if (at >= found.total) return null;
    const lines: string[] = [];
    for (let row = at; row < Math.min(at + count, found.total); row += 1) {
      const place = found.at(found.total - 1 - row);
      if (place !== null) lines.push(format === "ocsf" ? this.#ocsfLine(place) : this.#line(place));
    }
    return lines.join("");
  }

  /** Reads more: the newest of what was not read yet, and what came since. True where anything is new. */
  readOn(): boolean {
    return this.shelves.map((shelf) => shelf.readOn()).some(Boolean);
  }

  /** Reads older events, the newest of all journals first; false where everything is read. */
  readSome(): boolean {
    const open = this.shelves.filter(({ whole }) => !whole);
    const next = open.toSorted((a, b) => b.frontier - a.frontier)[0];
    next?.readSome();
    return next !== undefined;
  }

  /** One event as the table shows it. */
  row({ journal, slot }: Place): answers.Row {
    const shelf = this.shelves[journal];
    const sequence = shelf?.sequenceAt(slot) ?? 0;
    return this.rowOf(journal, sequence, shelf?.textAt(sequence) ?? null);
  }

  /** The places of what people or services answered, among so many events behind one. */
  answersAfter(journal: number, sequence: number, near: number): readonly number[] {
    const shelf = this.shelves[journal];
    if (shelf === undefined) return [];
    const [asking, served] = [kindNumber("asking"), kindNumber("served")];
    const start = Math.min(sequence, shelf.columns.to);
    const kinds = shelf.columns.kind.subarray(start, Math.min(shelf.columns.to, start + near));
    return Array.from(kinds.entries(), ([index, kind]) =>
      kind === asking || kind === served ? shelf.sequenceAt(start + index) : 0,
    ).filter((place) => place > sequence);
  }

  /** A stored text as a row. */
  rowOf(journal: number, sequence: number, text: string | null): answers.Row {
    const read = eventIn(text);
    const event = read && withoutCiphertext(read);
    const obtainable = event?.kind === "decision" ? isObtainable(this.book, event) : null;
    return { journal, sequence, event, obtainable };
  }

  #line({ journal, slot }: Place): string {
    const shelf = this.shelves[journal];
    const sequence = shelf?.sequenceAt(slot) ?? 0;
    const text = shelf?.textAt(sequence) ?? "null";
    const name = this.shelves.length > 1 ? `"journal":${JSON.stringify(shelf?.name)},` : "";
    return `{${name}"sequence":${sequence},"event":${isOneLine(text) ? text : JSON.stringify(text)}}\n`;
  }

  #ocsfLine({ journal, slot }: Place): string {
    const shelf = this.shelves[journal];
    const sequence = shelf?.sequenceAt(slot) ?? 0;
    const event = eventIn(shelf?.textAt(sequence) ?? null);
    if (event === null) return "";
    // Of several records each has its name: this machine's would be wrong for all but one.
    const host = this.shelves.length > 1 ? (shelf?.name ?? "") : hostname();
    const origin = { host, version: this.#version, organization: null, platform: null };
    return `${lineOf("ocsf", { sequence, event }, origin)}\n`;
  }

  #eventsOf(
    kinds: readonly Kind[],
    filter: Filter,
    obeyed = false,
  ): { readonly placed: readonly Placed<AuditEvent>[]; readonly left: number } {
    const found = this.finder.find({ ...filter, kind: [...kinds], effect: [] }, null);
    const placed: Placed<AuditEvent>[] = [];
    let passed = 0;
    for (let row = 0; row < found.total; row += 1) {
      const place = found.at(row);
      if (place === null || (obeyed && this.shelves[place.journal]?.columns.obeyed[place.slot] !== 1))
        continue;
      passed += 1;
      if (passed > TOLD) continue;
      const { journal, sequence, event } = this.row(place);
      if (event !== null) placed.push({ journal, sequence, event });
    }
    return { placed, left: Math.max(0, passed - TOLD) };
  }
}

function isState(what: answers.Change["what"]): boolean {
  return what === "directives" || what === "policy" || what === "folder";
}

/** An event by its schema; null for what is none. */
function eventIn(text: string | null): AuditEvent | null {
  if (text === null) return null;
  try {
    return AuditEvent.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Canonical JSON is; what somebody put into the file need not be. */
function isOneLine(text: string): boolean {
  if (/[\n\r]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
