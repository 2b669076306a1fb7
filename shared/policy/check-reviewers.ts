import type { ReviewersPart, Rule } from "../schema/policy.ts";
import { MOST_REVIEWERS } from "../schema/reviewer.ts";
import { isOnP256 } from "./p256.ts";
import { type Position, type Problem, problemAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import type { Said } from "./said-once.ts";
import { type Entry, positionOf } from "./sift.ts";
import { inWords, shown } from "./wrong.ts";

const MEND =
  "Write `reviewers: { keys: { NAME: … } }` with the keys that `lanyard reviewer new` prints, or take `seal` out.";

/** What is sealed must be for somebody who can open it, and whoever is named must have a key that is one. */
export function reviewerProblems(
  parts: readonly ReadPart[],
  sentences: readonly Entry<Rule>[],
  { reviewers, stale = [] }: Said,
  unread: boolean,
): Problem[] {
  const part = parts.find(({ said }) => said.reviewers !== undefined);
  if (part !== undefined && reviewers !== undefined)
    return ofReviewers(reviewers, (...path) => part.read.at(["reviewers", ...path]));
  if (unread || parts.some(({ faulty }) => faulty.has("reviewers") || faulty.has(""))) return [];
  const step = stale.findIndex(({ require = [] }) => require.includes("seal"));
  const first = sentences.find(({ value }) => value.require?.includes("seal"));
  if (first !== undefined)
    return [nobodyReads(positionOf(first, "require"), inWords(first.read.value, first.path))];
  const aged = parts.find(({ said }) => said.stale !== undefined);
  return step < 0 || aged === undefined
    ? []
    : [nobodyReads(aged.read.at(["stale", step, "require"]), "stale")];
}

function nobodyReads(position: Position, where: string): Problem {
  const message = `${where}: the text of calls is to be sealed, and the policy names no \`reviewers\` who could read it.`;
  return problemAt(position, "no_reviewers", message, MEND);
}

type Locate = (...path: readonly PropertyKey[]) => Position;

function ofReviewers({ needed = 1, keys }: ReviewersPart, at: Locate): Problem[] {
  const names = Object.keys(keys);
  if (names.length > MOST_REVIEWERS) {
    const message = `reviewers.keys: ${names.length} reviewers are named, and ${MOST_REVIEWERS} is the most.`;
    const mend = `Keep ${MOST_REVIEWERS} of them: each is another key around the text of every call.`;
    return [problemAt(at("keys"), "wrong_reviewers", message, mend)];
  }
  if (names.length < needed) return [tooFew(names.length, needed, at)];
  return Object.entries(keys).flatMap(([name, key], index) => {
    const where = `reviewers.keys.${shown(name)}`;
    if (!isOnP256(key)) return [ofKey(at("keys", name), `${where}: it is no public key of P-256.`, COPY)];
    const other = names.slice(0, index).find((one) => keys[one]?.x === key.x);
    if (other === undefined) return [];
    return [ofKey(at("keys", name), `${where}: it is the key of ${shown(other)} too.`, OWN)];
  });
}

const COPY = "Copy the line anew, whole, as `lanyard reviewer new` printed it.";
const OWN = "Give each reviewer a key of their own, made on their own machine.";

function ofKey(position: Position, message: string, mend: string): Problem {
  return problemAt(position, "wrong_reviewers", message, mend);
}

function tooFew(count: number, needed: 1 | 2, at: Locate): Problem {
  if (count === 0)
    return problemAt(at("keys"), "no_reviewers", "reviewers.keys: nobody is named who could read.", MEND);
  const message = `reviewers.needed: ${needed} reviewers must open together, and ${count} is named.`;
  const mend = "Name another one under `keys`, or write `needed: 1`.";
  return problemAt(at("needed"), "no_reviewers", message, mend);
}
