import type { PolicyFile } from "../../../shared/policy/document.ts";
import type { Problem } from "../../../shared/policy/problem.ts";
import type { HeldDirectives, HeldPolicy, InForce } from "../floor/floor.ts";
import { Refusal } from "../repository/refusal.ts";
import { isDirectiveFile, joinedFiles } from "./bundles.ts";

/** What is published now: each part as it is, or why it is not what it should be. */
export interface Published {
  readonly policy: HeldPolicy | Refusal;
  readonly directives: HeldDirectives | Refusal;
}

/** What comes into force, and what of the published parts does not. */
export interface Choice {
  /** Null: nothing was in force, and nothing whole can be made of what is published. */
  readonly inForce: InForce | null;
  readonly policy: Refusal | null;
  readonly directives: Refusal | null;
}

/** The problems of these files as one policy; none: it can be enforced. */
export type Trial = (files: readonly PolicyFile[]) => readonly Problem[];

/**
 * Chooses the newest state that is whole. Each part is judged for itself: one that is malformed leaves the part before
 * it in force and does not hold the other back. Where two parts are good but not together, the directive goes first:
 * it restricts. A policy never comes into force without directives that were looked at.
 */
export function choose(published: Published, held: InForce | null, trial: Trial): Choice {
  const { policy, directives } = published;
  const tried: Tried[] = [];
  for (const candidate of candidatesOf(published, held)) {
    const isHeld = isSame(candidate, held);
    const problems = isHeld ? [] : trial(joinedFiles(candidate.policy.files, candidate.directives.files));
    if (problems.length === 0)
      return {
        inForce: candidate,
        policy: candidate.policy === policy ? null : refusalOf(policy, "malformed_policy", tried),
        directives:
          candidate.directives === directives ? null : refusalOf(directives, "malformed_directives", tried),
      };
    tried.push({ choice: candidate, problems });
  }
  return nothing(published, tried);
}

/** Nothing whole can be made: each part is told what is wrong in its own files, and the policy what is wrong besides. */
function nothing({ policy, directives }: Published, tried: readonly Tried[]): Choice {
  const problems = tried.flatMap((one) => one.problems);
  const isDirectives = problems.length > 0 && problems.every(({ file }) => isDirectiveFile(file));
  return {
    inForce: null,
    policy: policy instanceof Refusal || !isDirectives ? refusalOf(policy, "malformed_policy", tried) : null,
    directives:
      directives instanceof Refusal || isDirectives
        ? refusalOf(directives, "malformed_directives", tried)
        : null,
  };
}

function candidatesOf({ policy, directives }: Published, held: InForce | null): readonly InForce[] {
  const policies = [policy, ...before(policy, held?.policy)];
  const choices = [directives, ...before(directives, held?.directives)];
  // The fresh directives before the fresh policy.
  return choices.flatMap((chosen) =>
    policies.flatMap((one) =>
      one instanceof Refusal || chosen instanceof Refusal ? [] : [{ policy: one, directives: chosen }],
    ),
  );
}

/** The part that is in force, unless what is published says the same. */
function before<T extends HeldPolicy | HeldDirectives>(
  published: T | Refusal,
  held: T | undefined,
): readonly T[] {
  if (held === undefined) return [];
  return !(published instanceof Refusal) && published.text === held.text ? [] : [held];
}

/** What holds the same texts as what is in force was tried before. */
function isSame({ policy, directives }: InForce, held: InForce | null): boolean {
  return policy.text === held?.policy.text && directives.text === held.directives.text;
}

interface Tried {
  readonly choice: InForce;
  readonly problems: readonly Problem[];
}

/** Why a part is not in force: it was refused before, or the problem of the state that it was tried in. */
function refusalOf(
  part: HeldPolicy | HeldDirectives | Refusal,
  code: "malformed_policy" | "malformed_directives",
  tried: readonly Tried[],
): Refusal | null {
  if (part instanceof Refusal) return part;
  const problems = tried.find(({ choice }) => choice.policy === part || choice.directives === part)?.problems;
  const isDirective = code === "malformed_directives";
  const own = problems?.find(({ file }) => isDirectiveFile(file) === isDirective) ?? problems?.[0];
  if (!own) return null;
  const grants = isDirective && own.code === "restrict_only";
  const version = `version ${part.version}`;
  const where = `${own.file}:${own.line}:${own.column}`;
  const which =
    "release" in part ? `Release ${part.release}, targets.json, ${version}` : `directives.json, ${version}`;
  return new Refusal(grants ? "directives_grant" : code, `${which}: ${where} ${own.message} ${own.mend}`);
}
