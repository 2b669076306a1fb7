import type { Decoded, Tree } from "./decoded.ts";
import { pastSpace, scanJson, type JsonScan } from "./json-scan.ts";

/** How much of a broken text is searched for members, in characters. */
const SALVAGE_LIMIT = 65_536;
const MEMBER = /"([^"\\]{1,64})"\s*:\s*"((?:[^"\\]|\\.){0,500})"/g;

/**
 * Reads a JSON text as far as places ask, with every value of a key that comes twice, at every depth: `JSON.parse`
 * takes the last, the service may take the first. JSON that only lenient services take is whole, but not sound.
 */
export function decodeJson(text: string): Decoded {
  const from = pastSpace(text, 0);
  const scan = scanJson(text, Math.max(from, 0));
  if (from < 0 || scan.form === "broken" || pastSpace(text, scan.end) !== text.length) {
    return { root: salvage(text), sound: false, whole: false };
  }
  const isComment = text.charAt(firstSign(text, 0)) === "/" || text.charAt(firstSign(text, scan.end)) === "/";
  const node = new JsonNode(text, from, scan.end, scan);
  const root = text.startsWith("null", from) ? null : node;
  return { root, sound: scan.form === "strict" && !isComment, whole: true };
}

/** One value of a JSON text; its members are looked up when somebody asks. */
class JsonNode implements Tree {
  readonly #text: string;
  readonly #from: number;
  readonly #to: number;
  #scan: JsonScan | null;
  #keys: readonly string[] | null = null;

  constructor(text: string, from: number, to: number, scan: JsonScan | null) {
    this.#text = text;
    this.#from = from;
    this.#to = to;
    this.#scan = scan;
  }

  get isList(): boolean {
    return this.#text.charAt(this.#from) === "[";
  }

  readonly step = (step: string): readonly unknown[] => {
    const first = this.#text.charAt(this.#from);
    if (first === "[") return this.#elements(step);
    return first === "{" ? this.#members(step) : [];
  };

  readonly leaf = (): unknown => {
    const slice = this.#text.slice(this.#from, this.#to);
    const first = slice.charAt(0);
    if (first === '"') return unquoted(slice);
    if (first === "{" || first === "[") return this;
    if (slice === "true") return true;
    if (slice === "false") return false;
    return slice === "null" ? null : numberOf(slice);
  };

  #elements(step: string): unknown[] {
    const { spans } = this.#scanned();
    if (step !== "*") {
      const index = /^\d{1,5}$/.test(step) ? Number(step) * 4 : -1;
      return index >= 0 && index < spans.length ? [this.#valueAt(index)] : [];
    }
    return Array.from({ length: spans.length / 4 }, (_, i) => this.#valueAt(i * 4));
  }

  /** Some services (those in Go) do not mind the case of a key. */
  #members(step: string): unknown[] {
    this.#keys ??= this.#readKeys();
    const lower = step.toLowerCase();
    const found: unknown[] = [];
    for (const [i, key] of this.#keys.entries()) {
      if (step === "*" || key === step || (key.length === step.length && key.toLowerCase() === lower)) {
        found.push(this.#valueAt(i * 4));
      }
    }
    return found;
  }

  #readKeys(): readonly string[] {
    const { spans } = this.#scanned();
    return Array.from({ length: spans.length / 4 }, (_, i) => {
      const slice = this.#text.slice(spans[i * 4], spans[i * 4 + 1]);
      return slice.includes("\\") ? unquoted(slice) : slice.slice(1, -1);
    });
  }

  #valueAt(index: number): JsonNode {
    const { spans } = this.#scanned();
    return new JsonNode(this.#text, spans[index + 2] ?? 0, spans[index + 3] ?? 0, null);
  }

  #scanned(): JsonScan {
    this.#scan ??= scanJson(this.#text, this.#from);
    return this.#scan;
  }
}

/** A number too long for a double is read differently by different services: it stays as it is written. */
function numberOf(slice: string): unknown {
  const value = Number(slice);
  return String(value) === slice || !/^-?\d{16}/.test(slice) ? value : slice;
}

/** A string with an escape or a line break that JSON does not have stays as it is written. */
function unquoted(slice: string): string {
  if (!slice.includes("\\")) return slice.slice(1, -1);
  try {
    return String(JSON.parse(slice));
  } catch {
    return slice.slice(1, -1);
  }
}

function firstSign(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 32) i += 1;
  return i;
}

/** What a text that is cut off or broken still says, flat: enough to name the model in the record. */
function salvage(text: string): Map<string, unknown[]> {
  const all = new Map<string, unknown[]>();
  for (const [, key, value] of text.slice(0, SALVAGE_LIMIT).matchAll(MEMBER)) {
    if (key === undefined || value === undefined) continue;
    const values = all.get(key) ?? [];
    values.push(value);
    all.set(key, values);
  }
  return all;
}
