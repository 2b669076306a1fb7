import type { Decoded } from "./decoded.ts";

/** Reads an urlencoded form. Every text is one, so soundness asks for a named field at least. */
export function decodeForm(text: string): Decoded {
  const root = new Map<string, unknown[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const values = root.get(name) ?? [];
    values.push(value);
    root.set(name, values);
  }
  const sound = text.includes("=");
  return { root, sound, whole: sound };
}

/** Takes fields that the browser has parsed already; names of files are not among them. */
export function fieldsOf(fields: Readonly<Record<string, readonly string[]>>): Decoded {
  const root = new Map(Object.entries(fields).map(([name, values]) => [name, [...values]]));
  return { root, sound: true, whole: true };
}
