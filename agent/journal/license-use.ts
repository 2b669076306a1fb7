import * as z from "zod/mini";
import { DecisionEvent } from "../../shared/schema/audit-event.ts";
import type { LicenseUse } from "../../shared/schema/license-use.ts";

/** What the report reads of a recorded decision; the rest of the record is passed over. */
const RecordedUse = z.object({
  id: DecisionEvent.shape.id,
  time: DecisionEvent.shape.time,
  effect: DecisionEvent.shape.effect,
  person: DecisionEvent.shape.person,
  model: DecisionEvent.shape.model,
  modelAsSent: DecisionEvent.shape.modelAsSent,
  licenses: DecisionEvent.shape.licenses,
  wanted: DecisionEvent.shape.wanted,
});
type RecordedUse = z.infer<typeof RecordedUse>;

/** Calls of one person to one model. Moments are milliseconds since 1970 UTC. */
export interface UseBy {
  /** Null: the record names none. */
  readonly person: string | null;
  /** The model, or the string that was sent where nobody knows it; null: none was named. */
  readonly model: string | null;
  /** Calls that were permitted under it. */
  readonly uses: number;
  /** Calls that were denied for want of it. */
  readonly denied: number;
  readonly first: number;
  readonly last: number;
}

/** The use of one license or grant. */
export interface UseOfLicense {
  /** Null: any license, or any grant, would have done; nobody had one. */
  readonly id: string | null;
  readonly kind: LicenseUse["kind"];
  readonly number: string | null;
  readonly authority: string | null;
  /** By what people held it, each once. */
  readonly holders: readonly string[];
  readonly models: readonly string[];
  /** How many people used it. */
  readonly people: number;
  readonly uses: number;
  readonly denied: number;
  /** Of its use; null where it was only wanted. */
  readonly first: number | null;
  readonly last: number | null;
  readonly by: readonly UseBy[];
}

/** Which decisions count. Null: no such limit. */
export interface UseAsked {
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
  /** A license or grant by its id or number. */
  readonly license: string | null;
}

/** What is counted of one license, or of one that was wanted. */
interface Counted {
  readonly license: LicenseNamed;
  readonly holders: Set<string>;
  readonly by: Map<string, UseBy>;
}

/** A license as far as a record names it. */
type LicenseNamed = Pick<UseOfLicense, "id" | "kind" | "number" | "authority">;

/** Stands in place of the ids of events of which something is withheld, so that they cannot be told from each other. */
const WITHHELD_ID = "withheld";

/** Stands in every decision that says something of a license: canonical JSON has no blanks. */
const MENTIONS = /"(?:licenses|wanted)":\[\{/;

/** Counts the use of licenses and grants, of one decision after the other. */
export class LicenseTally {
  readonly #asked: UseAsked;
  readonly #seen = new Set<string>();
  readonly #used = new Map<string, Counted>();
  readonly #wanted = new Map<string, Counted>();

  constructor(asked: UseAsked) {
    this.#asked = asked;
  }

  /** Takes a stored event, canonical JSON. One that is no decision, or was taken before, counts for nothing. */
  take(text: string): void {
    if (!MENTIONS.test(text)) return;
    const parsed = RecordedUse.safeParse(JSON.parse(text));
    if (!parsed.success || this.#seen.has(parsed.data.id) || !this.#isWithin(parsed.data.time)) return;
    const event = parsed.data;
    if (event.id !== WITHHELD_ID) this.#seen.add(event.id);
    for (const { holder, ...license } of event.licenses) {
      const counted = countedIn(
        this.#used,
        [license.kind, license.id, license.number, license.authority],
        license,
      );
      if (holder !== null) counted.holders.add(holder);
      count(counted, event);
    }
    for (const { kind, id } of event.wanted)
      count(countedIn(this.#wanted, [kind, id], { kind, id, number: null, authority: null }), event);
  }

  /** What was counted, most used first, then by id. A denial knows no number: it is told with the newest use of its id. */
  report(): readonly UseOfLicense[] {
    const wanted = new Map(this.#wanted);
    const newest = [...this.#used.values()]
      .map((one) => useOf(one))
      .toSorted((a, b) => (b.last ?? 0) - (a.last ?? 0));
    const used = newest.map((use) => {
      const key = JSON.stringify([use.kind, use.id]);
      const denials = wanted.get(key);
      wanted.delete(key);
      return denials === undefined ? use : withDenials(use, useOf(denials));
    });
    return [...used, ...Array.from(wanted.values(), (one) => useOf(one))]
      .filter(({ id, number }) => this.#isAsked(id) || this.#isAsked(number))
      .toSorted((a, b) => b.uses - a.uses || compared(a.id, b.id) || compared(a.number, b.number));
  }

  #isWithin(time: number): boolean {
    const { from, to } = this.#asked;
    return (from === null || time >= from) && (to === null || time < to);
  }

  #isAsked(name: string | null): boolean {
    return this.#asked.license === null || this.#asked.license === name;
  }
}

function countedIn(all: Map<string, Counted>, names: readonly unknown[], license: LicenseNamed): Counted {
  const key = JSON.stringify(names);
  const counted = all.get(key) ?? { license, holders: new Set(), by: new Map() };
  all.set(key, counted);
  return counted;
}

function count({ by }: Counted, { person, model, modelAsSent, time, effect }: RecordedUse): void {
  const named = model ?? modelAsSent;
  const key = JSON.stringify([person, named]);
  const known = by.get(key) ?? { person, model: named, uses: 0, denied: 0, first: time, last: time };
  by.set(key, {
    ...known,
    uses: known.uses + (effect === "permit" ? 1 : 0),
    denied: known.denied + (effect === "deny" ? 1 : 0),
    first: Math.min(known.first, time),
    last: Math.max(known.last, time),
  });
}

function useOf({ license, holders, by }: Counted): UseOfLicense {
  const rows = [...by.values()].toSorted(
    (a, b) => b.uses - a.uses || compared(a.person, b.person) || compared(a.model, b.model),
  );
  const used = rows.filter(({ uses }) => uses > 0);
  return {
    ...license,
    holders: [...holders].toSorted(),
    models: [...new Set(used.flatMap(({ model }) => model ?? []))].toSorted(),
    people: new Set(used.map(({ person }) => person)).size,
    uses: used.reduce((sum, { uses }) => sum + uses, 0),
    denied: rows.reduce((sum, { denied }) => sum + denied, 0),
    first: used.length === 0 ? null : Math.min(...used.map(({ first }) => first)),
    last: used.length === 0 ? null : Math.max(...used.map(({ last }) => last)),
    by: rows,
  };
}

function withDenials(use: UseOfLicense, { denied, by }: UseOfLicense): UseOfLicense {
  return { ...use, denied: use.denied + denied, by: [...use.by, ...by] };
}

function compared(a: string | null, b: string | null): number {
  return (a ?? "") < (b ?? "") ? -1 : Number((a ?? "") > (b ?? ""));
}
