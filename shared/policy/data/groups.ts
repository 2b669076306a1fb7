/** Characters of a number as they stand in a text, with what separates them left out. */
export interface Walk {
  readonly characters: string;
  /** Behind the last of the characters, for each count of them; `ends[0]` is behind the first. */
  readonly ends: readonly number[];
}

/** Most signs between two characters of one number. */
const MOST_GAP = 3;

/** Takes up to `most` characters from here on that `isPart`, over gaps. */
export function walk(text: string, from: number, most: number, isPart: (code: number) => boolean): Walk {
  const ends: number[] = [];
  let characters = "";
  let gap = 0;
  for (let at = from; at < text.length && ends.length < most && gap <= MOST_GAP; at += 1) {
    if (isPart(text.charCodeAt(at))) {
      characters += text.charAt(at);
      ends.push(at + 1);
      gap = 0;
    } else if (isGap(text.charCodeAt(at))) gap += 1;
    else break;
  }
  return { characters, ends };
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 122);
}

/** A space, a dash, a dot, or a sign that nobody sees: what may stand between the groups of a number. */
function isGap(code: number): boolean {
  if (code < 128) return code === 32 || code === 9 || code === 45 || code === 46;
  const isLayout = (code >= 0x2000 && code <= 0x2015) || code === 0x202f || code === 0x2060;
  return isLayout || code === 0xa0 || code === 0xad || code === 0xfeff;
}
