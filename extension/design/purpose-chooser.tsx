import type { JSX } from "preact";
import { useState } from "preact/hooks";
import * as z from "zod/mini";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { DeclaredPurpose } from "../../shared/schema/purpose.ts";
import { type DeclarePurpose, PurposeTaken } from "../../shared/wire/purpose.ts";
import { moment, span } from "./times.ts";
import { webExtension } from "./web-extension.ts";
import { words } from "./words.ts";

/** What a chooser shows; `now` in milliseconds. */
export interface PurposeChooserProps {
  readonly clearance: Clearance;
  /** As the worker pushes it; null: nothing is declared. */
  readonly declared: DeclaredPurpose | null;
  readonly now: number;
}

/** What the person works on: said here, in force for the next call, and over by itself. Nothing where policy knows no purposes. */
export function PurposeChooser({ clearance, declared, now }: PurposeChooserProps): JSX.Element | null {
  const [isRefused, setRefused] = useState(false);
  const { purposes, purposeLasts } = clearance;
  if (purposes.length === 0) return null;
  const choose = (id: string): void =>
    void declare(id === "" ? null : id).then((taken) => setRefused(!taken));
  return (
    <div class="purpose">
      <label for="purpose">{words("purposeChooser")}</label>
      <select
        id="purpose"
        aria-describedby="purpose-state"
        value={declared?.purpose ?? ""}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="">{words("purposeNone")}</option>
        {purposes.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <p id="purpose-state" class="caption" aria-live="polite">
        {isRefused ? words("purposeRefused") : stateWords(declared, purposeLasts, now)}
      </p>
    </div>
  );
}

function stateWords(declared: DeclaredPurpose | null, lasts: number, now: number): string {
  if (declared === null) return words("purposeEnds", span(lasts));
  return words("purposeUntil", moment(declared.until, now));
}

/** Says it to the worker; false where it was not taken, or nobody answered. */
async function declare(purpose: string | null): Promise<boolean> {
  const message: DeclarePurpose = { type: "declare_purpose", purpose };
  const answer: unknown = await webExtension()
    .runtime.sendMessage(message)
    .catch(() => null);
  const parsed = z.safeParse(PurposeTaken, answer);
  return parsed.success && parsed.data.taken;
}
