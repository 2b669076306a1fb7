import type { JSX } from "preact";

const STEP = 9;
const LOWEST = 5;
const HIGHEST = 14;
/** More steps than this say nothing at a glance: the words beside them do. */
const MOST = 8;

/** The levels of a policy as steps, with those up to `reached` (an index; -1: none) filled. Decoration of words. */
export function Ladder({
  levels,
  reached,
}: {
  readonly levels: number;
  readonly reached: number;
}): JSX.Element | null {
  if (levels < 2 || levels > MOST) return null;
  const width = levels * STEP - 2;
  return (
    <svg class="ladder" viewBox={`0 0 ${width} 16`} width={width} aria-hidden="true">
      {Array.from({ length: levels }, (_, step) => {
        const height = LOWEST + ((HIGHEST - LOWEST) * step) / (levels - 1);
        const filled = step <= reached ? true : undefined;
        return (
          <rect
            key={step}
            data-reached={filled}
            x={step * STEP + 0.5}
            y={15.5 - height}
            width="6"
            height={height}
            rx="1"
          />
        );
      })}
    </svg>
  );
}
