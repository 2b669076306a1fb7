import { NAME_LIMIT } from "../schema/text.ts";

/** Models are compared without regard to case: a page that sends `Mythos-5` must not slip by a forbid. */
export function fold(id: string): string {
  return id.toLowerCase();
}

/** Whether a model id can be decided on; what is empty, or too long to be a name, counts as unidentified (P7). */
export function isNameable(id: string): boolean {
  return id.length > 0 && id.length <= NAME_LIMIT;
}

/** The text before the first `*`; all of it where there is none. */
export function literalPrefix(pattern: string): string {
  const star = pattern.indexOf("*");
  return star < 0 ? pattern : pattern.slice(0, star);
}

/**
 * Whether a pattern matches a folded id; `*` stands for any characters, `/` included. Both are folded.
 * No regular expression: pieces are found from left to right, so no pattern and no id can make it slow.
 */
export function matches(pattern: string, id: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return pattern === id;
  if (!id.startsWith(first) || !id.endsWith(last)) return false;
  const end = id.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = id.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}

/**
 * Whether all that one pattern matches is matched by another. A `*` of the narrow one can only be met by a `*`
 * of the wide one, since no literal is a star; so what matches as text holds for everything it stands for.
 */
export function covers(wide: string, narrow: string): boolean {
  return matches(fold(wide), fold(narrow));
}
