import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import type { Wanted } from "../platform/receivers.ts";

/** Makes the question whether a receiver gets an event. */
export function wantedBy({ kinds, effect, models }: Wanted): (event: AuditEvent) => boolean {
  const patterns = models?.map(globOf) ?? null;
  return (event) => {
    if (kinds !== null && !kinds.includes(event.kind)) return false;
    if (effect !== null && "effect" in event && event.effect !== effect) return false;
    if (patterns === null || !("model" in event)) return true;
    const { model } = event;
    return model !== null && patterns.some((pattern) => pattern.test(model));
  };
}

/** `*` stands for any text, `?` for one character, as in `journal list --model`. */
function globOf(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}
