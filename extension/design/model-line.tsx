import type { JSX } from "preact";
import type { Answer } from "./answer.ts";
import { State } from "./state.tsx";

/** A model in one line: its name for people, its id for IT, and whether it may be used. */
export interface ModelLineProps {
  readonly name: string;
  /** `provider/model`; null where no model could be told. */
  readonly id: string | null;
  readonly answer: Answer;
}

/** What every row of a model shows, closed or open. */
export function ModelLine({ name, id, answer }: ModelLineProps): JSX.Element {
  return (
    <span class="model">
      <span class="name">
        {name}
        {id !== null && <span class="id">{id}</span>}
      </span>
      <State answer={answer} />
    </span>
  );
}
