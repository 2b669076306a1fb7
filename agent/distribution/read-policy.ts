import { canonicalModel } from "../../shared/catalog/identity.ts";
import { compile, type CompiledPolicy } from "../../shared/policy/compile.ts";
import { parse } from "../../shared/policy/parse.ts";
import { problemsInShort } from "../platform/yaml-file.ts";
import type { PolicySource } from "./policy-source.ts";

/** A compiled policy, or what is wrong with the newest one, in a sentence with file and line. */
export type CompiledReading =
  | { readonly ok: true; readonly value: CompiledPolicy }
  | { readonly ok: false; readonly problem: string };

/** Reads and compiles what a source has now; never throws. */
export async function readPolicy(source: PolicySource): Promise<CompiledReading> {
  const reading = await source.read();
  if (!reading.ok) return reading;
  const parsed = parse(reading.files);
  if ("ok" in parsed) return { ok: true, value: compile(parsed.ok, canonicalModel) };
  return { ok: false, problem: problemsInShort(parsed.problems) };
}
