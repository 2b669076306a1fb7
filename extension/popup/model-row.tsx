import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { accessWords, type Answer } from "../design/answer.ts";
import { ModelLine } from "../design/model-line.tsx";
import { requestLink } from "../design/request-link.ts";
import { moment } from "../design/times.ts";
import { Ways } from "../design/ways.tsx";
import { words } from "../design/words.ts";
import type { Missing } from "../../shared/schema/decision.ts";

/** How one model stands with the person, ready to be shown. */
export interface ModelRowProps {
  readonly id: string;
  readonly name: string;
  readonly answer: Answer;
  readonly why: string;
  readonly missing: readonly Missing[];
  /** Names for people. */
  readonly instead: readonly string[];
  /** Ids of the rules that settle it. */
  readonly rules: readonly string[];
  /** When it changes by itself; null: not by itself. */
  readonly until: number | null;
  readonly now: number;
}

/** A model of the list, which opens to why it stands as it does and what else there is. */
export function ModelRow(row: ModelRowProps & { readonly askable: boolean }): JSX.Element {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) item.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  return (
    <li class="row" ref={item}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <ModelLine name={row.name} id={row.id} answer={row.answer} />
      </button>
      {open && (
        <div class="why" id={panel}>
          <p>{row.why}</p>
          {row.until !== null && <p>{words("changesAt", moment(row.until, row.now))}</p>}
          <Ways instead={row.instead} access={accessWords(row.missing)} />
          {row.askable && (
            <div class="actions">
              <a class="button" href={requestLink(row.id)} target="_blank" rel="noreferrer">
                {words("askForAccess")}
              </a>
            </div>
          )}
          {row.rules.length > 0 && (
            <p class="caption">
              {words("rule")} <span class="mono">{row.rules.join(", ")}</span>
            </p>
          )}
        </div>
      )}
    </li>
  );
}
