import { list } from "../../shared/policy/because.ts";
import { moment } from "../../shared/policy/moment.ts";
import type { Directive } from "./directive.ts";

/** A directive as one sentence for IT: what, on what, for whom, until when. Its `because` is its own. */
export function directiveSentence(directive: Directive, now: number): string {
  const { forbid, require, models, unless, until } = directive;
  const what = [
    forbid === undefined ? "" : `forbids ${forbid === "all" ? "everything" : list(forbid)}`,
    require === undefined ? "" : `requires ${list(require)}`,
  ];
  return [
    what.filter(Boolean).join(" and "),
    `on ${models === undefined ? "every model that it is about" : list(models)}`,
    whoWords(directive),
    unless === undefined ? "" : `unless ${unless.join(" or ")}`,
    until === undefined ? "" : `until ${until}`,
    stateWords(directive, now),
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether a directive holds now, milliseconds since 1970 UTC. */
export function directiveState(
  { from, until, mode }: Directive,
  now: number,
): "holds" | "to come" | "over" | "monitored" {
  if (until !== undefined && (moment(until) ?? Infinity) <= now) return "over";
  if (from !== undefined && (moment(from) ?? 0) > now) return "to come";
  return mode === "monitor" ? "monitored" : "holds";
}

function whoWords({ who }: Directive): string {
  if (who === undefined) return "";
  const parts = Object.entries(who).map(
    ([kind, names]) => `${kind} ${Array.isArray(names) ? names.join(", ") : JSON.stringify(names)}`,
  );
  return `for ${parts.join(" and ")}`;
}

function stateWords(directive: Directive, now: number): string {
  const state = directiveState(directive, now);
  if (state === "to come") return `(from ${directive.from ?? ""})`;
  return state === "holds" ? "" : `(${state})`;
}
