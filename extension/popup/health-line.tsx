import type { JSX } from "preact";
import type { IconName } from "../design/drawings.ts";
import { Icon } from "../design/icon.tsx";
import { span } from "../design/times.ts";
import { useNow } from "../design/use-now.ts";
import { words } from "../design/words.ts";
import type { ExtensionHealth, Protection } from "../../shared/wire/screen.ts";

interface HealthLineProps {
  readonly health: ExtensionHealth;
  readonly revision: string | null;
}

const SECOND = 1_000;

const LOOKS: Readonly<
  Record<Protection, { readonly look: "good" | "late" | "away"; readonly icon: IconName }>
> = {
  protected: { look: "good", icon: "good" },
  degraded: { look: "late", icon: "clock" },
  starting: { look: "late", icon: "clock" },
  no_clearance: { look: "late", icon: "unproven" },
  agent_away: { look: "away", icon: "away" },
};

/** Whether Lanyard works, in one line. Its age moves each second; nothing announces it. */
export function HealthLine({ health, revision }: HealthLineProps): JSX.Element {
  const { look, icon } = LOOKS[health.protection];
  const now = useNow(SECOND);
  return (
    <span class="health" data-health={look}>
      <Icon name={icon} />
      <span class="number">{healthWords(health, revision, now)}</span>
    </span>
  );
}

function healthWords(health: ExtensionHealth, revision: string | null, now: number): string {
  const { protection, agentAwaySince } = health;
  if (protection === "starting") return words("healthStarting");
  if (protection === "no_clearance") return words("healthNoClearance");
  if (protection === "agent_away") {
    return agentAwaySince === null ? words("healthAway") : words("healthAwayFor", span(now - agentAwaySince));
  }
  const how = words(protection === "protected" ? "healthProtected" : "healthDegraded");
  return `${how} ${policyWords(health, revision, now)}`;
}

function policyWords({ policyCheckedAt }: ExtensionHealth, revision: string | null, now: number): string {
  const name = revision === null ? words("noRevision") : short(revision);
  if (policyCheckedAt === null) return words("policyUnchecked", name);
  return words("policyChecked", name, span(now - policyCheckedAt));
}

/** A revision that is a fingerprint is told by its beginning, which is enough to compare; one with a name is told whole. */
function short(revision: string): string {
  return /^[0-9a-f]{32}$/.test(revision) ? revision.slice(0, 8) : revision;
}
