import type { PolicyPart } from "../schema/policy.ts";
import { type Problem, PROBLEM_LIMIT, problemAt } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import { shown } from "./wrong.ts";

/** The names of the purposes that a file declares, in either form. */
export function purposeNames({ purposes = [] }: PolicyPart): readonly string[] {
  return Array.isArray(purposes) ? purposes : Object.keys(purposes);
}

/** The purposes of all files with their words for people. A name alone adds nothing to what another file calls it. */
export function purposesIn(parts: readonly ReadPart[], problems: Problem[]): ReadonlyMap<string, string> {
  const all = new Map<string, string | null>();
  for (const { read, said } of parts) {
    const { purposes = [] } = said;
    for (const name of purposeNames(said)) {
      const called = Array.isArray(purposes) ? null : (purposes[name] ?? null);
      const other = all.get(name) ?? null;
      all.set(name, other ?? called);
      if (other === null || called === null || other === called || problems.length >= PROBLEM_LIMIT) continue;
      const message = `purposes: ${shown(name)} is ${shown(called)} here, and something else elsewhere.`;
      problems.push(problemAt(read.at(["purposes", name]), "said_twice", message, "Keep one of the two."));
    }
  }
  return new Map(Array.from(all, ([name, called]) => [name, called ?? name]));
}
