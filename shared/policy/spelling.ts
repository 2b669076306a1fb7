/** Longest word that is compared letter by letter; the cost grows with its square. */
const COMPARED = 64;

/** Number of letters to insert, delete or replace to get from one word to the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 0; line < from.length; line++) {
    const next = [line + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = (row[column] ?? 0) + (from[line] === to[column] ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The known word that was probably meant, or null where none is near (half of its letters, at most four). */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > COMPARED) return null;
  let best: string | null = null;
  let least = Math.min(4, Math.floor(word.length / 2)) + 1;
  for (const candidate of known) {
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** The mend for a wrong word: the near one first, then what there is. */
export function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  const choice = `Write one of: ${known.join(", ")}.`;
  return near === null ? choice : `Did you mean ${near}? ${choice}`;
}
