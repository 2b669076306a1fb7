import { KINDS, type Kind } from "./api/filter.ts";
import type { Facets, Filed } from "./facets.ts";
import { Words } from "./words.ts";

/** Numbers of the effects in their column. */
export const EFFECTS = { none: 0, permit: 1, deny: 2 } as const;

/** The number of a kind in its column; 0 is that of an empty slot. */
export function kindNumber(kind: Kind): number {
  return KINDS.indexOf(kind) + 1;
}

const DECISION = kindNumber("decision");

/** Whether a slot holds a decision that denied. */
export function isDenial(
  { kind, effect }: { readonly kind: ArrayLike<number>; readonly effect: ArrayLike<number> },
  slot: number,
): boolean {
  return effect[slot] === EFFECTS.deny && kind[slot] === DECISION;
}

/** Times that a clock may say; what lies outside of them is shown, but not drawn. */
const FIRST_TIME = Date.UTC(2020, 0);
const AHEAD = 86_400_000;

/**
 * What filters ask for of every event of one record, as columns of numbers: 40 bytes an event, so that going through
 * five million of them takes some 20 ms, whatever is asked. A slot is a place in the order of the record, counted from 0.
 */
export class Columns {
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
  readonly purposes = new Words();
  readonly licenses = new Words();
  readonly texts = new Words();
  time: Float64Array;
  kind: Uint8Array;
  effect: Uint8Array;
  obeyed: Uint8Array;
  person: Uint32Array;
  model: Uint32Array;
  service: Uint32Array;
  rule: Uint32Array;
  purpose: Uint32Array;
  license: Uint32Array;
  text: Uint32Array;

  /** Room for so many events, none of which is filed yet. */
  constructor(count: number) {
    const room = count + 1_024;
    this.from = this.to = count;
    this.time = new Float64Array(room);
    this.kind = new Uint8Array(room);
    this.effect = new Uint8Array(room);
    this.obeyed = new Uint8Array(room);
    this.person = new Uint32Array(room);
    this.model = new Uint32Array(room);
    this.service = new Uint32Array(room);
    this.rule = new Uint32Array(room);
    this.purpose = new Uint32Array(room);
    this.license = new Uint32Array(room);
    this.text = new Uint32Array(room);
  }

  /** Files an event: what filters ask for, but for its text. */
  file(slot: number, filed: Filed): void {
    this.#reach(slot);
    this.time[slot] = filed.time;
    this.kind[slot] = kindNumber(filed.kind);
    this.effect[slot] = EFFECTS[filed.effect ?? "none"];
    this.person[slot] = this.people.number(filed.person);
    this.model[slot] = this.models.number(filed.model);
    this.service[slot] = this.services.number(filed.service);
    this.rule[slot] = this.rules.number(filed.rules);
    this.#note(filed.time);
  }

  /** Leaves a slot empty: what was there is not kept any more, or was left out. No filter finds it. */
  skip(slot: number): void {
    this.#reach(slot);
    this.kind[slot] = 0;
  }

  /** Adds what an event that is filed says; what is no event is filed as unreadable. */
  read(slot: number, { text, purpose, licenses, obeyed, kind }: Facets): void {
    this.purpose[slot] = this.purposes.number(purpose);
    this.license[slot] = this.licenses.number(licenses);
    this.text[slot] = this.texts.number(text);
    this.obeyed[slot] = obeyed ? 1 : 0;
    if (kind === "unreadable") this.kind[slot] = kindNumber(kind);
  }

  #reach(slot: number): void {
    if (slot >= this.time.length) this.#grow(slot);
    this.from = Math.min(this.from, slot);
    this.to = Math.max(this.to, slot + 1);
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
    this.purpose = grown(this.purpose, new Uint32Array(room));
    this.license = grown(this.license, new Uint32Array(room));
    this.text = grown(this.text, new Uint32Array(room));
  }
}

function grown<T extends Float64Array | Uint8Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
