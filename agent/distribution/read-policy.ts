import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { PolicyFile } from "../../shared/policy/document.ts";
import type { PolicyLoader } from "../../shared/policy/load.ts";
import { problemsInShort } from "../platform/yaml-file.ts";
import type { PolicySource } from "./policy-source.ts";

/** A compiled policy with the texts that it is of, or what is wrong with the newest one, in a sentence with file and line. */
export type CompiledReading =
  | { readonly ok: true; readonly value: CompiledPolicy; readonly files: readonly PolicyFile[] }
  | { readonly ok: false; readonly problem: string };

/** Reads and compiles what a source has now; never throws. */
export async function readPolicy(source: PolicySource, loader: PolicyLoader): Promise<CompiledReading> {
  const reading = await source.read();
  if (!reading.ok) return reading;
  const loaded = loader.load(reading.files, reading.revision);
  if ("policy" in loaded) return { ok: true, value: loaded.policy, files: reading.files };
  return {
    ok: false,
    problem: problemsInShort(loaded.problems),
  };
}
