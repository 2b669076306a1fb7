import type { JSX } from "preact";
import type { IconName } from "./drawings.ts";
import { Icon } from "./icon.tsx";

/** Something that changed or fails: what, and what it means. A fault is red, what only deserves attention is brass. */
export interface Change {
  readonly kind: "fault" | "attention";
  readonly icon: IconName;
  readonly title: string;
  readonly details: readonly string[];
}

/** A change as a box; a fault interrupts a screen reader, the rest waits its turn. */
export function ChangeBox({ change }: { readonly change: Change }): JSX.Element {
  return (
    <div class="change" data-kind={change.kind} role={change.kind === "fault" ? "alert" : "status"}>
      <Icon name={change.icon} />
      <div>
        <p>{change.title}</p>
        {change.details.map((detail) => (
          <div class="caption" key={detail}>
            {detail}
          </div>
        ))}
      </div>
    </div>
  );
}
