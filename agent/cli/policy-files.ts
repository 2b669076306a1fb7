import { KNOWLEDGE } from "../../shared/catalog/knowledge.ts";
import type { CompiledPolicy, Knowledge } from "../../shared/policy/compiled-policy.ts";
import { load } from "../../shared/policy/load.ts";
import type { PolicyFile } from "../../shared/policy/parse.ts";
import type { Problem } from "../../shared/policy/problem.ts";
import { readDirectory } from "../distribution/directory.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { CommandError } from "./exit.ts";

/** A policy with the warnings about it, or everything that is wrong with it. */
export type FoundPolicy =
  | { readonly policy: CompiledPolicy; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/** The policy of a folder; throws `unreadable` where there is no such folder. */
export async function policyOf(folder: string): Promise<FoundPolicy> {
  return policyFrom(await policyFilesOf(folder));
}

/** The YAML files of a folder; throws `unreadable` where there are none to be had. */
export async function policyFilesOf(folder: string): Promise<readonly PolicyFile[]> {
  const reading = await readDirectory(folder);
  if (!reading.ok) throw new CommandError("unreadable", reading.problem);
  return reading.files;
}

/** The policy that files make together, over the built-in catalog unless another is given. */
export function policyFrom(files: readonly PolicyFile[], knowledge: Knowledge = KNOWLEDGE): FoundPolicy {
  return load(files, knowledge);
}

/** The policy of a folder; throws `found` with every problem where it has any. */
export async function soundPolicy(folder: string): Promise<CompiledPolicy> {
  return soundOrThrow(await policyOf(folder));
}

/** The policy where it is sound; throws `found` with every problem where it is not. */
export function soundOrThrow(found: FoundPolicy): CompiledPolicy {
  if ("policy" in found) return found.policy;
  const lines = found.problems.map(problemLine).join("\n");
  throw new CommandError("found", `The policy has problems.\n${lines}`);
}
