/** What `JSON.parse` does not tell about a text that it took. */
export interface JsonShape {
  /** Deepest nesting of objects and arrays. */
  readonly depth: number;
  /** The members of the outermost object as they stand, in order; a key may come twice. Empty for an array. */
  readonly members: readonly JsonMember[];
}

interface JsonMember {
  readonly key: string;
  /** Where the value stands in the text. */
  readonly from: number;
  readonly to: number;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Walks a JSON text that is known to be well formed, in one pass that leaps over strings.
 * Parsers differ on a key that comes twice: `JSON.parse` takes the last, the service may take the first.
 */
export function scanJson(text: string): JsonShape {
  const members: JsonMember[] = [];
  let depth = 0;
  let deepest = 0;
  let key = "";
  let from = -1;
  let isObject = false;
  for (let i = 0; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        if (depth === 1 && isObject && from < 0) key = text.slice(i, end + 1);
        i = end;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (depth === 0) isObject = text.charCodeAt(i) === OPEN_OBJECT;
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case COLON:
        if (depth === 1 && isObject) from = i + 1;
        break;
      case COMMA:
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (depth === 1 && from >= 0) {
          members.push({ key: unquoted(key), from, to: i });
          from = -1;
        }
        if (text.charCodeAt(i) !== COMMA) depth -= 1;
        break;
    }
  }
  return { depth: deepest, members };
}

/** Index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let i = at - 1;
  while (text.charCodeAt(i) === BACKSLASH) i -= 1;
  return (at - i) % 2 === 0;
}

function unquoted(key: string): string {
  return key.includes("\\") ? String(JSON.parse(key)) : key.slice(1, -1);
}
