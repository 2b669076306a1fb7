import { shadowedRules } from "./check-shadowed.ts";
import { unmatchedNames } from "./check-unmatched.ts";
import { compile } from "./compile.ts";
import type { CompiledPolicy, Knowledge } from "./compiled-policy.ts";
import { parse, type PolicyFile } from "./parse.ts";
import { inOrder, type Problem } from "./problem.ts";

/** A policy that can go out, with what is probably not meant in it; or what is wrong with it. */
export type Loaded =
  | { readonly policy: CompiledPolicy; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/**
 * Parses, compiles and checks a policy folder: the door for everything that enforces or publishes one. What needs
 * the catalog is checked here, over the spelling that is enforced. Warnings never keep a policy from being used.
 */
export function load(files: readonly PolicyFile[], knowledge: Knowledge): Loaded {
  const parsed = parse(files);
  if (!("ok" in parsed)) return parsed;
  const policy = compile(parsed.ok, knowledge);
  const found = [...shadowedRules(policy, parsed.ok), ...unmatchedNames(parsed.ok, knowledge)];
  const errors = found.filter(({ severity }) => severity === "error");
  return errors.length > 0 ? { problems: inOrder(errors) } : { policy, warnings: inOrder(found) };
}
