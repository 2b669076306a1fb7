import { canonicalModel } from "../../shared/catalog/identity.ts";
import { compile, type CompiledPolicy } from "../../shared/policy/compile.ts";
import { parse } from "../../shared/policy/parse.ts";
import type { Problem } from "../../shared/policy/problem.ts";
import { readDirectory } from "../distribution/directory.ts";
import { CommandError } from "./exit.ts";

/** The policy of a folder, or everything that is wrong with it; throws `unreadable` where there is no such folder. */
export async function policyOf(
  folder: string,
): Promise<{ readonly policy: CompiledPolicy } | { readonly problems: readonly Problem[] }> {
  const reading = await readDirectory(folder);
  if (!reading.ok) throw new CommandError("unreadable", reading.problem);
  const parsed = parse(reading.files);
  return "ok" in parsed ? { policy: compile(parsed.ok, canonicalModel) } : parsed;
}
