import type { Notice } from "../../shared/wire/screen.ts";
import type { Fact } from "./facts.tsx";
import { exactMoment } from "./times.ts";
import { words } from "./words.ts";

/** What IT needs to find a denial again: the rules, the policy's revision, and the event in the journal. */
export function decisionFacts({ id, time, decision }: Notice): readonly Fact[] {
  return [
    { name: words("rule"), values: decision.rules },
    { name: words("policy"), values: [decision.revision] },
    { name: words("decision"), values: [words("decisionAt", id, exactMoment(time))] },
  ];
}
