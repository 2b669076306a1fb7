import type { Finder, Found } from "./finder.ts";

/** A part of a text: as it was, or what stands in place of something found. */
export interface Piece {
  readonly text: string;
  /** What people call it; null for a part that is as it was. */
  readonly replaced: string | null;
}

/** A text as it may be sent. */
export interface Redaction {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** How often something of a class was found. */
export interface ClassCount {
  readonly name: string;
  readonly words: string;
  readonly count: number;
}

/** Replaces what is found of these classes. What overlaps becomes one, in the words of what begins first. */
export function redact(finder: Finder, text: string, classes: ReadonlySet<string>): Redaction {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { of, from, to } of finder.find(text)) {
    if (!classes.has(of.name) || to <= done) continue;
    if (from >= done) {
      if (from > done) pieces.push({ text: text.slice(done, from), replaced: null });
      pieces.push({ text: of.replace, replaced: of.words });
    }
    done = to;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), replaced: null });
  return { text: pieces.map((piece) => piece.text).join(""), pieces };
}

/** How often each class was found, in the order in which they were met. */
export function countsOf(found: readonly Found[]): readonly ClassCount[] {
  const counts = new Map<string, ClassCount>();
  for (const { of } of found) {
    const count = (counts.get(of.name)?.count ?? 0) + 1;
    counts.set(of.name, { name: of.name, words: of.words, count });
  }
  return [...counts.values()];
}
