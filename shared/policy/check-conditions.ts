import type { Rule } from "../schema/policy.ts";
import type { HoursText } from "../schema/policy-words.ts";
import { hoursOf, isZone, zoneNames } from "./hours.ts";
import { mendOf } from "./mends.ts";
import type { Path } from "./document.ts";
import type { Problem } from "./problem.ts";
import { type Entry, entryProblem } from "./sift.ts";
import { meant } from "./spelling.ts";
import { shown } from "./wrong.ts";

/** Conditions of one sentence that mean nothing, or that no person and no call can ever meet. */
export function conditionProblems(entry: Entry<Rule>): Problem[] {
  const { who, when } = entry.value;
  const problems = emptyLists(entry);
  if (who && Object.keys(who).length === 0) problems.push(emptyMap(entry, "who", "for everybody"));
  if (who?.device && Object.keys(who.device).length === 0)
    problems.push(
      entryProblem(entry, ["who", "device"], "empty_list", "it says no condition.", mendOf("device")),
    );
  if (when && Object.keys(when).length === 0) problems.push(emptyMap(entry, "when", "for every call"));
  if (when?.hours) problems.push(...hoursProblems(entry, when.hours));
  return problems;
}

function emptyMap(entry: Entry<Rule>, key: "who" | "when", all: string): Problem {
  const what = key === "who" ? "it says nothing about whom it is for." : "it says nothing about which calls.";
  return entryProblem(entry, [key], "empty_list", what, `Leave \`${key}\` out ${all}, or write a condition.`);
}

/** P3: an empty list grants nothing, and on a forbid it would forbid nothing: nobody means either. */
function emptyLists(entry: Entry<Rule>): Problem[] {
  const { who, when, permit, forbid, actions, models, families } = entry.value;
  const lists: readonly (readonly [Path, unknown])[] = [
    [["permit"], permit],
    [["forbid"], forbid],
    [["actions"], actions],
    [["models"], models],
    [["families"], families],
    ...Object.entries(who ?? {}).map(([field, list]) => [["who", field], list] as const),
    [["who", "device", "posture"], who?.device?.posture],
    ...Object.entries(when ?? {}).map(([field, list]) => [["when", field], list] as const),
  ];
  const problems: Problem[] = [];
  for (const [path, list] of lists) {
    if (!Array.isArray(list) || list.length > 0) continue;
    const [code, what] =
      permit === undefined
        ? ([
            "empty_list",
            `an empty list here ${forbid === undefined ? "requires" : "forbids"} nothing.`,
          ] as const)
        : (["never_matches", "an empty list here permits nothing to anybody."] as const);
    const all =
      path.at(-1) === "permit" || path.at(-1) === "forbid" ? ` (\`${String(path.at(-1))}: all\`)` : "";
    problems.push(
      entryProblem(entry, path, code, what, `Name at least one, or leave the key out for all${all}.`),
    );
  }
  return problems;
}

function hoursProblems(entry: Entry<Rule>, text: HoursText): Problem[] {
  const path = ["when", "hours"];
  const problems: Problem[] = [];
  const { days, from, to } = hoursOf(text);
  if (days.length === 0)
    problems.push(
      entryProblem(entry, [...path, "days"], "never_matches", "no day is in it.", mendOf("days")),
    );
  if (from === to || from === 1_440) {
    const what = `from ${text.from} to ${text.to} is no time at all.`;
    const mend = 'Write a later `to`; the whole day is from "00:00" to "24:00".';
    problems.push(entryProblem(entry, [...path, "to"], "never_matches", what, mend));
  }
  if (!isZone(text.zone)) {
    const what = `there is no time zone ${shown(text.zone)}.`;
    problems.push(entryProblem(entry, [...path, "zone"], "unknown_name", what, zoneMend(text.zone)));
  }
  return problems;
}

function zoneMend(zone: string): string {
  const near = meant(zone, zoneNames());
  return near.startsWith("Did you mean")
    ? `${near.slice(0, near.indexOf("?") + 1)} ${mendOf("zone")}`
    : mendOf("zone");
}

/** A permit for calls that the policy always closes before any rule is read. */
export function closedPermit(entry: Entry<Rule>, uninspectable: "permit" | "forbid"): Problem[] {
  const { permit, when } = entry.value;
  if (permit === undefined || when?.inspectable !== false || uninspectable === "permit") return [];
  const what = "it permits calls whose body cannot be read, and `uninspectable: forbid` closes all of those.";
  const mend = "Write `uninspectable: permit` for the policy, or leave `inspectable` out.";
  return [entryProblem(entry, ["when", "inspectable"], "never_matches", what, mend)];
}
