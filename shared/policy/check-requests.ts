import type { AccessPolicy } from "../schema/access-policy.ts";
import { type Position, type Problem, problemAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import type { Said } from "./said-once.ts";
import { meant } from "./spelling.ts";
import { shown } from "./wrong.ts";

/** What the schema cannot say of `requests`: who signs must be one person, and two must be there where two are needed. */
export function requestProblems(
  parts: readonly ReadPart[],
  { requests, levels }: Said,
  unread: boolean,
): Problem[] {
  const part = parts.find(({ said }) => said.requests !== undefined);
  if (!requests || !part) return [];
  const at = (...path: readonly PropertyKey[]): Position => part.read.at(["requests", ...path]);
  const isFaulty = unread || parts.some(({ faulty }) => faulty.has("levels") || faulty.has(""));
  return [
    ...sharedKeys(requests, at),
    ...takenIds(requests, parts, at),
    ...(isFaulty
      ? []
      : [...unknownLevels(requests, levels ?? ["open"], at), ...tooFew(requests, levels, at)]),
  ];
}

type Locate = (...path: readonly PropertyKey[]) => Position;

/** One key for two people would let one of them approve twice, or approve what they asked for themselves. */
function sharedKeys({ approvers }: AccessPolicy, at: Locate): Problem[] {
  const known = new Map<string, string>();
  return approvers.flatMap(({ person, key }, index) => {
    const first = known.get(key.x);
    known.set(key.x, first ?? person);
    if (first === undefined) return [];
    const message = `requests: ${shown(person)} has the key that ${shown(first)} has too.`;
    return [
      problemAt(
        at("approvers", index, "key"),
        "shared_key",
        message,
        "Make a key for each: lanyard request key.",
      ),
    ];
  });
}

/** What policy itself calls by an id is as it says there, and no approver's. */
function takenIds({ named }: AccessPolicy, parts: readonly ReadPart[], at: Locate): Problem[] {
  const taken = new Set(
    parts.flatMap(({ licenses, grants }) => [...licenses, ...grants]).map(({ value }) => value.id),
  );
  return (named ?? []).flatMap((id, index) => {
    if (!taken.has(id)) return [];
    const message = `requests: the id ${shown(id)} is taken by a license or grant of the policy.`;
    return [problemAt(at("named", index), "duplicate_id", message, "Give one of the two another id.")];
  });
}

function unknownLevels({ two_for }: AccessPolicy, levels: readonly string[], at: Locate): Problem[] {
  return (two_for?.levels ?? []).flatMap((level, index) => {
    if (levels.includes(level)) return [];
    const message = `requests: the level ${shown(level)} is not among the policy's levels.`;
    return [problemAt(at("two_for", "levels", index), "unknown_level", message, meant(level, levels))];
  });
}

/** Whoever asks is one of the people who may not approve, so that two are the fewest that always can. */
function tooFew(
  { approvers, two_for }: AccessPolicy,
  levels: readonly string[] | undefined,
  at: Locate,
): Problem[] {
  const isTwo =
    two_for === undefined ? (levels ?? []).length > 1 : (two_for.levels ?? two_for.models ?? []).length > 0;
  if (!isTwo || new Set(approvers.map(({ person }) => person)).size > 1) return [];
  const message = "requests: some models take two approvers, and there is one.";
  const mend = "Add another to `approvers`, or write `two_for: {}`.";
  return [problemAt(at("approvers"), "too_few_approvers", message, mend)];
}
