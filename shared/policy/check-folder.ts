import { ACTIONS } from "../schema/action.ts";
import { type Position, type Problem, PROBLEM_LIMIT, problemAt, startOf } from "./problem.ts";
import type { ReadPart } from "./read-part.ts";
import type { Said } from "./said-once.ts";
import { type Entry, positionOf } from "./sift.ts";
import { tenantProblems } from "./check-tenants.ts";
import { staleProblems } from "./check-stale.ts";
import { mendOf } from "./mends.ts";
import { meant } from "./spelling.ts";
import { inWords, shown } from "./wrong.ts";

/** What a whole folder must agree on: that the required keys are there, and that levels and groups are known. */
export function checkFolder(parts: readonly ReadPart[], said: Said, unread: boolean): Problem[] {
  return [
    ...missing(parts, said, unread),
    ...sameIds([...parts.flatMap(({ licenses }) => licenses), ...parts.flatMap(({ grants }) => grants)]),
    ...(isFaulty(parts, "levels") || unread ? [] : unknownLevels(parts, said)),
    ...wrongGroups(parts),
    ...tenantsOf(parts, said),
  ];
}

function isFaulty(parts: readonly ReadPart[], key: string): boolean {
  return parts.some(({ faulty }) => faulty.has(key) || faulty.has(""));
}

/** P7: the policy must say what happens to calls whose model cannot be told. */
function missing(parts: readonly ReadPart[], said: Said, unread: boolean): Problem[] {
  const [first] = parts;
  if (!first || unread) return [];
  const absent = (["lanyard", "unidentified"] as const).filter(
    (key) => said[key] === undefined && !isFaulty(parts, key),
  );
  const at = startOf(first.read.file);
  return absent.map((key) => problemAt(at, "missing_key", ABSENT[key].message, ABSENT[key].mend));
}

const ABSENT = {
  lanyard: {
    message: "The policy does not say in which version of its language it is written.",
    mend: mendOf("lanyard"),
  },
  unidentified: {
    message: "The policy does not say what happens to calls whose model cannot be told.",
    mend: "Write `unidentified: forbid` or `unidentified: permit`.",
  },
};

/** Ids that are taken: those of all layers share one space, and so do those of licenses and grants. */
export function sameIds(entries: readonly Entry<{ readonly id: string }>[]): Problem[] {
  const first = new Map<string, Entry<{ readonly id: string }>>();
  const problems: Problem[] = [];
  for (const entry of entries) {
    const { id } = entry.value;
    if (problems.length === PROBLEM_LIMIT) break;
    const other = first.get(id);
    if (!other) {
      first.set(id, entry);
      continue;
    }
    const { file, line } = positionOf(other, "id");
    const message = `${inWords(entry.read.value, entry.path)}: the id is taken, in ${file} line ${line}.`;
    const mend = "Give each an id of its own: records and sentences name it.";
    problems.push(problemAt(positionOf(entry, "id"), "duplicate_id", message, mend));
  }
  return problems;
}

function unknownLevels(parts: readonly ReadPart[], said: Said): Problem[] {
  const levels = said.levels ?? ["open"];
  const problems = sameLevels(parts, levels);
  for (const entry of parts.flatMap(({ classify }) => classify)) {
    if (problems.length >= PROBLEM_LIMIT) break;
    if (levels.includes(entry.value.level)) continue;
    problems.push(unknownLevel(positionOf(entry, "level"), entry.value.level, levels));
  }
  return [...problems, ...awayProblems(parts, said, levels), ...staleOf(parts, said, levels)];
}

function awayProblems(parts: readonly ReadPart[], said: Said, levels: readonly string[]): Problem[] {
  const open = said.agent_away?.open_up_to;
  const at = parts.find((part) => part.said.agent_away)?.read.at(["agent_away", "open_up_to"]);
  if (open === undefined || !at) return [];
  if (!levels.includes(open)) return [unknownLevel(at, open, levels)];
  if (open !== levels.at(-1)) return [];
  const message = `agent_away.open_up_to: ${shown(open)} is the top level, and the top level never stays open.`;
  const mend = "Write a lower level, or leave `agent_away` out so that nothing stays open.";
  return [problemAt(at, "top_level_open", message, mend)];
}

function staleOf(parts: readonly ReadPart[], said: Said, levels: readonly string[]): Problem[] {
  const part = parts.find((one) => one.said.stale);
  if (!said.stale || !part) return [];
  return staleProblems(said.stale, levels, (...path) => part.read.at(["stale", ...path]));
}

function tenantsOf(parts: readonly ReadPart[], said: Said): Problem[] {
  const part = parts.find((one) => one.said.tenants);
  if (!said.tenants || !part) return [];
  return tenantProblems(said.tenants, (...path) => part.read.at(["tenants", ...path]));
}

/** A level said twice would stand both below and above those between. */
function sameLevels(parts: readonly ReadPart[], levels: readonly string[]): Problem[] {
  const again = levels.findIndex((level, index) => levels.indexOf(level) < index);
  const at = parts.find((part) => part.said.levels)?.read.at(["levels", again]);
  if (again < 0 || !at) return [];
  const message = `levels: ${shown(levels[again])} is said twice.`;
  return [problemAt(at, "said_twice", message, mendOf("levels"))];
}

/** A level that the policy does not have. */
function unknownLevel(position: Position, level: string, levels: readonly string[]): Problem {
  const message = `The level ${shown(level)} is not among the policy's levels.`;
  const mend = levels.length > 0 ? meant(level, levels) : mendOf("levels");
  return problemAt(position, "unknown_level", message, mend);
}

const TAKEN: ReadonlySet<string> = new Set([...ACTIONS, "all"]);

/** Groups hold actions, not groups; a group that is called as an action would change what that action means. */
function wrongGroups(parts: readonly ReadPart[]): Problem[] {
  const problems: Problem[] = [];
  for (const { read, said } of parts) {
    for (const [name, actions] of Object.entries(said.action_groups ?? {})) {
      const at = (...path: readonly PropertyKey[]): Position => read.at(["action_groups", name, ...path]);
      const where = `action_groups.${shown(name)}`;
      const odd = actions.findIndex((action) => !ACTIONS.some((one) => one === action));
      if (TAKEN.has(name))
        problems.push(
          problemAt(at(), "said_twice", `${where}: an action has this name.`, "Write another name."),
        );
      if (actions.length === 0)
        problems.push(
          problemAt(at(), "empty_list", `${where}: no action is in it.`, mendOf("action_groups")),
        );
      const action = actions[odd];
      if (action === undefined || problems.length >= PROBLEM_LIMIT) continue;
      const message = `${where}: there is no action ${shown(action)}.`;
      problems.push(problemAt(at(odd), "unknown_action", message, meant(action, ACTIONS)));
    }
  }
  return problems;
}
