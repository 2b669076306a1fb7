import { scanJson } from "./json-scan.ts";
import type { Decoded } from "./decoded.ts";

/** Deepest nesting that is read: no client of an AI service comes near it. */
const DEPTH_LIMIT = 100;
/** How much of a broken text is searched for members, in characters. */
const SALVAGE_LIMIT = 65_536;
const MEMBER = /"([^"\\]{1,64})"\s*:\s*"((?:[^"\\]|\\.){0,500})"/g;

/** Reads a JSON text. A key that comes twice on the outermost level keeps all its values. */
export function decodeJson(text: string): Decoded {
  try {
    const root: unknown = JSON.parse(text);
    const { depth, members } = scanJson(text);
    if (depth > DEPTH_LIMIT) return { root: null, sound: false };
    return { root: hasRepeatedKey(members) ? everyValue(text, members) : root, sound: true };
  } catch {
    return { root: salvage(text), sound: false };
  }
}

function hasRepeatedKey(members: readonly { readonly key: string }[]): boolean {
  return new Set(members.map(({ key }) => key)).size < members.length;
}

function everyValue(text: string, members: ReturnType<typeof scanJson>["members"]): Map<string, unknown[]> {
  const all = new Map<string, unknown[]>();
  for (const { key, from, to } of members) {
    const values = all.get(key) ?? [];
    values.push(JSON.parse(text.slice(from, to)));
    all.set(key, values);
  }
  return all;
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
