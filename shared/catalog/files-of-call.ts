import type { FileFacts } from "../schema/recognition.ts";
import type { Endpoint, Place } from "../schema/recognizer.ts";

/** Most files of one call that are told of. */
const MOST_FILES = 100;
const LONGEST_TYPE = 100;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/;

/**
 * What a record tells of the files that a call names. Sizes and types belong to the names in their order, so they are
 * told only where there are as many of them.
 */
export function filesOf(
  names: readonly string[],
  valuesAt: (places: readonly Place[]) => readonly string[],
  { operation, sizes, types }: Pick<Endpoint, "operation" | "sizes" | "types">,
): FileFacts[] {
  if (operation !== "file_upload") return [];
  const bytes = sizes === undefined ? [] : valuesAt(sizes);
  const kinds = types === undefined ? [] : valuesAt(types);
  const count = names.length === 0 ? bytes.length : names.length;
  return Array.from({ length: Math.min(count, MOST_FILES) }, (_, n) => ({
    name: names[n] ?? null,
    type: kinds.length === count ? mediaType(kinds[n] ?? "") : null,
    size: bytes.length === count ? byteCount(bytes[n] ?? "") : null,
  }));
}

/** A media type without its parameters, in lower case; null for what is none, since the page writes it. */
export function mediaType(text: string): string | null {
  const type = (text.split(";", 1)[0] ?? "").trim().toLowerCase();
  return type.length <= LONGEST_TYPE && MEDIA_TYPE.test(type) ? type : null;
}

function byteCount(text: string): number | null {
  const bytes = Number(text);
  return text !== "" && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null;
}
