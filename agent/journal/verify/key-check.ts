import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import type { WrappedKeys } from "../../../shared/schema/sealed-content.ts";
import { setOf } from "../place-set.ts";
import { digestOf } from "../sealed-keys.ts";
import { rangesOf } from "./body-check.ts";
import { type Finding, findingAt } from "./finding.ts";

/** What stands beside one event with sealed content. */
interface Beside {
  readonly sequence: number;
  readonly wrapped: WrappedKeys | null;
  readonly erased: number | null;
}

/** Holds keys of sealed content against the events that commit to them, and what is gone against the records of erasing. */
export class KeyCheck {
  /** What events commit to, by their places. */
  readonly #digests = new Map<number, string>();
  /** Sets of places that records of erasing commit to, by their own places. */
  readonly #records = new Map<number, string>();
  readonly #erasedBy = new Map<number, number[]>();
  readonly #found = new Set<number>();
  readonly #other: number[] = [];
  readonly #restored: number[] = [];

  /** Takes what an event says, with the zero byte before it; true where it has sealed content. */
  event(sequence: number, body: Buffer): boolean {
    const isErasing = body.includes('"kind":"erased"');
    if (!isErasing && !body.includes('"sealed":{')) return false;
    const event = eventIn(body.toString("utf8", 1));
    if (event?.kind === "erased") this.#records.set(sequence, event.set);
    if (event?.kind !== "decision" || event.sealed === undefined) return false;
    this.#digests.set(sequence, event.sealed.keys);
    return true;
  }

  /** Takes what stands beside an event. */
  take({ sequence, wrapped, erased }: Beside): void {
    if (wrapped === null && erased === null) return;
    this.#found.add(sequence);
    if (wrapped !== null && digestOf(wrapped) !== this.#digests.get(sequence)) this.#other.push(sequence);
    else if (wrapped !== null && erased !== null) this.#restored.push(sequence);
  }

  /** Takes a place whose keys are marked as erased by the event at the place `record`, in the order of places. */
  erased(sequence: number, record: number): void {
    this.#erasedBy.set(record, [...(this.#erasedBy.get(record) ?? []), sequence]);
  }

  /** All that is wrong; `mayLack`: keys may be left out, as in an export. */
  end({ mayLack }: { readonly mayLack: boolean }): readonly Finding[] {
    const lacking = mayLack ? [] : [...this.#digests.keys()].filter((one) => !this.#found.has(one));
    const unaccounted = [...this.#erasedBy].flatMap(([record, places]) =>
      this.#records.get(record) === setOf(places) ? [] : places,
    );
    const gone = [...lacking, ...unaccounted].toSorted((one, other) => one - other);
    return [
      ...rangesOf(gone).map(([from, until]) => findingAt("deleted", from, until, GONE)),
      ...rangesOf(this.#other).map(([from, until]) => findingAt("edited", from, until, OTHER)),
      ...rangesOf(this.#restored).map(([from, until]) => findingAt("edited", from, until, RESTORED)),
    ];
  }
}

const GONE = "had keys to sealed text that are gone, and no record of erasing accounts for it.";
const OTHER = "do not have the keys to sealed text that were recorded.";
const RESTORED = "got keys to sealed text back after these were erased.";

function eventIn(text: string): AuditEvent | null {
  try {
    return AuditEvent.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
