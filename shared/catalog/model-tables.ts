import type { Lab, ModelNames } from "../schema/model-names.ts";
import type { Match } from "./lab-families.ts";
import labs from "./models/labs.json" with { type: "json" };
import spellings from "./models/spellings.json" with { type: "json" };

/** What identity looks names up in; made once from the names of an edition. */
export interface ModelTables {
  readonly labs: readonly Lab[];
  readonly labsByName: ReadonlyMap<string, Lab>;
  /** Longest first, so that `text-embedding-v` is tried before `text-embedding`. */
  readonly families: readonly Match[];
  readonly resellers: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
  readonly stages: ReadonlySet<string>;
  readonly quantizations: ReadonlySet<string>;
  readonly otherNames: ReadonlyMap<string, string>;
}

/** Makes the tables of an edition's names. */
export function modelTables({ labs: all, spellings: words }: ModelNames): ModelTables {
  return {
    labs: all,
    labsByName: new Map(all.flatMap((lab) => lab.names.map((name) => [name, lab] as const))),
    families: all
      .flatMap((lab) => lab.families.map((family) => ({ lab, family })))
      .sort((a, b) => b.family.length - a.family.length),
    resellers: new Set(words.resellers),
    tags: new Set(words.tags),
    stages: new Set(words.stages),
    quantizations: new Set(words.quantizations),
    otherNames: new Map(Object.entries(words.otherNames)),
  };
}

/** The names that ship with the program: the floor of every edition. */
export const BUILT_IN_NAMES: ModelNames = { labs, spellings };

/** The tables of the names that ship with the program. */
export const BUILT_IN_TABLES: ModelTables = modelTables(BUILT_IN_NAMES);
