import type { JSX } from "preact";
import { Badge } from "../design/badge.tsx";
import { Icon } from "../design/icon.tsx";
import { Ladder } from "../design/ladder.tsx";
import { capitalized, words } from "../design/words.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";

/** Steps of the ladder that nobody stands on: policies have four levels as a rule. */
const UNKNOWN_LEVELS = 4;

/** Who the clearance is for, how that is known, and what it holds. */
export function HolderBadge({ clearance }: { readonly clearance: Clearance | null }): JSX.Element {
  return (
    <Badge label={words("yourBadge")}>
      <p class="who">
        {clearance === null ? words("nobodyKnown") : (clearance.holder.name ?? clearance.holder.id)}
      </p>
      <p class="proof" data-proven={clearance === null ? "no" : "yes"}>
        <Icon name={clearance === null ? "unproven" : "proven"} />
        <span>{words(clearance === null ? "notKnownYet" : "knownToCompany")}</span>
      </p>
      {clearance === null ? <NothingHeld /> : <Held clearance={clearance} />}
    </Badge>
  );
}

function Held({ clearance: { holder, levels } }: { readonly clearance: Clearance }): JSX.Element {
  return (
    <dl class="held">
      <dt>{words("clearance")}</dt>
      <dd>
        <Ladder levels={levels.length} reached={holder.level} />
        {capitalized(levels[holder.level] ?? words("noClearanceYet"))}
        <span class="hidden">{words("levelOf", holder.level + 1, levels.length)}</span>
      </dd>
      {holder.compartments.length > 0 && (
        <>
          <dt>{words("compartments")}</dt>
          <dd>
            {holder.compartments.map((compartment) => (
              <span class="compartment" key={compartment}>
                {capitalized(compartment)}
              </span>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

function NothingHeld(): JSX.Element {
  return (
    <dl class="held">
      <dt>{words("clearance")}</dt>
      <dd>
        <Ladder levels={UNKNOWN_LEVELS} reached={-1} />
        <span class="none">{words("noClearanceYet")}</span>
      </dd>
    </dl>
  );
}
