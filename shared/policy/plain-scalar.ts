/** Where the reader of plain YAML stands in a text. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Column of the content at `at` where a line begins with it; -1 at the end of the text. */
  indent: number;
  /** How many lists and maps are open. */
  depth: number;
  /** Where each key and item stands, in the order of reading. */
  readonly offsets: number[];
}

/** Longest text that is read, in characters: no text of a policy is nearly as long. */
const TEXT_LIMIT = 10_000;

/** Longest key that is read without asking `yaml`. */
const KEY_LIMIT = 500;

/** Most items of one list: a policy of 100,000 rules has one that is nearly as long. */
const ITEM_LIMIT = 150_000;

/** Most keys of one map, each of which may be at fault. */
const KEY_COUNT_LIMIT = 10_000;

/** Refuses a list that has grown longer than any of a policy. */
export function limitItems(count: number, at: number): void {
  if (count > ITEM_LIMIT) throw new NotPlain(at, true);
}

/** Refuses a map that has grown larger than any of a policy. */
export function limitKeys(count: number, at: number): void {
  if (count > KEY_COUNT_LIMIT) throw new NotPlain(at, true);
}

/** What is no plain YAML, or no text that a policy could hold: thrown through the reader, and caught at its door. */
export class NotPlain extends Error {
  readonly at: number;
  readonly isTooLong: boolean;
  constructor(at: number, isTooLong = false) {
    super("This is not plain YAML.");
    this.at = at;
    this.isTooLong = isTooLong;
  }
}

/** What a plain scalar means in the core schema of YAML 1.2; numbers in unusual forms are left to `yaml`. */
function meaningOf(text: string, at: number): unknown {
  if (text.length > TEXT_LIMIT) throw new NotPlain(at, true);
  const first = text.charCodeAt(0);
  const isNumeric = first < 58 && (first > 47 || first === 43 || first === 45 || first === 46);
  if (isNumeric) return numberOrText(text, at);
  if (text.length > 5) return text;
  if (/^(~|null|Null|NULL)$/.test(text)) return null;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  return /^(false|False|FALSE)$/.test(text) ? false : text;
}

function numberOrText(text: string, at: number): number | string {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!Number.isNaN(Number(text)) || /^[-+]?\.(inf|nan)$/i.test(text)) throw new NotPlain(at);
  return text;
}

/** Whether a plain scalar may begin here: no indicator, and no dash that makes a list. */
function isPlainStart(text: string, at: number): boolean {
  const first = text[at] ?? "";
  if (first === "-") return !" \n,[]{}".includes(text[at + 1] ?? "\n");
  return !"?:,[]{}#&*!|>'\"%@`\n".includes(first);
}

/** A text in quotes, on one line; `at` comes to stand behind it. */
export function readQuoted(cursor: Cursor): string {
  const { text, at } = cursor;
  const quote = text[at] ?? "";
  const end = quote === "'" ? endOfSingle(text, at) : endOfDouble(text, at);
  if (end < 0) throw new NotPlain(at);
  if (end - at > TEXT_LIMIT) throw new NotPlain(at, true);
  const inside = text.slice(at + 1, end);
  if (inside.includes("\n")) throw new NotPlain(at);
  cursor.at = end + 1;
  if (quote === "'") return inside.replaceAll("''", "'");
  return inside.includes("\\") ? unescaped(inside, at) : inside;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["n", "\n"],
  ["t", "\t"],
]);

/** The escapes that programs write; the others are left to `yaml`. */
function unescaped(inside: string, at: number): string {
  return inside.replaceAll(/\\(u[0-9A-Fa-f]{4}|.)/gs, (_, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    const character = ESCAPES.get(code);
    if (character === undefined) throw new NotPlain(at);
    return character;
  });
}

/** Where a text in double quotes ends: at a quote that no odd number of backslashes stands before. */
function endOfDouble(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === "\\") start -= 1;
  return (at - start) % 2 === 1;
}

/** Where a text in single quotes ends; two of them in a row are one inside. */
function endOfSingle(text: string, at: number): number {
  let end = text.indexOf("'", at + 1);
  while (end >= 0 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
  return end;
}

/** Whether a text in quotes begins here. */
export function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

/** A plain scalar of a block: up to the end of the line or a comment. */
export function readBlockScalar(cursor: Cursor): unknown {
  const { text, at } = cursor;
  if (!isPlainStart(text, at)) throw new NotPlain(at);
  const line = text.slice(at, lineEnd(text, at));
  const comment = line.indexOf(" #");
  const body = withoutEnd(comment < 0 ? line : line.slice(0, comment));
  if (body.includes(": ") || body.endsWith(":")) throw new NotPlain(at);
  cursor.at = at + body.length;
  return meaningOf(body, at);
}

const FLOW_END = /[,[\]{}\n]|:(?=[ ,[\]{}\n]|$)| #/g;

/** A plain scalar inside brackets: up to what ends an item there. */
export function readFlowScalar(cursor: Cursor): unknown {
  const { text, at } = cursor;
  if (!isPlainStart(text, at)) throw new NotPlain(at);
  FLOW_END.lastIndex = at;
  const end = FLOW_END.exec(text)?.index ?? text.length;
  const body = withoutEnd(text.slice(at, end));
  cursor.at = at + body.length;
  return meaningOf(body, at);
}

/** A key of a block map that begins here, and where its value begins; null where what begins here is no key. */
export function keyHere({ text, at }: Cursor): { readonly key: string; readonly end: number } | null {
  if (isQuote(text[at])) return quotedKey(text, at);
  const line = text.slice(at, lineEnd(text, at));
  const colon = colonIn(line);
  if (colon < 0) return null;
  const key = withoutEnd(line.slice(0, colon));
  if (key.length > KEY_LIMIT || key.includes(" #") || !/^[A-Za-z0-9_]/.test(key)) throw new NotPlain(at);
  return { key: sound(meaningOf(key, at), at), end: at + colon + 1 };
}

function quotedKey(text: string, at: number): { readonly key: string; readonly end: number } | null {
  const cursor: Cursor = { text, at, indent: 0, depth: 0, offsets: [] };
  const key = readQuoted(cursor);
  while (text[cursor.at] === " ") cursor.at += 1;
  const isKey = text[cursor.at] === ":" && " \n".includes(text[cursor.at + 1] ?? "\n");
  return isKey ? { key: sound(key, at), end: cursor.at + 1 } : null;
}

/**
 * A key that may stand in a map. Numbers would be keys of another kind, and those in quotes would change the order
 * in which a map is walked; `__proto__` is told of by whoever reads the whole language.
 */
export function sound(key: unknown, at: number): string {
  if (typeof key !== "string" || key === "__proto__" || /^\d+$/.test(key)) throw new NotPlain(at);
  return key;
}

/** Where the colon of a key stands in a line; -1 where there is none. */
function colonIn(line: string): number {
  const colon = line.indexOf(": ");
  return colon < 0 && line.endsWith(":") ? line.length - 1 : colon;
}

/** Where the line of an offset ends. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Without spaces at the end; other white space belongs to a text. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 32) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
