import { neverFound } from "./check-data-classes.ts";
import { shadowedRules } from "./check-shadowed.ts";
import { unmatchedNames } from "./check-unmatched.ts";
import { compile, type CompiledBefore } from "./compile.ts";
import type { CompiledPolicy, Knowledge } from "./compiled-policy.ts";
import { parse, type PolicyFile, type PolicySource } from "./parse.ts";
import { inOrder, type Problem } from "./problem.ts";
import { type PartReading, readFile } from "./read-part.ts";

/** A policy that can go out, with what is probably not meant in it; or what is wrong with it. */
export type Loaded =
  | { readonly policy: CompiledPolicy; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[] };

/**
 * Parses, compiles and checks a policy folder: the door for everything that enforces or publishes one. What needs
 * the catalog is checked here, over the spelling that is enforced. Warnings never keep a policy from being used.
 */
export function load(files: readonly PolicyFile[], knowledge: Knowledge): Loaded {
  return new PolicyLoader(knowledge).load(files);
}

interface KnownFile {
  readonly text: string;
  readonly reading: PartReading;
}

/**
 * Loads one state of a policy folder after another. Files that have not changed are not read again, and their
 * sentences become the same compiled objects; what spans the folder is checked anew each time.
 */
export class PolicyLoader {
  readonly #knowledge: Knowledge;
  #files: ReadonlyMap<string, KnownFile> = new Map();
  #compiled: CompiledBefore = new WeakMap();
  #groups = "";

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /** The same as `load` gives; `revision` is what whoever publishes the policy calls this state of it (P9). */
  load(files: readonly PolicyFile[], revision: string | null = null): Loaded {
    const read = new Map<string, KnownFile>();
    const parsed = parse(files, ({ file, text }) => {
      const known = this.#files.get(file);
      const reading = known?.text === text ? known.reading : readFile({ file, text });
      read.set(file, { text, reading });
      return reading;
    });
    this.#files = read;
    if (!("ok" in parsed)) return parsed;
    return this.#compile(revision === null ? parsed.ok : { ...parsed.ok, revision });
  }

  #compile(source: PolicySource): Loaded {
    const groups = JSON.stringify([...source.actionGroups]);
    if (groups !== this.#groups) this.#compiled = new WeakMap();
    this.#groups = groups;
    const policy = compile(source, this.#knowledge, this.#compiled);
    const found = [
      ...shadowedRules(policy, source),
      ...unmatchedNames(source, this.#knowledge),
      ...neverFound(source),
    ];
    const errors = found.filter(({ severity }) => severity === "error");
    return errors.length > 0 ? { problems: inOrder(errors) } : { policy, warnings: inOrder(found) };
  }
}
