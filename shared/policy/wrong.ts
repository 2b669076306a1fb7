import type * as z from "zod/mini";
import { ACTIONS } from "../schema/action.ts";
import { OBLIGATIONS } from "../schema/decision.ts";
import { Classify, License, LicenseHolder, PolicyPart, Rule, Who } from "../schema/policy.ts";
import type { Path, ReadFile } from "./document.ts";
import { type Problem, PROBLEM_LIMIT, problemAt, type ProblemCode } from "./problem.ts";
import { meant } from "./spelling.ts";

type Issue = z.core.$ZodIssue;

/** What to write for each field that something else was written in. */
const MENDS: Readonly<Record<string, string>> = {
  lanyard: "Write `lanyard: 1`.",
  organization: "Write its name, such as `organization: Example Corp`.",
  revision: 'Write text in quotes, such as `revision: "2026-06-12"`.',
  levels: "Write the names in ascending order, such as `levels: [open, standard, controlled]`.",
  default: "Write `forbid` or `permit`.",
  unidentified: "Write `forbid` or `permit`.",
  uninspectable: "Write `forbid` or `permit`.",
  agent_away: "Write `agent_away: { open_up_to: LEVEL }` with one of the levels below the top.",
  open_up_to: "Write one of the levels below the top.",
  accounts: "Write `accounts: { corporate: [ACCOUNT-ID] }`.",
  corporate: "Write a list of account ids in quotes.",
  names: 'Write a model and its name, such as `"anthropic/mythos-5": Mythos 5`.',
  classify: "Write a list of entries such as `- models: [anthropic/mythos-5]` with their `level`.",
  licenses: "Write a list of licenses, each with `id` and `holder`.",
  rules: "Write a list of rules, each with `id` and `permit` or `forbid`.",
  id: "Write a short name of letters, digits and dashes.",
  authority: "Write who issued it, as text.",
  holder: "Write `holder:` with `people`, `groups` or `organizations`.",
  permit: `Write \`all\` or a list of: ${ACTIONS.join(", ")}.`,
  forbid: `Write \`all\` or a list of: ${ACTIONS.join(", ")}.`,
  actions: `Write \`all\` or a list of: ${ACTIONS.join(", ")}.`,
  models:
    'Write a list such as `[anthropic/mythos-5, "openai/*"]`: provider/model, where * stands for anything.',
  level: "Write one of the policy's levels.",
  compartments: "Write a list of names, such as `[cyber]`.",
  who: "Write conditions such as `who: { groups: [engineering] }`, or leave it out for everybody.",
  people: "Write a list of person ids in quotes.",
  groups: "Write a list of group names, such as `[engineering]`.",
  organizations: "Write a list of organization names in quotes.",
  us_person: "Write `us_person: proven`; everybody else is the absence of this condition.",
  when: "Write `when: { account: corporate }` or `when: { account: personal }`.",
  account: "Write `corporate` or `personal`.",
  from: "Write a date such as `2026-06-12`, or a time such as `2026-06-12T17:21:00-04:00`.",
  until: "Write a date such as `2026-06-12`, or a time such as `2026-06-12T17:21:00-04:00`.",
  unless: "Write a list of `us-person`, `license` (any) or `license:ID`.",
  require: `Write a list of: ${OBLIGATIONS.join(", ")}.`,
  because: "Write one sentence in quotes, at most 2,000 characters.",
  instead: "Write a list of exact models, such as `[anthropic/claude-opus-4-8]`.",
};

/** What to write in this field. */
export function mendOf(field: string): string {
  return MENDS[field] ?? "Write keys of the policy language, beginning with `lanyard: 1`.";
}

/** The keys that stand at a path of a policy file; empty where any key may stand, or none is known. */
function keysAt(path: Path): readonly string[] {
  const [list, , part] = path;
  if (list === undefined) return Object.keys(PolicyPart.shape);
  if (path.length === 2 && list === "rules") return Object.keys(Rule.shape);
  if (path.length === 2 && list === "licenses") return Object.keys(License.shape);
  if (path.length === 2 && list === "classify") return Object.keys(Classify.shape);
  if (part === "who") return Object.keys(Who.shape);
  if (part === "holder") return Object.keys(LicenseHolder.shape);
  if (part === "when") return ["account"];
  return list === "agent_away" ? ["open_up_to"] : list === "accounts" ? ["corporate"] : [];
}

/** The value at a path of what was read, undefined where there is none. */
function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined),
    value,
  );
}

/** A path in words: `Rule engineering-chat, who.groups`. An entry without an id is named by its number. */
export function inWords(value: unknown, path: Path): string {
  const [list, index, ...rest] = path;
  const noun = { rules: "Rule", licenses: "License", classify: "Classify entry" }[String(list)];
  if (noun === undefined || typeof index !== "number") return path.map(String).join(".") || "The file";
  const id = valueAt(value, [...path.slice(0, 2), "id"]);
  const name = `${noun} ${typeof id === "string" && id !== "" ? shown(id) : index + 1}`;
  const fields = rest.filter((step) => typeof step === "string");
  return fields.length > 0 ? `${name}, ${fields.join(".")}` : name;
}

/** A value as a message may show it: short, on one line, and never walked through. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "object") return "a map";
  const text = (typeof value === "string" ? value : JSON.stringify(value)).replaceAll(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Turns one complaint of the schema into problems that a person can mend. */
export function problemsOf(issue: Issue, read: ReadFile, above: Path = []): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.slice(0, PROBLEM_LIMIT).map((key) => unknownKey(key, path, read));
  if (issue.code === "invalid_union") return union(issue.errors, path, read);
  const field = path[0] === "names" ? "names" : (path.findLast((step) => typeof step === "string") ?? "");
  const value = valueAt(read.value, path);
  if (value === undefined) return [missingKey(field, path, read)];
  const code = codeOf(field, value);
  const message = `${inWords(read.value, path)}: ${shown(value)} cannot stand here.`;
  const isAction = code === "unknown_action" && typeof value === "string" && typeof path.at(-1) === "number";
  const mend = isAction ? meant(value, ACTIONS) : mendOf(field);
  return [problemAt(read.at(path), code, message, mend)];
}

/** Of the ways to write a value, the complaints about the one that came furthest are those that help. */
function union(errors: readonly (readonly Issue[])[], path: Path, read: ReadFile): Problem[] {
  const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((one) => one.path.length));
  const best = errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
  return best.flatMap((issue) => problemsOf(issue, read, path));
}

function codeOf(field: string, value: unknown): ProblemCode {
  if (typeof value !== "string") return "wrong_value";
  if (field === "models" || field === "instead") return "wrong_model";
  return field === "permit" || field === "forbid" || field === "actions" ? "unknown_action" : "wrong_value";
}

function unknownKey(key: string, path: Path, read: ReadFile): Problem {
  const message = `${inWords(read.value, path)}: the key ${shown(key)} is not known here.`;
  return problemAt(read.at([...path, key]), "unknown_key", message, meant(key, keysAt(path)));
}

function missingKey(field: string, path: Path, read: ReadFile): Problem {
  const message = `${inWords(read.value, path.slice(0, -1))}: the key ${field} is missing.`;
  return problemAt(read.at(path.slice(0, -1)), "missing_key", message, mendOf(field));
}
