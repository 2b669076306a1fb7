import { FILES, type Decoded } from "./decoded.ts";

const HEADERS_END = "\r\n\r\n";
/** Most parts that are looked at. */
const PART_LIMIT = 1_000;

/**
 * Reads a multipart form by the boundary of its first line, since headers may not be known yet.
 * Parts with a file name give only the name. A body without its closing line is cut off: not sound.
 */
export function decodeMultipart(text: string): Decoded {
  const root = new Map<string, unknown[]>();
  const files: string[] = [];
  const boundary = /^--[^\r\n]{1,200}/.exec(text)?.[0];
  if (boundary === undefined) return { root, sound: false, whole: false };
  const pieces = text.split(boundary, PART_LIMIT + 1);
  for (const piece of pieces.slice(1)) readPart(piece, root, files);
  root.set(FILES, files);
  const sound = pieces.length <= PART_LIMIT && pieces.at(-1)?.startsWith("--") === true;
  return { root, sound, whole: sound };
}

/** Longest file that could stand for a field. */
const SHORT = 200;

/** The files of a multipart form that are so short that a lenient service may read them as fields: name and content. */
export function shortFiles(text: string): (readonly [name: string, value: string])[] {
  const boundary = /^--[^\r\n]{1,200}/.exec(text)?.[0];
  if (boundary === undefined) return [];
  const found: (readonly [string, string])[] = [];
  for (const piece of text.split(boundary, PART_LIMIT + 1).slice(1)) {
    const end = piece.indexOf(HEADERS_END);
    const headers = piece.slice(0, Math.max(end, 0));
    const name = parameter(headers, "name");
    if (name === null || parameter(headers, "filename") === null) continue;
    const value = piece.slice(end + HEADERS_END.length).replace(/\r\n$/, "");
    if (value.length <= SHORT) found.push([name, value]);
  }
  return found;
}

function readPart(piece: string, root: Map<string, unknown[]>, files: string[]): void {
  const end = piece.indexOf(HEADERS_END);
  if (end < 0) return;
  const headers = piece.slice(0, end);
  const name = parameter(headers, "name");
  const file = parameter(headers, "filename");
  if (file !== null) files.push(file);
  if (name === null || file !== null) return;
  const value = piece.slice(end + HEADERS_END.length).replace(/\r\n$/, "");
  const values = root.get(name) ?? [];
  values.push(value);
  root.set(name, values);
}

/** `name="x"` of the Content-Disposition line, with the escapes that browsers write. */
function parameter(headers: string, name: string): string | null {
  const found = new RegExp(`[;\\s]${name}="([^"]*)"`, "i").exec(headers)?.[1];
  return found === undefined ? null : found.replaceAll("%22", '"').replaceAll("%0D%0A", " ");
}
