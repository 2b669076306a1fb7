import type { AccessRequest } from "../schema/access-request.ts";
import { Missing } from "../schema/decision.ts";
import { type Authority, entryOf } from "./authority.ts";
import { judge, judgeEach } from "./judge.ts";
import { nearMisses } from "./near.ts";
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
  if (verdict.ground === "stale") return [{ kind: "fresh_policy", value: null }];
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
  return all
    .filter((one) => rules.every(({ missing }) => missing.some((other) => satisfies(one, other))))
    .toSorted(byKind);
}

/** A license or grant by its id also satisfies whoever accepts any. */
function satisfies({ kind, value }: Missing, asked: Missing): boolean {
  if (kind !== asked.kind) return false;
  return value === asked.value || (asked.value === null && (kind === "license" || kind === "grant"));
}

/** Ways that are told; more is a list to search, not advice. */
const TOLD = 16;

/** No rule permits: perhaps one does for another call, from a later time, or with a proof. Each is tried. */
function nearby(authority: Authority, request: AccessRequest, { model }: Verdict): readonly Missing[] {
  const entry = model === null ? authority.unidentified : entryOf(authority, model);
  const told = new Map<string, Missing>();
  for (const { missing, change } of nearMisses(authority, entry, request).toSorted((a, b) =>
    byKind(a.missing, b.missing),
  )) {
    if (told.size === TOLD) break;
    const key = `${missing.kind} ${missing.value}`;
    const opens = change === null || judge(authority, { ...request, ...change }).effect === "permit";
    if (opens && !told.has(key)) told.set(key, missing);
  }
  return [...told.values()];
}

/** In the order of the kinds, so that the order of the rules changes nothing (P4). */
function byKind(a: Missing, b: Missing): number {
  const kinds = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  return (a.value ?? "") < (b.value ?? "") ? -1 : Number(a.value !== b.value);
}

const KINDS = Missing.shape.kind.options;

function isSame(one: Missing, other: Missing): boolean {
  return one.kind === other.kind && one.value === other.value;
}

function unique(missing: readonly Missing[]): readonly Missing[] {
  return missing.filter((one, index) => missing.findIndex((other) => isSame(one, other)) === index);
}
