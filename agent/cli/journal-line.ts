import { styleText } from "node:util";
import type {
  AskingEvent,
  AuditEvent,
  DecisionEvent,
  EnforcedEvent,
  ErasedEvent,
  GapEvent,
  PrunedEvent,
  ServedEvent,
  UnsealedEvent,
} from "../../shared/schema/audit-event.ts";
import { accessSentence } from "../../shared/schema/access-words.ts";
import type { DegradedEvent, DiscoveryEvent } from "../../shared/schema/discovery-event.ts";
import { plain } from "./print.ts";

/** The columns, with their width in characters; the last takes what it needs. */
const WIDTHS = [20, 7, 26, 18, 11, 60, 0] as const;
const HEADS = ["TIME", "EFFECT", "MODEL", "SERVICE", "ACTION", "WHY", "RULE"] as const;

type Cells = readonly [string, string, string, string, string, string, string];

/** The heads of the columns. */
export function journalHead(): string {
  return styleText("bold", row(HEADS));
}

/** One event as one line of the table. */
export function journalLine(event: AuditEvent): string {
  const line = row(cellsOf(event));
  if (event.kind !== "decision" && event.kind !== "served") return styleText("dim", line);
  const from = WIDTHS[0] + 2;
  const effect = line.slice(from, from + WIDTHS[1]);
  const color = event.effect === "deny" ? "red" : "green";
  return line.slice(0, from) + styleText(color, effect) + line.slice(from + WIDTHS[1]);
}

function row(cells: Cells): string {
  return cells
    .map((cell, column) => fit(plain(cell), WIDTHS[column] ?? 0))
    .join("  ")
    .trimEnd();
}

function fit(cell: string, width: number): string {
  if (width === 0) return cell;
  return cell.length > width ? `${cell.slice(0, width - 1)}…` : cell.padEnd(width);
}

function cellsOf(event: AuditEvent): Cells {
  const time = momentOf(event.time);
  if (event.kind === "gap") return [time, "gap", "", "", event.what, gapWords(event), ""];
  if (event.kind === "lifecycle") return [time, "note", "", event.part, event.what, event.detail, ""];
  if (event.kind === "pruned") return [time, "note", "", "journal", "pruned", prunedWords(event), ""];
  if (event.kind === "erased") return [time, "note", "", "journal", "erased", erasedWords(event), ""];
  if (event.kind === "unsealed") return [time, "note", "", "journal", "unsealed", unsealedWords(event), ""];
  if (event.kind === "enforced") return enforcedCells(event, time);
  if (event.kind === "discovery") return discoveryCells(event, time);
  if (event.kind === "degraded") return degradedCells(event, time);
  if (event.kind === "access")
    return [time, "access", event.model ?? "", "", event.what, accessSentence(event), ""];
  if (event.kind === "asking") return askingCells(event, time);
  if (event.kind === "served")
    return [
      time,
      event.effect,
      servedOf(event),
      event.service,
      "served",
      whyOf(event),
      event.rules.join(", "),
    ];
  const { effect, service, operation, because, rules } = event;
  return [time, effect, modelOf(event), service, operation, because, rules.join(", ")];
}

function prunedWords({ count, first, last, why }: PrunedEvent): string {
  const because = { age: "by age", permits: "permitted, by age", size: "for room" }[why];
  return `${counted(count, "event")} of ${first} to ${last} taken out, ${because}`;
}

function erasedWords({ count, first, last, why, by }: ErasedEvent): string {
  const because = why === "age" ? "by age" : `as ${by ?? "somebody"} asked for`;
  return `keys to the text of ${counted(count, "event")} of ${first} to ${last} erased, ${because}`;
}

function unsealedWords({ sequence, by, whole }: UnsealedEvent): string {
  return `the text of event ${sequence} ${whole ? "opened" : "opened by half"} with the key of ${by.join(" and ")}`;
}

function gapWords({ what, host, count }: GapEvent): string {
  if (what === "unseen_socket")
    return `${counted(count, "socket")} to ${host ?? "?"} that no page opened, stopped`;
  if (what === "not_forwarded") return `${counted(count, "event")} removed before a receiver had them`;
  return `${count} not recorded one by one`;
}

function enforcedCells({ revision, browser, took }: EnforcedEvent, time: string): Cells {
  const delay = took === null ? "" : `, ${(took / 1_000).toFixed(1)} s after it was signed`;
  return [time, "note", "", "policy", "enforced", `${revision} in ${browser}${delay}`, ""];
}

function discoveryCells({ host, service, what, visits, calls }: DiscoveryEvent, time: string): Cells {
  const use = `${counted(visits, "visit")} and ${counted(calls, "call")} at ${host}`;
  const where = what === "unknown_path" ? `${use}, at unknown paths` : use;
  return [time, "note", "", service ?? "?", "discovered", where, ""];
}

function degradedCells({ service, reason, path, calls }: DegradedEvent, time: string): Cells {
  const what = `${counted(calls, "call")} at ${path}: ${reason.replace("_", " ")}`;
  return [time, "note", "", service, "degraded", what, ""];
}

/** What the person said: yes with the reason and purpose, no, or nothing in time. */
function askingCells(event: AskingEvent, time: string): Cells {
  const { answer, reason, purpose, replaced, steps, remembered } = event;
  const said = { go: "Sent", no: "Not sent", timeout: "Not sent, no answer" }[answer];
  const what = [
    said,
    replaced.length > 0
      ? `replaced ${replaced.map(({ name, count }) => `${count} ${name}`).join(", ")}`
      : null,
    purpose,
    reason === null ? null : `“${reason}”`,
    remembered === null || remembered === "call" ? null : `for the ${remembered}`,
  ];
  const why = `${what.filter((one) => one !== null).join("; ")} (${steps.join(", ")})`;
  return [time, "asked", event.model ?? "?", event.service, "asking", why, event.rules.join(", ")];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function modelOf({
  model,
  mayBe,
  pageNamed,
  modelAsSent,
}: Pick<DecisionEvent, "model" | "mayBe" | "modelAsSent"> &
  Partial<Pick<DecisionEvent, "pageNamed">>): string {
  if (model !== null) return model;
  if (mayBe !== null && mayBe.length > 0) return `one of ${mayBe.length}`;
  const [said, ...others] = pageNamed ?? [];
  if (said !== undefined) return `page: ${others.length === 0 ? said : `one of ${others.length + 1}`}`;
  return modelAsSent === null ? "?" : `? ${modelAsSent}`;
}

function servedOf({ model, mayBe, modelAsServed }: ServedEvent): string {
  return modelOf({ model, mayBe, modelAsSent: modelAsServed });
}

function whyOf({ verdict, ended, because }: ServedEvent): string {
  const other = verdict === "other" ? "Not what was asked for. " : "";
  return `${other}${ended ? "Reply ended. " : ""}${because}`;
}

/** Seconds are enough for people; a time that is none is shown as it is. */
function momentOf(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : `${date.toISOString().slice(0, 19)}Z`;
}
