import type { JSX } from "preact";
import type { Answer } from "./answer.ts";
import { Icon } from "./icon.tsx";

/** May I, in words, with the icon and the color that say the same. */
export function State({
  answer,
  chip = false,
}: {
  readonly answer: Answer;
  readonly chip?: boolean;
}): JSX.Element {
  return (
    <span class="state" data-state={answer.state} data-look={chip ? "chip" : undefined}>
      <Icon name={answer.state} />
      {answer.words}
    </span>
  );
}
