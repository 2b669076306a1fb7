import { bytesOfBase64 } from "../codec/base64.ts";
import { isTree } from "../codec/decoded.ts";
import { decodeJson } from "../codec/json.ts";

/** Most values of one key that are looked at: each may cost a walk to the end, and a hostile page writes thousands. */
const PLACE_LIMIT = 8;
/** How Next.js pushes a piece of its data: 1 a text, 3 bytes in base64, where a piece ends within a letter. */
const PUSH = /\.push\(\[([13]),\s?"/g;

/**
 * JSON values that stand behind `"key":` in the texts of a page's scripts: as JSON, or in a string. What Next.js pushes is
 * put together first, since a piece of it may end anywhere. Work is linear in the text, but for `PLACE_LIMIT`.
 */
export function valuesInPage(scripts: string, key: string): readonly unknown[] {
  const pushed = valuesBehind(pushedText(scripts), key);
  return pushed.length > 0 ? pushed : valuesBehind(scripts, key);
}

/** All that was pushed, as one text: put together as one JSON string, so that thousands of pieces are one decoding. */
function pushedText(scripts: string): string {
  const decoder = new TextDecoder();
  const pieces = Array.from(scripts.matchAll(PUSH), ({ index, 0: { length }, 1: kind }) => {
    const from = index + length;
    const string = scripts.slice(from, endOfString(scripts, from));
    if (kind === "1") return string;
    const bytes = bytesOfBase64(string) ?? new Uint8Array();
    return JSON.stringify(decoder.decode(bytes, { stream: true })).slice(1, -1);
  });
  const { root } = decodeJson(`"${pieces.join("")}"`);
  const text = isTree(root) ? root.leaf() : root;
  return typeof text === "string" ? text : "";
}

/** Where the quote stands that ends a string; its beginning where none does, as in a page that was cut. */
function endOfString(text: string, from: number): number {
  for (let i = from; i < text.length; i += 1) {
    const sign = text.charAt(i);
    if (sign === '"') return i;
    if (sign === "\\") i += 1;
  }
  return from;
}

function valuesBehind(text: string, key: string): readonly unknown[] {
  const values: unknown[] = [];
  let places = 0;
  for (let at = text.indexOf(key); at >= 0 && places < PLACE_LIMIT; at = text.indexOf(key, at + key.length)) {
    const quote = text.startsWith('\\"', at - 2) ? '\\"' : '"';
    const behind = at + key.length;
    if (!text.startsWith(quote, at - quote.length) || !text.startsWith(`${quote}:`, behind)) continue;
    const rest = text.slice(behind + quote.length + 1).trimStart();
    if (!/^[[{]/.test(rest)) continue;
    places += 1;
    const plain = quote === '"' ? rest : rest.replaceAll('\\"', '"').replaceAll("\\\\", "\\");
    const end = endOfValue(plain);
    if (end > 0) values.push(decodeJson(plain.slice(0, end)).root);
  }
  return values;
}

/** Where the brackets that open at the start are all closed; 0 where they are not. */
function endOfValue(text: string): number {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charAt(i);
    if (inString && sign === "\\") i += 1;
    else if (sign === '"') inString = !inString;
    else if (!inString && (sign === "[" || sign === "{")) depth += 1;
    else if (!inString && (sign === "]" || sign === "}")) depth -= 1;
    if (depth === 0) return sign === "]" || sign === "}" ? i + 1 : 0;
  }
  return 0;
}
