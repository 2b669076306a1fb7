import { MODEL_FACTS } from "../../shared/catalog/knowledge.ts";
import { spelledName } from "../../shared/policy/model-name.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { AccessChange } from "../policy-tools/access-change.ts";
import { accessDiff } from "../policy-tools/access-diff.ts";
import { changeSentence } from "../policy-tools/change-words.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { momentGiven } from "./moment-given.ts";
import { peopleFileOf, peopleIn } from "./people-file.ts";
import { soundPolicy } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";

/** `policy diff OLD NEW`: whose access to what changes; 1 where anybody's does. */
export async function policyDiff(given: Given): Promise<number> {
  const [old, draft] = [word(given, 0, "The old policy's folder"), word(given, 1, "The new policy's folder")];
  const [before, after] = [await soundPolicy(old), await soundPolicy(draft)];
  const people = await peopleIn(peopleFileOf(given, draft));
  const changes = accessDiff({
    before,
    after,
    people: people.values(),
    known: MODEL_FACTS.map(({ id }) => id),
    at: momentGiven(given, "at"),
  });
  const touched = new Set(changes.flatMap((change) => change.people)).size;
  const summary = { before: before.revision, after: after.revision, people: people.size, touched, changes };
  if (given.json) printJson(summary);
  else for (const line of diffLines(changes, after, people.size, touched)) print(plain(line));
  return changes.length === 0 ? EXIT.done : EXIT.found;
}

/** What changes, for people: a line of counts, then a line a change. */
export function diffLines(
  changes: readonly AccessChange[],
  { names }: CompiledPolicy,
  people: number,
  touched: number,
): readonly string[] {
  if (changes.length === 0) return [`Nobody's access changes, of ${people} people.`];
  const nameOf = (id: string): string => names[id] ?? spelledName(id);
  return [
    `Access changes for ${touched} of ${people} people:`,
    ...changes.map((change) => `  ${changeSentence(change, nameOf)}`),
  ];
}
