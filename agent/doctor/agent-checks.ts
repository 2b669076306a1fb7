import type { AgentStatus, SignedStatus } from "../../shared/wire/local-api.ts";
import { type Finding, type Machine, open, unknown, well } from "./machine.ts";

const MINUTE = 60_000;
/** The agent looks each half minute: a policy that nobody has looked at for this long has an agent that is stuck. */
const OLD_POLICY = 5 * MINUTE;
/** Clocks of one machine do not differ; this much is a leap. */
const LEAP = 2 * MINUTE;
const LITTLE_SPACE = 1_000_000_000;

/** The agent, what it obeys and what it writes. */
export function agentFindings(machine: Machine): readonly Finding[] {
  if ("unseen" in machine.agent)
    return [
      open("agent", machine.agent.unseen, machine.agent.mend),
      ...spaceFindings(machine),
      clockFinding(machine, null),
    ];
  const status = machine.agent.seen;
  return [
    running(status, machine.version),
    holder(status),
    ...signInFindings(status),
    ...policyFindings(status, machine.now),
    ...signedFindings(status, machine.now),
    journal(status),
    ...spaceFindings(machine),
    clockFinding(machine, status),
  ];
}

function running({ version, pid }: AgentStatus, ours: string): Finding {
  const sentence = `The agent runs, version ${version}, pid ${pid}.`;
  if (version === ours) return well("agent", sentence);
  return open(
    "agent",
    `${sentence} This program is version ${ours}.`,
    "Restart the agent, so that both are the same.",
  );
}

function holder({ person, organization }: AgentStatus): Finding {
  if (person !== null) return well("agent", `It decides for ${person} at ${organization}.`);
  return open(
    "agent",
    "It knows nobody who uses this machine, so nothing is permitted.",
    "Name the person in the agent's configuration, and have them in the people file.",
  );
}

/** The company's sign-in; nothing where nobody signs in. */
function signInFindings({ identity }: AgentStatus): readonly Finding[] {
  if (identity === undefined) return [];
  const { provider, until, problem, can } = identity;
  if (problem !== null) return [open("sign-in", problem, SIGN_IN_MEND)];
  if (provider === null) return [];
  if (until !== null)
    return [well("sign-in", `Signed in at ${provider}, until ${moment(until)} unless it is renewed.`)];
  if (can.sign_in) return [open("sign-in", `Nobody is signed in at ${provider}.`, SIGN_IN_MEND)];
  return [unknown("sign-in", `The policy believes no sign-in, and the configuration names ${provider}.`)];
}

const SIGN_IN_MEND = "Sign in: lanyard sign-in";

function policyFindings({ policy }: AgentStatus, now: number): readonly Finding[] {
  const problems = policy.problems.map((problem) =>
    open("policy", problem, `Find every problem and its place: lanyard policy check ${policy.directory}`),
  );
  if (policy.checkedAt === null || policy.revision === null)
    return [
      open("policy", "No policy is in force.", "Mend the policy; until then nothing is permitted."),
      ...problems,
    ];
  const age = now - policy.checkedAt;
  const sentence = `Policy ${policy.revision} with ${policy.rules} rules is in force, looked at ${ago(age)}.`;
  if (age <= OLD_POLICY) return [well("policy", sentence), ...problems];
  const mend = "Restart the agent; rules for stale policy hold until it has looked again.";
  return [open("policy", sentence, mend), ...problems];
}

/** The chain of signatures, and how soon a directive is heard of. */
function signedFindings({ signed, policy }: AgentStatus, now: number): readonly Finding[] {
  if (signed === null)
    return [
      well(
        "signatures",
        `The policy is not signed: it is what stands in ${policy.directory}, for this machine alone.`,
      ),
    ];
  return [signatures(signed), nudge(signed, now)];
}

function signatures({ release, policy, directives, issued, problem }: SignedStatus): Finding {
  const what = `release ${release ?? "none"} (version ${policy}) and directives of version ${directives}`;
  if (problem !== null)
    return open(
      "signatures",
      `The newest signed policy is not enforced (${problem}); in force is ${what}.`,
      "The journal says what was refused and why: lanyard journal list. Publish it again, or have its server mended.",
    );
  if (issued === null)
    return open(
      "signatures",
      "Nothing signed has been taken yet.",
      "Check the address of the repository and its root in the agent's configuration.",
    );
  return well("signatures", `Every signature holds, for ${what}, signed ${moment(issued)}.`);
}

function nudge({ nudge: state, nextLook }: SignedStatus, now: number): Finding {
  const next = nextLook === null || nextLook <= now ? "now" : `in ${Math.ceil((nextLook - now) / 1_000)} s`;
  if (state === "connected")
    return well("nudge", "Directives are heard of at once: the broker is connected.");
  if (state === "off") return well("nudge", `No broker is configured: the next look is ${next}.`);
  return open(
    "nudge",
    `The broker cannot be reached, so a directive is heard of at the next look, ${next}.`,
    "Check its address, certificate and account in the agent's configuration, and whether this machine may reach it.",
  );
}

function journal({ journal: { events, file, problem } }: AgentStatus): Finding {
  if (problem === null) return well("journal", `The journal is written, ${events} events in ${file}.`);
  return open("journal", problem, "Events wait in the browsers meanwhile. Mend the folder or the disk.");
}

function spaceFindings({ freeBytes }: Machine): readonly Finding[] {
  if (freeBytes === null) return [];
  const space = `${(freeBytes / 1_000_000_000).toFixed(1)} GB are free where the journal lies.`;
  if (freeBytes >= LITTLE_SPACE) return [well("journal", space)];
  return [open("journal", space, "Make room: a journal that cannot be written leaves a gap in the record.")];
}

/** Dates of rules and the age of the policy are read from this clock; what is recorded shows whether it was set back. */
function clockFinding({ now, newestEvent }: Machine, status: AgentStatus | null): Finding {
  const seen = [
    newestEvent,
    status?.policy.checkedAt,
    status?.startedAt,
    status?.signed?.trustedTime,
    status?.signed?.issued,
  ].filter((time) => typeof time === "number");
  if (seen.length === 0)
    return unknown("clock", "Nothing is recorded or signed yet that the clock could be held against.");
  const latest = Math.max(...seen);
  if (latest - now <= LEAP) return well("clock", "The clock agrees with what is recorded.");
  return open(
    "clock",
    `The clock says ${moment(now)}, and something is recorded or signed for ${moment(latest)}: it was set back.`,
    "Have the clock set by the network; dates of rules and the age of the policy hang on it.",
  );
}

function moment(time: number): string {
  return new Date(time).toISOString();
}

function ago(age: number): string {
  if (age < MINUTE) return "less than a minute ago";
  const minutes = Math.round(age / MINUTE);
  return minutes < 120 ? `${minutes} minutes ago` : `${Math.round(minutes / 60)} hours ago`;
}
