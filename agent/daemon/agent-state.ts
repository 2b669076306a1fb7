import type { Identity } from "../../shared/wire/identity.ts";
import type { AgentState, Lapse } from "../../shared/wire/native.ts";
import type { AgentParts } from "./agent.ts";
import type { Resolution } from "./resolution.ts";

/** What a state is made of besides the agent's parts. */
interface StateNow {
  readonly resolution: Resolution;
  readonly identity: Identity;
  /** What is wrong with the policy or what it is resolved by, each a sentence. */
  readonly problems: readonly string[];
  readonly journalProblem: string | null;
}

/** Everything that an extension needs to know, whole. */
export function agentState(parts: AgentParts, now: StateNow): AgentState {
  const { sources, passports, access, distribution } = parts;
  const { clearance, lapses, held } = now.resolution;
  // Passports are judged by the trusted time, and the browser knows the system's alone.
  const behind = distribution?.policy.time.behind ?? 0;
  return {
    type: "state",
    clearance,
    health: {
      version: parts.version,
      policyCheckedAt: sources.checkedAt,
      policyProblem: now.problems.length === 0 ? null : now.problems.join(" "),
      journalProblem: now.journalProblem,
    },
    ...(lapses.length > 0 && { lapses: lapses.map((one) => movedBack(one, behind)) }),
    ...(held.length > 0 && { held: [...held] }),
    ...(passports.withheld !== null && { proofs: [...passports.proofs] }),
    identity: now.identity,
    ...(access.state !== null && { access: access.state }),
    promptKey: parts.promptKey.key,
  };
}

function movedBack({ at, claims, clearance }: Lapse, milliseconds: number): Lapse {
  return { at: at - milliseconds, claims, clearance };
}
