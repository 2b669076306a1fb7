import type { JournalFilter } from "./filter.ts";

/** What a filter asks that no column answers: it is looked for in the bodies. */
type OfBodies = Pick<JournalFilter, "text" | "purpose" | "license">;

/** Whether a filter asks anything of the bodies. */
export function asksBodies({ text, purpose, license }: OfBodies): boolean {
  return text !== null || purpose !== null || license !== null;
}

/** Whether a body, canonical JSON, is what a filter asks for beside the columns. */
export function passesBody(filter: OfBodies, body: string): boolean {
  const { text, purpose, license } = filter;
  if (text !== null && !body.toLowerCase().includes(text.toLowerCase())) return false;
  return (purpose === null && license === null) || isWanted(objectIn(body), purpose, license);
}

function isWanted(event: Body, purpose: string | null, license: string | null): boolean {
  if (purpose !== null && !isLike(purpose, event.purpose)) return false;
  if (license === null) return true;
  const used = Array.isArray(event.licenses) ? (event.licenses as readonly Body[]) : [];
  return used.some(({ id, number }) => isLike(license, id) || isLike(license, number));
}

interface Body {
  readonly purpose?: unknown;
  readonly licenses?: unknown;
  readonly id?: unknown;
  readonly number?: unknown;
}

function objectIn(body: string): Body {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {}; // a body that was edited holds nothing that is asked for
  }
}

/** Globs as the columns' are: `*` any characters, `?` one. */
function isLike(glob: string, value: unknown): boolean {
  if (typeof value !== "string") return false;
  const pattern = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${pattern}$`, "u").test(value);
}
