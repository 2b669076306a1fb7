import { KINDS } from "./api/filter.ts";
import type { Facets } from "./facets.ts";
import { Words } from "./words.ts";

/** Numbers of the effects in their column. */
export const EFFECTS = { none: 0, permit: 1, deny: 2 } as const;

/** Times that a clock may say; what lies outside of them is shown, but not drawn. */
const FIRST_TIME = Date.UTC(2020, 0);
const AHEAD = 86_400_000;

/**
 * What filters ask for of every event of one journal, as columns of numbers: 30 bytes an event, so that going through
 * five million of them takes some 20 ms, whatever is asked. A slot is the place in the journal less that of its first event.
 */
export class Columns {
  /** The place in the journal of slot 0. */
  readonly first: number;
  /** Slots `from` to `to` are filled. */
  from: number;
  to: number;
  /** The filled slots' earliest and latest plausible time. */
  earliest = Infinity;
  latest = -Infinity;
  readonly people = new Words();
  readonly models = new Words();
  readonly services = new Words();
  readonly rules = new Words();
  readonly texts = new Words();
  time: Float64Array;
  kind: Uint8Array;
  effect: Uint8Array;
  obeyed: Uint8Array;
  person: Uint32Array;
  model: Uint32Array;
  service: Uint32Array;
  rule: Uint32Array;
  text: Uint32Array;

  /** Room for the events from one place to another, none of which is filled yet. */
  constructor(first: number, last: number) {
    const room = Math.max(0, last - first + 1) + 1_024;
    this.first = first;
    this.from = this.to = Math.max(0, last - first + 1);
    this.time = new Float64Array(room);
    this.kind = new Uint8Array(room);
    this.effect = new Uint8Array(room);
    this.obeyed = new Uint8Array(room);
    this.person = new Uint32Array(room);
    this.model = new Uint32Array(room);
    this.service = new Uint32Array(room);
    this.rule = new Uint32Array(room);
    this.text = new Uint32Array(room);
  }

  /** Fills the slot of one place, which is next to those that are filled. */
  put(sequence: number, facets: Facets): void {
    const slot = sequence - this.first;
    if (slot >= this.time.length) this.#grow(slot);
    this.time[slot] = facets.time;
    this.kind[slot] = KINDS.indexOf(facets.kind) + 1;
    this.effect[slot] = EFFECTS[facets.effect ?? "none"];
    this.obeyed[slot] = facets.obeyed ? 1 : 0;
    this.person[slot] = this.people.number(facets.person);
    this.model[slot] = this.models.number(facets.model);
    this.service[slot] = this.services.number(facets.service);
    this.rule[slot] = this.rules.number(facets.rules);
    this.text[slot] = this.texts.number(facets.text);
    this.from = Math.min(this.from, slot);
    this.to = Math.max(this.to, slot + 1);
    this.#note(facets.time);
  }

  #note(time: number): void {
    if (time < FIRST_TIME || time > Date.now() + AHEAD) return;
    if (time < this.earliest) this.earliest = time;
    if (time > this.latest) this.latest = time;
  }

  #grow(slot: number): void {
    const room = Math.ceil(slot * 1.5) + 1_024;
    this.time = grown(this.time, new Float64Array(room));
    this.kind = grown(this.kind, new Uint8Array(room));
    this.effect = grown(this.effect, new Uint8Array(room));
    this.obeyed = grown(this.obeyed, new Uint8Array(room));
    this.person = grown(this.person, new Uint32Array(room));
    this.model = grown(this.model, new Uint32Array(room));
    this.service = grown(this.service, new Uint32Array(room));
    this.rule = grown(this.rule, new Uint32Array(room));
    this.text = grown(this.text, new Uint32Array(room));
  }
}

function grown<T extends Float64Array | Uint8Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
