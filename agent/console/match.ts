import { fold, matches } from "../../shared/policy/pattern.ts";
import { FIELDS, type Field, type Filter } from "./api/filter.ts";
import { EFFECTS, kindNumber, type Columns } from "./columns.ts";
import type { Words } from "./words.ts";

/** The slots of the events that a filter lets through, in their order, of the first `count` slots. */
export function matching(columns: Columns, filter: Filter, count: number): Uint32Array {
  const end = Math.min(columns.to, Math.max(0, count));
  const found = new Uint32Array(Math.max(0, end - columns.from));
  const asked = questionsOf(columns, filter);
  const { time, kind } = columns;
  const [since, until] = [filter.from ?? -Infinity, filter.to ?? Infinity];
  let length = 0;
  each: for (let slot = columns.from; slot < end; slot += 1) {
    if (kind[slot] === 0) continue; // nothing is there
    const moment = time[slot] ?? 0;
    if (moment < since || moment >= until) continue;
    for (const { column, wanted } of asked.all) if (wanted[column[slot] ?? 0] === 0) continue each;
    if (asked.any.length > 0 && !isAny(asked.any, slot)) continue;
    found[length] = slot;
    length += 1;
  }
  return found.subarray(0, length);
}

/** One column, and which of its numbers are wanted. */
interface Question {
  readonly column: Uint8Array | Uint32Array;
  readonly wanted: Uint8Array;
}

/** All of the first must be met, and one of the second where there are any. */
interface Questions {
  readonly all: readonly Question[];
  readonly any: readonly Question[];
}

function isAny(questions: readonly Question[], slot: number): boolean {
  for (const { column, wanted } of questions) if (wanted[column[slot] ?? 0] === 1) return true;
  return false;
}

function questionsOf(columns: Columns, filter: Filter): Questions {
  const fields = FIELDS.filter((field) => filter[field].length > 0).map((field) => ({
    column: columns[field],
    wanted: wantedBy(wordsOf(columns, field), field, filter[field]),
  }));
  const kinds = oneOf(filter.kind.map(kindNumber));
  const effects = oneOf(filter.effect.map((effect) => EFFECTS[effect]));
  return {
    all: [
      ...(kinds === null ? [] : [{ column: columns.kind, wanted: kinds }]),
      ...(effects === null ? [] : [{ column: columns.effect, wanted: effects }]),
      ...fields,
    ],
    any: searchOf(columns, filter.text.trim().toLowerCase()),
  };
}

/** A text is looked for in every name too: whoever types one does not say what it is. */
function searchOf(columns: Columns, typed: string): readonly Question[] {
  if (typed === "") return [];
  const names = FIELDS.map((field) => ({
    column: columns[field],
    wanted: wordsOf(columns, field).mask((text) => text.toLowerCase().includes(typed)),
  }));
  return [{ column: columns.text, wanted: columns.texts.mask((text) => text.includes(typed)) }, ...names];
}

function oneOf(numbers: readonly number[]): Uint8Array | null {
  if (numbers.length === 0) return null;
  const wanted = new Uint8Array(256);
  for (const number of numbers) wanted[number] = 1;
  return wanted;
}

function wantedBy(words: Words, field: Field, patterns: readonly string[]): Uint8Array {
  const refused = patterns.filter((one) => one.startsWith("!")).map((one) => fold(one.slice(1)));
  const asked = patterns.filter((one) => !one.startsWith("!")).map(fold);
  return words.mask((word) => {
    const values = isList(field) ? idsIn(word) : [fold(word)];
    if (values.some((value) => refused.some((pattern) => matches(pattern, value)))) return false;
    return asked.length === 0 || values.some((value) => asked.some((pattern) => matches(pattern, value)));
  });
}

/** Whether the words of a field are lists of names, as JSON. */
export function isList(field: Field): boolean {
  return field === "rule" || field === "license";
}

function idsIn(rules: string): readonly string[] {
  return rules === "" ? [""] : (JSON.parse(rules) as readonly unknown[]).map((id) => fold(String(id)));
}

/** The texts that a field's numbers stand for. */
export function wordsOf(columns: Columns, field: Field): Words {
  return {
    person: columns.people,
    model: columns.models,
    service: columns.services,
    rule: columns.rules,
    purpose: columns.purposes,
    license: columns.licenses,
  }[field];
}
