import type { ServedVerdict } from "../schema/audit-event.ts";
import { fold } from "./pattern.ts";

/**
 * How what served a call stands to what was asked for, both as sets of models (P7), null where no model is known.
 * `narrowed`: a set, or what could not be told, became some of its members.
 */
export function servedOf(asked: readonly string[] | null, served: readonly string[] | null): ServedVerdict {
  if (served === null) return "unknown";
  if (asked === null) return "narrowed";
  const could = new Set(asked.map(fold));
  const did = new Set(served.map(fold));
  if (![...did].every((model) => could.has(model))) return "other";
  return did.size === could.size ? "same" : "narrowed";
}
