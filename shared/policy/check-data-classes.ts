import type { DataClassText, PolicyPart } from "../schema/policy.ts";
import { patternFault } from "./data/customer-pattern.ts";
import type { PolicySource } from "./parse.ts";
import { type Problem, PROBLEM_LIMIT, problemAt, warningAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import { shown } from "./wrong.ts";

/** The names of the data classes that a file declares, in either form. */
export function dataClassNames({ data_classes: declared = [] }: PolicyPart): readonly string[] {
  return Array.isArray(declared) ? declared : Object.keys(declared);
}

/** The data classes of all files. A name alone adds nothing to what another file says of it. */
export function dataClassesIn(
  parts: readonly ReadPart[],
  problems: Problem[],
): ReadonlyMap<string, DataClassText> {
  const all = new Map<string, DataClassText>();
  for (const { read, said } of parts) {
    const declared = said.data_classes ?? [];
    for (const name of dataClassNames(said)) {
      const text = Array.isArray(declared) ? {} : (declared[name] ?? {});
      const other = all.get(name);
      const isMore = Object.keys(text).length > 0;
      if (other === undefined || (isMore && Object.keys(other).length === 0)) all.set(name, text);
      else if (isMore && JSON.stringify(other) !== JSON.stringify(text) && problems.length < PROBLEM_LIMIT) {
        const message = `data_classes: ${shown(name)} is found in one way here, and in another elsewhere.`;
        problems.push(
          problemAt(read.at(["data_classes", name]), "said_twice", message, "Keep one of the two."),
        );
      }
    }
  }
  return all;
}

/** Patterns that are none, or that would find nothing in particular. */
export function dataClassProblems({ read, said }: ReadPart): Problem[] {
  const declared = said.data_classes ?? [];
  if (Array.isArray(declared)) return [];
  return Object.entries(declared).flatMap(([name, { patterns = [] }]) =>
    patterns.flatMap((pattern, index) => {
      const fault = patternFault(pattern);
      if (fault === null) return [];
      const message = `data_classes.${shown(name)}, patterns: ${shown(pattern)} ${fault.message}`;
      return [
        problemAt(read.at(["data_classes", name, "patterns", index]), "wrong_pattern", message, fault.mend),
      ];
    }),
  );
}

/** Conditions on data that nobody can look for: a warning, since a forbid on it is still right, only wide (P5). */
export function neverFound(source: PolicySource): Problem[] {
  const isLost = (name: string): boolean => {
    const { built_in, patterns } = source.dataClasses.get(name) ?? {};
    return built_in === undefined && patterns === undefined;
  };
  return (["directives", "guardrails", "rules"] as const).flatMap((layer) =>
    source[layer].flatMap(({ when }, index) =>
      (when?.data ?? []).flatMap((name, at) => {
        if (!isLost(name)) return [];
        const message = `Nothing says how ${shown(name)} is found, so no call is known to be free of any class of data.`;
        const mend = "Write `built_in` or `patterns` for it under `data_classes`.";
        return [warningAt(source.place(layer, index, "when", "data", at), "never_found", message, mend)];
      }),
    ),
  );
}
