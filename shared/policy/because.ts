import type { AccessRequest } from "../schema/access-request.ts";
import type { Action } from "../schema/action.ts";
import type { ResidualRule } from "../schema/clearance.ts";
import type { Ground, Missing } from "../schema/decision.ts";
import { type Authority, entryOf } from "./authority.ts";
import { levelName, purposeName } from "./missing-words.ts";
import { modelName } from "./model-name.ts";
import type { Verdict } from "./verdict.ts";

/** Each action after "for"; chat is what people expect, so sentences leave it out. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  chat: "chat",
  completion: "completions",
  embedding: "embeddings",
  image: "images",
  audio: "audio",
  video: "video",
  music: "music",
  realtime: "live conversation",
  file_upload: "sending files",
  agent: "running agents",
  fine_tune: "fine-tuning",
  batch: "batch jobs",
  weights_download: "downloading weights",
};

/** Why, in one sentence to the person: the policy's own words where a rule has them, else plain ones. */
export function becauseOf(
  authority: Authority,
  request: AccessRequest,
  verdict: Verdict,
  missing: readonly Missing[],
): string {
  const written = writtenIn(verdict.rules);
  if (written !== null) return written;
  const subject = { authority, request, verdict, name: nameOf(authority, verdict) };
  return verdict.effect === "permit" ? whyPermitted(subject) : whyDenied(subject, missing);
}

/** The words of a directive before those of a guardrail, and these before those of a rule. */
function writtenIn(rules: readonly ResidualRule[]): string | null {
  const worded = rules.filter(({ because }) => because !== null);
  const of = (wanted: ResidualRule["layer"]) => worded.find(({ layer }) => layer === wanted);
  return (of("directive") ?? of("guardrail") ?? of("rule"))?.because ?? null;
}

interface Subject {
  readonly authority: Authority;
  readonly request: AccessRequest;
  readonly verdict: Verdict;
  /** The model's name for people; null where none could be told. */
  readonly name: string | null;
}

function nameOf(authority: Authority, { model }: Verdict): string | null {
  return model === null ? null : modelName(authority.clearance, model);
}

function whyPermitted({ verdict, request, name }: Subject): string {
  if (verdict.ground === "default") return "Your company permits what none of its rules forbids.";
  return `Your company opens ${name ?? "calls that name no model"} to you${forAction(request)}.`;
}

function whyDenied(subject: Subject, missing: readonly Missing[]): string {
  return DENIED[subject.verdict.ground](subject, missing);
}

function closed(subject: Subject): string {
  return `${mayReach(subject)}A rule of your company closes ${what(subject)} to you${forAction(subject.request)}.`;
}

const DENIED: Readonly<Record<Ground, (subject: Subject, missing: readonly Missing[]) => string>> = {
  stale: (subject) =>
    `Your company’s policy has not been confirmed here for ${age(subject.request.policyAge)}, and ${what(subject)} stays closed until it is.`,
  agent_away: (subject) =>
    `The Lanyard agent does not answer, and ${what(subject)} stays closed while it is away.`,
  uninspectable: () => "This call can’t be read, and your company permits only calls that can.",
  unidentified: () =>
    "This call does not say which model it uses, and your company permits only named models.",
  classification: whyClassified,
  rule: closed,
  default: (subject, missing) => {
    const where = `${forAction(subject.request)}${account(subject, missing)}${unless(subject, missing)}`;
    return `${mayReach(subject)}No rule of your company opens ${what(subject)} to you${where}.`;
  },
  // The enforcer settles on these two, with sentences of its own.
  obligation: closed,
  not_ready: closed,
};

function what({ name }: Subject): string {
  return name ?? "a call that names no model";
}

/** P7: where the service chooses the model, the person must know which one it is about. */
function mayReach({ request, name }: Subject): string {
  return name !== null && new Set(request.models).size > 1 ? `This call may reach ${name}. ` : "";
}

function forAction({ action }: AccessRequest): string {
  return action === "chat" ? "" : ` for ${ACTION_WORDS[action]}`;
}

function account({ request }: Subject, missing: readonly Missing[]): string {
  if (!missing.some(({ kind }) => kind === "account")) return "";
  if (request.account === "unknown") return " while the account can’t be told";
  return request.account === "personal" ? " on a personal account" : " on your company account";
}

/** A purpose that has only to be declared is worth a word, since it is the person's to say. */
function unless({ authority }: Subject, missing: readonly Missing[]): string {
  const purposes = missing.flatMap(({ kind, value }) =>
    kind === "purpose" && value !== null ? [value] : [],
  );
  if (purposes.length === 0) return "";
  return ` unless you declare ${either(purposes.map((one) => purposeName(authority.clearance, one)))}`;
}

const HOUR = 3_600_000;

/** How long ago, in the largest unit that says enough. */
function age(milliseconds: number): string {
  const hours = Math.max(1, Math.floor(milliseconds / HOUR));
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return hours === 1 ? "an hour" : `${hours} hours`;
}

/** P2: "Your clearance is Standard; Mythos 5 needs Controlled and the compartment Cyber." */
function whyClassified({ authority, verdict, name }: Subject): string {
  const { level, lacking } = entryOf(authority, verdict.model ?? "");
  const { holder, levels } = authority.clearance;
  const needs = lacking.map((one) => `the compartment ${levelName(one)}`);
  const own = levelName(levels[holder.level] ?? "");
  if (level <= holder.level) return `${name} needs ${list(needs)}, which you do not have.`;
  return `Your clearance is ${own}; ${name} needs ${list([levelName(levels[level] ?? ""), ...needs])}.`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  return joined(words, "and");
}

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[]): string {
  return joined(words, "or");
}

function joined(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
