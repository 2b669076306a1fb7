import {
  type Cursor,
  isQuote,
  limitItems,
  limitKeys,
  NotPlain,
  readFlowScalar,
  readQuoted,
  sound,
} from "./plain-scalar.ts";

/** Deepest nesting of lists and maps that is read without asking `yaml`. */
export const DEPTH_LIMIT = 64;

/** A list or map in brackets; lines after the first must stand further in than `indent`. */
export function readFlow(cursor: Cursor, indent: number): unknown {
  cursor.depth += 1;
  if (cursor.depth > DEPTH_LIMIT) throw new NotPlain(cursor.at);
  const value = cursor.text[cursor.at] === "[" ? readList(cursor, indent) : readMap(cursor, indent);
  cursor.depth -= 1;
  return value;
}

function readList(cursor: Cursor, indent: number): unknown[] {
  const items: unknown[] = [];
  cursor.at += 1;
  for (;;) {
    skipSpace(cursor, indent);
    if (ends(cursor, "]")) return items;
    cursor.offsets.push(cursor.at);
    limitItems(items.push(readNode(cursor, indent)), cursor.at);
    skipSpace(cursor, indent);
    separate(cursor, "]");
  }
}

function readMap(cursor: Cursor, indent: number): object {
  const map: Record<string, unknown> = {};
  cursor.at += 1;
  for (let count = 0; ; count++) {
    skipSpace(cursor, indent);
    if (ends(cursor, "}")) return map;
    limitKeys(count, cursor.at);
    cursor.offsets.push(cursor.at);
    const key = readKey(cursor);
    if (Object.hasOwn(map, key)) throw new NotPlain(cursor.at);
    skipSpace(cursor, indent);
    map[key] = readNode(cursor, indent);
    skipSpace(cursor, indent);
    separate(cursor, "}");
  }
}

function readKey(cursor: Cursor): string {
  const { text, at } = cursor;
  const quoted = isQuote(text[at]);
  const key = sound(quoted ? readQuoted(cursor) : readFlowScalar(cursor), at);
  while (text[cursor.at] === " ") cursor.at += 1;
  const isApart = quoted || " \n".includes(text[cursor.at + 1] ?? "");
  if (text[cursor.at] !== ":" || !isApart || key.length > 500) throw new NotPlain(cursor.at);
  cursor.at += 1;
  return key;
}

function readNode(cursor: Cursor, indent: number): unknown {
  const first = cursor.text[cursor.at];
  if (first === "[" || first === "{") return readFlow(cursor, indent);
  return isQuote(first) ? readQuoted(cursor) : readFlowScalar(cursor);
}

function ends(cursor: Cursor, bracket: "]" | "}"): boolean {
  if (cursor.text[cursor.at] !== bracket) return false;
  cursor.at += 1;
  return true;
}

/** Behind an item comes a comma, or the bracket that ends the list. */
function separate(cursor: Cursor, bracket: "]" | "}"): void {
  const next = cursor.text[cursor.at];
  if (next === ",") cursor.at += 1;
  else if (next !== bracket) throw new NotPlain(cursor.at);
}

/** Spaces, ends of lines and comments. A line that does not stand further in is left to `yaml` to complain about. */
function skipSpace(cursor: Cursor, indent: number): void {
  const { text } = cursor;
  for (;;) {
    const start = cursor.at;
    while (text.charCodeAt(cursor.at) === 32) cursor.at += 1;
    const character = text[cursor.at];
    const column = text[start - 1] === "\n" ? cursor.at - start : null;
    if (character === "#") {
      if (cursor.at === start && column === null) throw new NotPlain(cursor.at);
      const end = text.indexOf("\n", cursor.at);
      if (end < 0) throw new NotPlain(cursor.at);
      cursor.at = end + 1;
    } else if (character === "\n") cursor.at += 1;
    else if (character === undefined || (column !== null && column <= indent)) throw new NotPlain(cursor.at);
    else return;
  }
}
