import * as z from "zod/mini";
import { Rule } from "../../shared/schema/policy.ts";
import { moment } from "../../shared/policy/moment.ts";
import type { Directive } from "./directive.ts";
import type { DirectiveParts } from "./directive-words.ts";
import { PublishingError } from "./fault.ts";

/** The parts with what only flags say. */
export interface DirectiveAsked extends DirectiveParts {
  readonly id: string | null;
  readonly actions: string | null;
  readonly monitor: boolean;
  /** Replies that are under way are ended. */
  readonly cut: boolean;
}

/**
 * Makes a directive of its parts. `now` is milliseconds since 1970 UTC: one that has ended already is refused. `taken`:
 * ids that are in force; where no id is given, one is made of the day and the first model.
 */
export function directiveOf(asked: DirectiveAsked, now: number, taken: ReadonlySet<string>): Directive {
  const { forbid, require, models, because, from, until, unless, instead, actions } = asked;
  verifyDates(asked, now);
  const rule: Record<string, unknown> = {
    id: asked.id ?? madeId(models ?? "*", from ?? new Date(now).toISOString(), taken),
    ...(forbid !== undefined && { forbid: actionsOf(forbid) }),
    ...(require !== undefined && { require: listOf(require) }),
    ...(actions !== null && { actions: actionsOf(actions) }),
    ...(models !== undefined && { models: listOf(models) }),
    ...(asked.who !== undefined && { who: whoOf(asked.who) }),
    ...(unless !== undefined && { unless: listOf(unless) }),
    ...(because !== undefined && { because }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(instead !== undefined && { instead: listOf(instead) }),
    ...(asked.monitor && { mode: "monitor" }),
    ...(asked.cut && { running: "cut" }),
  };
  if (forbid === undefined && require === undefined)
    throw new PublishingError(
      "malformed",
      "A directive must say what it forbids or requires: --forbid all, or --require warn.",
    );
  const parsed = Rule.safeParse(rule);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? "it");
  throw new PublishingError(
    "malformed",
    `What stands for ${WORDS[field] ?? field} is not what belongs there: ${said(rule[field])}. ${MENDS[field] ?? ""}`.trim(),
  );
}

const WORDS: Readonly<Record<string, string>> = { forbid: "the actions", who: "whom it is about" };

const MENDS: Readonly<Record<string, string>> = {
  models: "Write models as provider/model, where * stands for any characters.",
  unless: "Write us-person, license, license:ID, grant or grant:ID, with commas or `or` between them.",
  require: "Write obligations of warn, justify, redact, seal and notify.",
  instead: "Write models by name, as in anthropic/claude-opus-4-8.",
  who: "Write as in: groups engineering, legal and locations DE.",
};

const KINDS: Readonly<Record<string, string>> = {
  person: "people",
  people: "people",
  group: "groups",
  groups: "groups",
  organization: "organizations",
  organizations: "organizations",
  location: "locations",
  locations: "locations",
};

function whoOf(entries: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const who: Record<string, readonly string[]> = {};
  for (const entry of entries) {
    const [, kind = "", names = ""] = /^\s*([a-z]+)[\s=]+(.+)$/s.exec(entry) ?? [];
    const field = KINDS[kind];
    if (field === undefined)
      throw new PublishingError(
        "malformed",
        `"${entry}" does not say whom it is about. Write people, groups, organizations or locations and their names, as in: groups engineering, legal`,
      );
    who[field] = [...(who[field] ?? []), ...listOf(names)];
  }
  return who;
}

/** Names with commas, `and` or `or` between them. */
function listOf(text: string): readonly string[] {
  return text.split(/\s*,\s*|\s+(?:and|or)\s+/).filter((one) => one !== "");
}

function actionsOf(text: string): "all" | readonly string[] {
  return text.trim() === "all" ? "all" : listOf(text);
}

function verifyDates({ from, until }: DirectiveParts, now: number): void {
  for (const [word, text] of Object.entries({ from, until }))
    if (text !== undefined && moment(text) === null)
      throw new PublishingError(
        "malformed",
        `"${word} ${text}" is no moment. Write a date, or a time with its offset, as in 2026-06-12T17:21-04:00.`,
      );
  if (until !== undefined && (moment(until) ?? 0) <= now)
    throw new PublishingError("malformed", `"until ${until}" is over already. Nothing would be restricted.`);
}

function madeId(models: string, from: string, taken: ReadonlySet<string>): string {
  const [first = "all"] = listOf(models);
  const slug = first
    .replace(/^.*\//, "")
    .replaceAll(/[^A-Za-z0-9.]+/g, "-")
    .replaceAll(/^[-.]+|[-.]+$/g, "");
  const base = `${from.slice(0, 10)}-${slug === "" ? "all" : slug}`.slice(0, 80);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function said(value: unknown): string {
  return z.array(z.string()).safeParse(value).success
    ? (value as string[]).join(", ")
    : JSON.stringify(value);
}
