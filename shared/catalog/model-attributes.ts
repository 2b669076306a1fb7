import type { Lab } from "../schema/model-names.ts";
import type { ModelTables } from "./model-tables.ts";

/** What a model id says besides the model. Null: nothing. */
export interface ModelAttributes {
  /** As written: `20251101`, `2024-08-06`, `0613`, `2411`. */
  readonly date: string | null;
  /** How hard the model is asked to think: `high`, `thinking`. */
  readonly effort: string | null;
  readonly quantization: string | null;
  /** `preview`, `latest`, `free` and the like. */
  readonly stage: string | null;
  /** The prefix or tag of whoever passes the model on. */
  readonly reseller: string | null;
  readonly fineTuned: boolean;
}

/** A name cut down to the model, and what was cut off. */
export interface Stripped {
  readonly name: string;
  readonly attributes: ModelAttributes;
}

export const NO_ATTRIBUTES: ModelAttributes = {
  date: null,
  effort: null,
  quantization: null,
  stage: null,
  reseller: null,
  fineTuned: false,
};

const YEAR_MONTH_AND_DAY = /-(2[3-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$/;
const YEAR_AND_MONTH = /-(2[3-9](?:0[1-9]|1[0-2]))$/;
/** `@20251101`, `-2024-08-06`, `-08-2024`, `-250528`, `-2411`, `-0613`; at the end of what is left. */
const DATES = [
  /[-@](20\d{6}|20\d{2}-\d{2}-\d{2})$/,
  /-((?:0[1-9]|1[0-2])-20\d{2})$/,
  YEAR_MONTH_AND_DAY,
  YEAR_AND_MONTH,
  /-((?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$/,
];
/** `-0309-non-reasoning`: a date that stands before a variant. */
const DATE_INSIDE = /(?:-beta)?-((?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))-([a-z-]+)$/;
/** What the makers of GGUF files append: `-q4_k_m`, `-iq3_xs`, `-q8_0`. */
const PACKED = /-(i?q[1-8](?:[-_](?:k|[0-9]|nl|xxs|xs|s|m|l|xl))+)$/;
/** Two-digit month and day are a date only where a preview has them: elsewhere they would be a version. */
const PREVIEW_DATE = /-(?:preview|exp)-((?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))$/;

/**
 * Cuts known attributes off the end of a name, one after the other. A suffix that is not known stays:
 * a model must never be taken for another one.
 */
export function stripAttributes(name: string, lab: Lab, tables: ModelTables): Stripped {
  let left = stripTag({ name, attributes: NO_ATTRIBUTES }, tables);
  for (;;) {
    const next = stripOne(left, lab, tables);
    if (next === null) return left;
    left = next;
  }
}

function stripOne({ name, attributes }: Stripped, lab: Lab, tables: ModelTables): Stripped | null {
  const preview = PREVIEW_DATE.exec(name);
  if (preview !== null)
    return cut(name, preview, { ...attributes, date: preview[1] ?? null, stage: "preview" });
  for (const pattern of DATES) {
    if (lab.versionsAreDates === true && (pattern === YEAR_AND_MONTH || pattern === YEAR_MONTH_AND_DAY))
      continue;
    const date = pattern.exec(name);
    if (date !== null) return cut(name, date, { ...attributes, date: date[1] ?? null });
  }
  const inner = lab.variants === undefined ? null : DATE_INSIDE.exec(name);
  if (inner !== null && lab.variants?.includes(inner[2] ?? "") === true) {
    return {
      name: `${name.slice(0, inner.index)}-${inner[2]}`,
      attributes: { ...attributes, date: inner[1] ?? null },
    };
  }
  const mode = lab.modes?.find((word) => name.endsWith(`-${word}`));
  if (mode !== undefined) {
    return { name: name.slice(0, -mode.length - 1), attributes: { ...attributes, effort: mode } };
  }
  const packed = PACKED.exec(name);
  if (packed !== null) return cut(name, packed, { ...attributes, quantization: packed[1] ?? null });
  return stripWord(name, attributes, tables);
}

function stripWord(
  name: string,
  attributes: ModelAttributes,
  { stages, quantizations }: ModelTables,
): Stripped | null {
  const word = /[-@]([a-z0-9]+)$/.exec(name);
  const text = word?.[1];
  if (word === null || text === undefined) return null;
  if (stages.has(text)) return cut(name, word, { ...attributes, stage: text });
  if (quantizations.has(text)) return cut(name, word, { ...attributes, quantization: text });
  // Bedrock's revision: `-v1`, and any other where a date stands before it (`-20241022-v2`).
  const revision = text === "v1" || (/^v\d+$/.test(text) && /[-@]20\d{6}-v\d+$/.test(name));
  return revision ? cut(name, word, attributes) : null;
}

function cut(name: string, found: RegExpExecArray, attributes: ModelAttributes): Stripped {
  return { name: name.slice(0, found.index), attributes };
}

/** What stands after a colon: a revision (`v1:0`), a mode, a reseller, a size with or without a quantization. */
function stripTag({ name, attributes }: Stripped, { tags }: ModelTables): Stripped {
  const colon = name.indexOf(":");
  if (colon < 0) return { name, attributes };
  const head = name.slice(0, colon);
  const tag = name.slice(colon + 1);
  if (/^\d+(:\d+[a-z]?)?$/.test(tag)) return { name: head, attributes };
  if (tag === "thinking") return { name: head, attributes: { ...attributes, effort: tag } };
  if (tags.has(tag)) return { name: head, attributes: { ...attributes, reseller: tag } };
  const quantization = /-(q\d(?:-[a-z0-9]+)*)$/.exec(tag);
  const size = quantization === null ? tag : tag.slice(0, quantization.index);
  return {
    name: `${head}-${size.replaceAll(":", "-")}`,
    attributes: { ...attributes, quantization: quantization?.[1] ?? null },
  };
}
