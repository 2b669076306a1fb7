import { TO_BROWSER_LIMIT, type ToExtension } from "../../shared/wire/native.ts";
import { LENGTH_BYTES } from "../local-api/frame.ts";
import { frameOfMessage } from "../local-api/message.ts";

/**
 * UTF-16 units of one part of a state. A unit takes three bytes at most once the text is escaped within JSON
 * (control characters are escapes already, so their backslash is what doubles), six for a lone half of a pair.
 */
const PART_UNITS = 300_000;

/** Characters of the ids in one `stored` message. */
const IDS_UNITS = 150_000;

/** What an extension is told whole, however large it is. */
type Whole = Extract<ToExtension, { type: "state" | "catalog" | "mine" }>;

/** A message as one frame, or as numbered parts where one frame would be too large for the browser. */
export function framesOfWhole(message: Whole, of: string): readonly Buffer[] {
  const whole = frameOfMessage(message);
  if (whole.length - LENGTH_BYTES <= TO_BROWSER_LIMIT) return [whole];
  const text = JSON.stringify(message);
  const total = Math.ceil(text.length / PART_UNITS);
  return Array.from({ length: total }, (_, n) =>
    frameOfMessage({
      type: "part",
      of,
      n,
      total,
      text: text.slice(n * PART_UNITS, (n + 1) * PART_UNITS),
    } satisfies ToExtension),
  );
}

/** The acknowledgment of events, in as many frames as it takes. */
export function framesOfStored(ids: readonly string[]): readonly Buffer[] {
  const groups: string[][] = [[]];
  let units = 0;
  for (const id of ids) {
    units += id.length;
    if (units > IDS_UNITS) {
      groups.push([]);
      units = id.length;
    }
    groups.at(-1)?.push(id);
  }
  return groups.map((group) => frameOfMessage({ type: "stored", ids: group } satisfies ToExtension));
}
