import type { AccessRequest } from "../schema/access-request.ts";
import type { Clearance } from "../schema/clearance.ts";
import type { Missing } from "../schema/decision.ts";
import { type Authority, entryOf } from "./authority.ts";
import { judge, judgeEach } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What would give access to a denied request: alternatives, each of them alone (except that a level and the
 * compartments of one model are all needed). A set of models is opened by naming one; what else its model lacks
 * counts only where that model is the only one that is denied.
 */
export function missingFor(
  authority: Authority,
  request: AccessRequest,
  verdict: Verdict,
): readonly Missing[] {
  if (verdict.effect === "permit") return [];
  if (verdict.ground === "agent_away") return [{ kind: "agent", value: null }];
  if (verdict.ground === "uninspectable") return [{ kind: "readable_body", value: null }];
  const models = new Set(request.models);
  if (models.size < 2) return missingOfOne(authority, request, verdict);
  const denials = judgeEach(authority, [...models], request).filter(({ effect }) => effect === "deny");
  const [only, another] = denials;
  const lacked = only && !another ? missingOfOne(authority, oneOf(request, only), only) : [];
  return unique([{ kind: "model_name", value: null }, ...lacked]);
}

function oneOf(request: AccessRequest, { model }: Verdict): AccessRequest {
  return { ...request, models: model === null ? null : [model] };
}

function missingOfOne(authority: Authority, request: AccessRequest, verdict: Verdict): readonly Missing[] {
  if (verdict.ground === "unidentified") return [{ kind: "model_name", value: null }];
  if (verdict.ground === "classification") return missingClass(authority, verdict);
  if (verdict.ground === "rule") return accepted(verdict);
  return [...nearby(authority, request, verdict), { kind: "rule", value: null }];
}

/** P2. */
function missingClass(authority: Authority, { model }: Verdict): readonly Missing[] {
  if (model === null) return [];
  const { level, lacking } = entryOf(authority, model);
  const { holder, levels } = authority.clearance;
  const compartments = lacking.map((value): Missing => ({ kind: "compartment", value }));
  if (level <= holder.level) return compartments;
  return [{ kind: "level", value: levels[level] ?? null }, ...compartments];
}

/** Of several forbids, only what each of them accepts opens anything. */
function accepted({ rules }: Verdict): readonly Missing[] {
  const all = unique(rules.flatMap(({ missing }) => missing));
  return all.filter((one) => rules.every(({ missing }) => missing.some((other) => satisfies(one, other))));
}

/** A license by its id also satisfies whoever accepts any license. */
function satisfies(one: Missing, asked: Missing): boolean {
  return (
    one.kind === asked.kind && (one.value === asked.value || (one.kind === "license" && asked.value === null))
  );
}

/** No rule permits: perhaps one does on another account, or from a later time. */
function nearby(authority: Authority, request: AccessRequest, { until }: Verdict): readonly Missing[] {
  const opens = (change: Partial<AccessRequest>): boolean =>
    judge(authority, { ...request, ...change }).effect === "permit";
  const accounts = (["corporate", "personal"] as const).filter((account) => opens({ account }));
  const missing = accounts.map((value): Missing => ({ kind: "account", value }));
  return until !== null && opens({ time: until }) ? [...missing, { kind: "time", value: null }] : missing;
}

function isSame(one: Missing, other: Missing): boolean {
  return one.kind === other.kind && one.value === other.value;
}

function unique(missing: readonly Missing[]): readonly Missing[] {
  return missing.filter((one, index) => missing.findIndex((other) => isSame(one, other)) === index);
}

/** What is missing, in words: the thing itself, such as "A license that covers you". */
export function missingSentence({ kind, value }: Missing, clearance: Clearance): string {
  return WORDS[kind](value, clearance);
}

const WORDS: Readonly<Record<Missing["kind"], (value: string | null, clearance: Clearance) => string>> = {
  us_person: () => "Proof that you are a US person",
  license: (value) => (value === null ? "A license that covers you" : `The license ${value}`),
  level: (value) => `${levelName(value ?? "higher")} clearance`,
  compartment: (value) => `The compartment ${levelName(value ?? "")}`,
  account: (value) =>
    value === "personal" ? "An account that is not your company’s" : "Your company account",
  rule: (_, { organization }) => `A rule of ${organization} that opens it to you`,
  model_name: () => "A model named in the call that is open to you",
  readable_body: () => "A call that can be read",
  agent: () => "The Lanyard agent, running again",
  time: () => "Time: it opens by itself",
};

/** The name of a level or compartment as a word of a sentence: `controlled` is "Controlled". */
export function levelName(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
