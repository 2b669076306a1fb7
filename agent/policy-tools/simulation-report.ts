import { list } from "../../shared/policy/because.ts";
import { spelledName } from "../../shared/policy/model-name.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { momentWords } from "./change-words.ts";
import type { ChangeKind } from "./outcome.ts";
import type { Unplayed } from "./replay.ts";
import type { ChangeTally, Counts, Example, SimulationReport } from "./tally.ts";

/** Names that one line shows before it counts the others. */
const SHOWN = 6;

const HEADS: Readonly<Record<ChangeKind, string>> = {
  lost: "would newly be denied",
  gained: "would newly be permitted",
  asked_more: "would be asked more",
  asked_less: "would be asked less",
};

const UNPLAYED: Readonly<Record<Unplayed, string>> = {
  nobody: "name no person",
  stranger: "are of people whom the people file does not have",
  no_clearance: "were denied before there was a clearance",
  stale: "were denied for the age of the policy, which is not recorded",
  no_action: "are nothing that policy decides on",
};

/** What a simulation found, for people. */
export function simulationLines(report: SimulationReport, policy: CompiledPolicy): readonly string[] {
  const { replayed, same, changes, unplayed } = report;
  const nameOf = (id: string): string => policy.names[id] ?? (id.includes("/") ? spelledName(id) : id);
  const kinds = ["lost", "gained", "asked_more", "asked_less"] as const;
  const left = Object.entries(unplayed).filter(([, requests]) => requests > 0);
  return [
    `Replayed ${counted(replayed)} recorded requests under revision ${policy.revision}: ${counted(same)} go as they went.`,
    ...kinds.flatMap((kind) => changeLines(HEADS[kind], changes[kind], nameOf)),
    ...left.map(([why, requests]) => `Not replayed: ${counted(requests)} ${UNPLAYED[why as Unplayed]}.`),
  ];
}

function changeLines(head: string, tally: ChangeTally, nameOf: (id: string) => string): readonly string[] {
  if (tally.requests === 0) return [];
  return [
    "",
    `${counted(tally.requests)} ${head}`,
    `  by rule    ${countWords(tally.byRule, (id) => id)}`,
    `  by person  ${countWords(tally.byPerson, (id) => id)}`,
    `  by model   ${countWords(tally.byModel, nameOf)}`,
    ...tally.examples.map((one) => `  e.g.       ${exampleWords(one, nameOf)}`),
  ];
}

function countWords(counts: Counts, nameOf: (id: string) => string): string {
  const all = Object.entries(counts);
  const some = all.slice(0, SHOWN).map(([name, requests]) => `${nameOf(name)} ${counted(requests)}`);
  return all.length > SHOWN ? `${some.join(", ")} and ${all.length - SHOWN} more` : some.join(", ");
}

function exampleWords(one: Example, nameOf: (id: string) => string): string {
  const steps = one.added.length === 0 ? "" : `, with ${list(one.added)}`;
  return `#${one.sequence} ${momentWords(one.time)} ${one.person}: ${one.operation} on ${nameOf(one.model)} by ${one.service}${steps}`;
}

function counted(number: number): string {
  return number.toLocaleString("en-US");
}
