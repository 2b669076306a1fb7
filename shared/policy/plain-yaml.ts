import { DEPTH_LIMIT, readFlow } from "./plain-flow.ts";
import {
  type Cursor,
  isQuote,
  keyHere,
  limitItems,
  limitKeys,
  lineEnd,
  NotPlain,
  readBlockScalar,
  readQuoted,
} from "./plain-scalar.ts";

/** A text read as plain YAML; or the offset of the first thing that is not plain, or longer than any text. */
export type Plain =
  | { readonly value: unknown; readonly offsets: readonly number[] }
  | { readonly strange: number }
  | { readonly tooLong: number };

/**
 * Reads the YAML that policies are written in, some 30 times as fast as the `yaml` package: lists and maps in
 * blocks or brackets, texts on one line, comments. It never guesses: whatever else there is, and whatever could
 * be wrong, is `strange`, and for `yaml` to read. A test holds that what both read means the same.
 */
export function readPlain(text: string): Plain {
  const odd = /[\t\r\uFEFF]/.exec(text);
  if (odd) return { strange: odd.index };
  const cursor: Cursor = { text, at: 0, indent: 0, depth: 0, offsets: [] };
  try {
    return { value: readDocument(cursor), offsets: cursor.offsets };
  } catch (error) {
    if (error instanceof NotPlain) return error.isTooLong ? { tooLong: error.at } : { strange: error.at };
    throw error;
  }
}

function readDocument(cursor: Cursor): unknown {
  toContent(cursor);
  if (cursor.indent < 0) return null;
  const value = readBlock(cursor, cursor.indent, -1);
  if (cursor.indent >= 0) throw new NotPlain(cursor.at);
  return value;
}

/** What begins at the content of a line, in this column; the lines of it stand further in than `outer`. */
function readBlock(cursor: Cursor, column: number, outer: number): unknown {
  if (isDash(cursor)) return readList(cursor, column);
  const first = cursor.text[cursor.at];
  if (first !== "[" && first !== "{" && keyHere(cursor)) return readMap(cursor, column);
  return readInline(cursor, outer);
}

function readList(cursor: Cursor, column: number): unknown[] {
  const items: unknown[] = [];
  enter(cursor);
  do {
    const dash = cursor.at;
    const slot = cursor.offsets.push(dash) - 1;
    cursor.at += 1;
    if (isRestEmpty(cursor)) {
      nextLine(cursor);
      if (cursor.indent > column) cursor.offsets[slot] = cursor.at;
      items.push(cursor.indent > column ? readBlock(cursor, cursor.indent, column) : null);
    } else {
      cursor.offsets[slot] = cursor.at;
      items.push(readBlock(cursor, column + cursor.at - dash, column));
    }
    limitItems(items.length, dash);
    if (cursor.indent > column) throw new NotPlain(cursor.at);
  } while (cursor.indent === column && isDash(cursor));
  cursor.depth -= 1;
  return items;
}

function readMap(cursor: Cursor, column: number): object {
  const map: Record<string, unknown> = {};
  let count = 0;
  enter(cursor);
  do {
    limitKeys((count += 1), cursor.at);
    const found = isDash(cursor) ? null : keyHere(cursor);
    if (!found || Object.hasOwn(map, found.key)) throw new NotPlain(cursor.at);
    cursor.offsets.push(cursor.at);
    cursor.at = found.end;
    map[found.key] = readValue(cursor, column);
    if (cursor.indent > column) throw new NotPlain(cursor.at);
  } while (cursor.indent === column);
  cursor.depth -= 1;
  return map;
}

/** The value of a key: on its line, or on the lines below, where a list may stand as far out as its key. */
function readValue(cursor: Cursor, column: number): unknown {
  if (!isRestEmpty(cursor)) return readInline(cursor, column);
  nextLine(cursor);
  if (cursor.indent > column) return readBlock(cursor, cursor.indent, column);
  return cursor.indent === column && isDash(cursor) ? readList(cursor, column) : null;
}

/** A value on one line, or in brackets; then comes the next line. */
function readInline(cursor: Cursor, outer: number): unknown {
  const first = cursor.text[cursor.at];
  const value =
    first === "[" || first === "{"
      ? readFlow(cursor, outer)
      : isQuote(first)
        ? readQuoted(cursor)
        : readBlockScalar(cursor);
  const end = cursor.at;
  if (!isRestEmpty(cursor) || (cursor.at === end && cursor.text[end] === "#")) throw new NotPlain(cursor.at);
  nextLine(cursor);
  return value;
}

function enter(cursor: Cursor): void {
  cursor.depth += 1;
  if (cursor.depth > DEPTH_LIMIT) throw new NotPlain(cursor.at);
}

function isDash({ text, at }: Cursor): boolean {
  return text[at] === "-" && " \n".includes(text[at + 1] ?? "\n");
}

/** Goes over spaces; true where nothing follows on this line but a comment. */
function isRestEmpty(cursor: Cursor): boolean {
  const { text } = cursor;
  while (text.charCodeAt(cursor.at) === 32) cursor.at += 1;
  const character = text[cursor.at];
  return character === undefined || character === "\n" || character === "#";
}

/** Goes to the content of the next line that has any. */
function nextLine(cursor: Cursor): void {
  cursor.at = lineEnd(cursor.text, cursor.at) + 1;
  toContent(cursor);
}

/** From the beginning of a line to the first content there or below; `indent` is -1 where the text has ended. */
function toContent(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const start = cursor.at;
    if (start >= text.length) {
      cursor.indent = -1;
      return;
    }
    if (isRestEmpty(cursor)) {
      cursor.at = lineEnd(text, cursor.at) + 1;
      continue;
    }
    cursor.indent = cursor.at - start;
    if (cursor.indent === 0 && /^(---|\.\.\.|%)/.test(text.slice(start, start + 3)))
      throw new NotPlain(start);
    return;
  }
}
