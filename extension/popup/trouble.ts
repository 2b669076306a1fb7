import type { Change } from "../design/change.tsx";
import { moment } from "../design/times.ts";
import { capitalized, words } from "../design/words.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { ExtensionHealth, PopupState } from "../../shared/wire/screen.ts";

/**
 * What is not as it should be, as one box: the worst in full, what else there is in a line each.
 * Null where nothing is wrong.
 */
export function troubleOf(
  { clearance, identity, health }: Pick<PopupState, "clearance" | "identity" | "health">,
  now: number,
): Change | null {
  const [worst, ...others] = [
    starting(health),
    agentAway(clearance, health, now),
    proofEnded(health, now),
    journalProblem(health),
    eventsLost(health),
    policyProblem(clearance, health),
    signInProblem(identity),
    socketProblem(health),
    eventsWaiting(health),
  ].filter((change) => change !== null);
  if (worst === undefined) return null;
  return { ...worst, details: [...worst.details, ...others.map(({ title }) => title)] };
}

function starting({ protection }: ExtensionHealth): Change | null {
  if (protection !== "starting") return null;
  return { kind: "attention", icon: "clock", title: words("starting"), details: [words("startingMeans")] };
}

function agentAway(clearance: Clearance | null, health: ExtensionHealth, now: number): Change | null {
  if (health.agentAwaySince === null) return null;
  return {
    kind: "fault",
    icon: "away",
    title: words("agentAwaySince", moment(health.agentAwaySince, now)),
    details: [whatStaysOpen(clearance)],
  };
}

function proofEnded({ proofEndedAt: at }: ExtensionHealth, now: number): Change | null {
  if (at === null) return null;
  const title = words("proofEnded", moment(at, now));
  return { kind: "attention", icon: "clock", title, details: [words("proofEndedMeans")] };
}

function whatStaysOpen(clearance: Clearance | null): string {
  const highest = clearance?.levels[clearance.openWhileAway];
  return highest === undefined ? words("nothingStaysOpen") : words("staysOpenUpTo", capitalized(highest));
}

function journalProblem({ journalProblem: problem }: ExtensionHealth): Change | null {
  if (problem === null) return null;
  return { kind: "fault", icon: "document", title: words("journalProblem"), details: [problem] };
}

function eventsLost({ dropped }: ExtensionHealth): Change | null {
  if (dropped === 0) return null;
  const title = dropped === 1 ? words("oneRecordLost") : words("recordsLost", dropped);
  return { kind: "fault", icon: "document", title, details: [words("lossIsCounted")] };
}

function policyProblem(
  clearance: Clearance | null,
  { policyProblem: problem }: ExtensionHealth,
): Change | null {
  if (problem === null) return null;
  const title =
    clearance === null ? words("policyProblem") : words("policyProblemOldHolds", clearance.revision);
  return { kind: "attention", icon: "document", title, details: [problem] };
}

/** While somebody may sign in, the place for that says it. */
function signInProblem(identity: PopupState["identity"]): Change | null {
  if (identity === undefined || identity.problem === null || identity.can.sign_in) return null;
  return { kind: "attention", icon: "unproven", title: words("signInProblem"), details: [identity.problem] };
}

function socketProblem({ socketProblem: problem }: ExtensionHealth): Change | null {
  if (problem === null) return null;
  return { kind: "attention", icon: "document", title: words("socketProblem"), details: [problem] };
}

function eventsWaiting({ waiting }: ExtensionHealth): Change | null {
  if (waiting === 0) return null;
  const title = waiting === 1 ? words("oneRecordWaits") : words("recordsWait", waiting);
  return { kind: "attention", icon: "clock", title, details: [words("waitingIsKept")] };
}
