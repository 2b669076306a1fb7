import type * as z from "zod/mini";
import { keysAt } from "./json-schema.ts";
import type { Path, ReadFile } from "./document.ts";
import { lookAlike } from "./look-alike.ts";
import { mendOf } from "./mends.ts";
import { type Problem, PROBLEM_LIMIT, problemAt, type ProblemCode } from "./problem.ts";
import { meant } from "./spelling.ts";

type Issue = z.core.$ZodIssue;

/** The value at a path of what was read, undefined where there is none. */
function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined),
    value,
  );
}

const NOUNS: ReadonlyMap<unknown, string> = new Map([
  ["directives", "Directive"],
  ["guardrails", "Guardrail"],
  ["rules", "Rule"],
  ["licenses", "License"],
  ["grants", "Grant"],
  ["classify", "Classify entry"],
  ["issuers", "Issuer"],
]);

/** A path in words: `Rule engineering-chat, who.groups`. An entry without an id is named by its number. */
export function inWords(value: unknown, path: Path): string {
  const [list, index, ...rest] = path;
  const noun = NOUNS.get(list);
  if (noun === undefined || typeof index !== "number") return shown(path.map(String).join(".") || "The file");
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
  const text = (typeof value === "string" ? value.slice(0, 1_000) : JSON.stringify(value)).replaceAll(
    /\s+/g,
    " ",
  );
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Turns one complaint of the schema into problems that a person can mend. */
export function problemsOf(issue: Issue, read: ReadFile, above: Path = []): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys")
    return issue.keys.slice(0, PROBLEM_LIMIT).map((key) => unknownKey(key, path, read));
  if (issue.code === "invalid_union") return union(issue.errors, path, read);
  const [field, outer] = fieldOf(path);
  const value = valueAt(read.value, path);
  if (value === undefined) return [missingKey(field, path, read)];
  const code = codeOf(field, value);
  const disguised =
    code === "wrong_model" && typeof value === "string" ? disguisedModel(value, path, read) : null;
  if (disguised) return [disguised];
  const message = `${inWords(read.value, path)}: ${shown(value)} cannot stand here.`;
  return [problemAt(read.at(path), code, message, mendOf(field, outer))];
}

/** The key that a path is about, and the key above it. Keys of maps that the policy names itself are not keys. */
function fieldOf(path: Path): readonly [string, string | undefined] {
  const isReviewer = path[0] === "reviewers" && path[1] === "keys" && path.length > 2;
  const own = isReviewer ? 3 : NAMED.has(path[0]) ? 2 : 1;
  const fixed = [...path.slice(0, 1), ...path.slice(own)];
  const keys = fixed.filter((step) => typeof step === "string");
  return [keys.at(-1) ?? "", keys.at(-2)];
}

/** Maps whose keys are the policy's own names. */
const NAMED: ReadonlySet<unknown> = new Set([
  "names",
  "purposes",
  "action_groups",
  "data_classes",
  "templates",
]);

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

/** A model id in letters of another script: it reads like a model that people know, and meets no call. */
function disguisedModel(value: string, path: Path, read: ReadFile): Problem | null {
  const found = lookAlike(value);
  if (!found) return null;
  const message = `${inWords(read.value, path)}: ${shown(value)} holds ${found.what}, so it is no model that any call names.`;
  const mend = `Type it in plain letters${found.meant === null ? "" : `: ${shown(found.meant)}`}.`;
  return problemAt(read.at(path), "look_alike", message, mend);
}

function unknownKey(key: string, path: Path, read: ReadFile): Problem {
  const message = `${inWords(read.value, path)}: the key ${shown(key)} is not known here.`;
  const keys = keysAt(path);
  const mend = keys.length > 0 ? meant(key, keys) : mendOf(fieldOf(path)[0]);
  return problemAt(read.at([...path, key]), "unknown_key", message, mend);
}

function missingKey(field: string, path: Path, read: ReadFile): Problem {
  const message = `${inWords(read.value, path.slice(0, -1))}: the key ${field} is missing.`;
  const [, outer] = fieldOf(path);
  return problemAt(read.at(path.slice(0, -1)), "missing_key", message, mendOf(field, outer));
}
