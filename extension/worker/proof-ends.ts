import { decide } from "../../shared/policy/decide.ts";
import { list } from "../../shared/policy/because.ts";
import { judge } from "../../shared/policy/judge.ts";
import type { Authority } from "../../shared/policy/authority.ts";
import type { AccessRequest } from "../../shared/schema/access-request.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { Claim } from "../../shared/schema/proof.ts";
import type { Posture } from "./posture.ts";
import type { Ended } from "./reliance.ts";

/** The longest that a timer of browsers can wait, in milliseconds. */
const LONGEST = 2_147_483_647;

/** Has the posture look at the clock as each proof ends, and tells once what has ended. */
export function followEnds(posture: Posture, tell: (ended: Ended) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: Ended | null = null;
  const wait = (): void => {
    clearTimeout(timer);
    const { untilEnd } = posture;
    if (untilEnd !== null) timer = setTimeout(look, Math.min(Math.ceil(untilEnd), LONGEST));
  };
  const look = (): void => {
    posture.heed();
    wait();
  };
  posture.watch(() => {
    wait();
    const { endedHere } = posture;
    if (endedHere !== null && endedHere !== told) tell(endedHere);
    told = endedHere;
  });
}

/** Decides by what still counts; a denial that an ended proof has caused says so first. */
export function decideByProofs(authority: Authority, ended: Ended | null, request: AccessRequest): Decision {
  const decision = decide(authority, request);
  const before = ended?.before ?? null;
  if (ended === null || before === null || decision.effect === "permit") return decision;
  if (judge(before, request).effect === "deny") return decision;
  return { ...decision, because: `${endSentence(ended)} ${decision.because}` };
}

/** "Your proof of your level ended on 12 June 2026 at 17:21." */
export function endSentence({ at, claims }: Ended): string {
  const when = { dateStyle: "long", timeStyle: "short" } as const;
  const of = claims.length === 0 ? "" : ` of ${list(claims.map((claim) => CLAIM_WORDS[claim]))}`;
  return `Your proof${of} ended on ${new Intl.DateTimeFormat("en-GB", when).format(at)}.`;
}

const CLAIM_WORDS: Readonly<Record<Claim, string>> = {
  level: "your level",
  compartments: "your compartments",
  organization: "your organization",
  groups: "your groups",
  us_person: "US-person status",
  citizenship: "your citizenship",
  location: "where you work",
  assurance: "your identity",
  trusted_partner: "being a trusted partner",
  licenses: "your licenses",
  name: "your name",
};
