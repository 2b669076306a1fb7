import type { JSX } from "preact";
import { Badge } from "../design/badge.tsx";
import { Icon } from "../design/icon.tsx";
import { Ladder } from "../design/ladder.tsx";
import { capitalized, type WordKey, words } from "../design/words.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Identity } from "../../shared/wire/identity.ts";
import type { Protection } from "../../shared/wire/screen.ts";
import { KnownBy } from "./sign-in.tsx";

/** Steps of the ladder that nobody stands on: policies have four levels as a rule. */
const UNKNOWN_LEVELS = 4;

interface HolderBadgeProps {
  readonly clearance: Clearance | null;
  readonly identity: Identity | undefined;
  readonly now: number;
  readonly protection: Protection;
}

/** Who the clearance is for, how that is known, and what it holds. */
export function HolderBadge({ clearance, identity, now, protection }: HolderBadgeProps): JSX.Element {
  if (clearance === null)
    return <NobodyBadge protection={protection} maySignIn={identity?.can.sign_in === true} />;
  const { name, id } = clearance.holder;
  return (
    <Badge label={words("yourBadge")}>
      <p class="who">{name ?? id}</p>
      <KnownBy identity={identity} now={now} />
      <Held clearance={clearance} />
    </Badge>
  );
}

/** That there is nobody to resolve for is not the same as not having heard from the agent. */
function NobodyBadge({
  protection,
  maySignIn,
}: {
  readonly protection: Protection;
  readonly maySignIn: boolean;
}): JSX.Element {
  if (maySignIn) return <NamelessBadge who="nobodySignedIn" why="notProvenYet" />;
  const heard = protection !== "starting" && protection !== "agent_away";
  return (
    <NamelessBadge who={heard ? "nobodyKnown" : "notSaidYet"} why={heard ? "notKnownYet" : "agentTells"} />
  );
}

function NamelessBadge({ who, why }: { readonly who: WordKey; readonly why: WordKey }): JSX.Element {
  return (
    <Badge label={words("yourBadge")}>
      <p class="who">{words(who)}</p>
      <p class="proof" data-proven="no">
        <Icon name="unproven" />
        <span>{words(why)}</span>
      </p>
      <NothingHeld />
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
