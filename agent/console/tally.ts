import type { Choice, ModelUse } from "./api/answers.ts";
import type { Field } from "./api/filter.ts";
import { EFFECTS, kindNumber, type Columns } from "./columns.ts";
import type { Part } from "./found.ts";
import { isList, wordsOf } from "./match.ts";

/** Rows that are told at most, the most used first. */
const MOST = 1_000;

/** People and models are crossed in a table of bits; beyond this size people are not counted. */
const CROSSED = 64_000_000;

interface Use {
  permits: number;
  denials: number;
  last: number;
  readonly people: Set<string> | null;
}

/** The models of decisions by use, the most used first, over all journals. Null is a model that no call named. */
export function modelsOf(parts: readonly Part[], columns: readonly Columns[]): readonly ModelUse[] {
  const uses = new Map<string, Use>();
  for (const part of parts) {
    const shelf = columns[part.journal];
    if (shelf !== undefined) tallyInto(uses, part.slots, shelf);
  }
  return Array.from(uses, ([model, { permits, denials, last, people }]) => ({
    model: model === "" ? null : model,
    permits,
    denials,
    last,
    people: people?.size ?? null,
  }))
    .toSorted((a, b) => b.permits + b.denials - (a.permits + a.denials))
    .slice(0, MOST);
}

function tallyInto(uses: Map<string, Use>, slots: Uint32Array, columns: Columns): void {
  const { models, people, kind, effect, model, person, time } = columns;
  const counts = new Float64Array(models.list.length * 3);
  const width = people.list.length;
  const crossed = models.list.length * width <= CROSSED ? new Uint8Array(models.list.length * width) : null;
  const decision = kindNumber("decision");
  for (const slot of slots) {
    if (kind[slot] !== decision) continue;
    const row = model[slot] ?? 0;
    const at = row * 3 + (effect[slot] === EFFECTS.deny ? 1 : 0);
    counts[at] = (counts[at] ?? 0) + 1;
    counts[row * 3 + 2] = Math.max(counts[row * 3 + 2] ?? 0, time[slot] ?? 0);
    if (crossed !== null) crossed[row * width + (person[slot] ?? 0)] = 1;
  }
  for (const [row, name] of models.list.entries()) {
    const [permits = 0, denials = 0, last = 0] = counts.subarray(row * 3, row * 3 + 3);
    if (permits + denials === 0) continue;
    const use = uses.get(name) ?? { permits: 0, denials: 0, last: 0, people: crossed && new Set<string>() };
    use.permits += permits;
    use.denials += denials;
    use.last = Math.max(use.last, last);
    // 0 is nobody, who is no person.
    for (const [one, used] of crossed?.subarray(row * width, (row + 1) * width).entries() ?? [])
      if (used === 1 && one > 0) use.people?.add(people.list[one] ?? "");
    uses.set(name, use);
  }
}

/** The values of a field that hold a text, the most frequent first. */
export function choicesOf(
  field: Field,
  typed: string,
  columns: readonly Columns[],
  limit: number,
): readonly Choice[] {
  const wanted = typed.toLowerCase();
  const counts = new Map<string, number>();
  for (const shelf of columns)
    for (const [value, count] of countsIn(shelf, field))
      if (value.toLowerCase().includes(wanted)) counts.set(value, (counts.get(value) ?? 0) + count);
  return Array.from(counts, ([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, limit);
}

function countsIn(columns: Columns, field: Field): readonly (readonly [string, number])[] {
  const words = wordsOf(columns, field).list;
  const counts = new Uint32Array(words.length);
  for (const number of columns[field].subarray(columns.from, columns.to))
    counts[number] = (counts[number] ?? 0) + 1;
  return words.flatMap((word, number) => {
    const count = counts[number] ?? 0;
    if (number === 0 || count === 0) return [];
    const values = isList(field) ? (JSON.parse(word) as readonly unknown[]).map(String) : [word];
    return values.map((value) => [value, count] as const);
  });
}
