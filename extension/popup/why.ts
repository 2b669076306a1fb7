import { capitalized, language, type WordKey, words } from "../design/words.ts";
import { type Authority, entryOf } from "../../shared/policy/authority.ts";
import type { Standing } from "../../shared/policy/standing.ts";
import type { Ground } from "../../shared/schema/decision.ts";

/**
 * Why a model stands as it does. What the policy's author wrote is shown as it is written. The engine's own sentences are
 * English, as they stand in the journal; in other languages the ground is said in plainer ones.
 */
export function whyOf(authority: Authority, model: string, stands: Standing): string {
  return language().startsWith("en") || isWritten(authority, stands)
    ? stands.why
    : plainWhy(authority, model, stands);
}

function isWritten({ clearance }: Authority, { why, rules }: Standing): boolean {
  return clearance.rules.some(({ id, because }) => because === why && rules.includes(id));
}

function plainWhy(authority: Authority, model: string, { state, ground }: Standing): string {
  if (ground === "classification") return whyClassified(authority, model);
  const isOpen = state === "may" || state === "conditions";
  return words(isOpen ? (OPEN[ground] ?? "whyOpen") : (CLOSED[ground] ?? "whyClosedByRule"));
}

const OPEN: Readonly<Partial<Record<Ground, WordKey>>> = { default: "whyOpenByDefault" };
const CLOSED: Readonly<Partial<Record<Ground, WordKey>>> = {
  default: "whyNoRule",
  stale: "whyStale",
  agent_away: "whyAway",
  unidentified: "whyUnidentified",
  uninspectable: "whyUninspectable",
};

function whyClassified(authority: Authority, model: string): string {
  const { holder, levels } = authority.clearance;
  const { level, lacking } = entryOf(authority, model);
  const needed = [...(level > holder.level ? [levels[level] ?? ""] : []), ...lacking].map(capitalized);
  return words("whyLevel", capitalized(levels[holder.level] ?? ""), needed.join(", "));
}
