import type { AccessRequest } from "../schema/access-request.ts";
import { type Authority, providerOf } from "./authority.ts";
import { judge } from "./judge.ts";
import { fold } from "./pattern.ts";
import type { Verdict } from "./verdict.ts";

/** Models that are offered; more is a list to search, not advice. */
const OFFERED = 3;

/** Models that are looked at for one denial: a policy that names many must not make each denial slow. */
const LOOKED_AT = 256;

/**
 * Models to use instead, all of which this person may really use for the same action, now and on this account:
 * first those that the rules name, then, for a denial, others that the policy names, same provider first.
 * At most three.
 */
export function alternatives(
  authority: Authority,
  request: AccessRequest,
  verdict: Verdict,
): readonly string[] {
  const asked = new Set((request.models ?? []).map(fold));
  const offered = new Map<string, string>();
  let looked = 0;
  for (const model of candidates(authority, verdict)) {
    if (offered.size === OFFERED || looked === LOOKED_AT) break;
    const folded = fold(model);
    if (asked.has(folded) || offered.has(folded)) continue;
    looked += 1;
    if (isOpen(authority, request, model)) offered.set(folded, model);
  }
  return [...offered.values()];
}

function* candidates({ models }: Authority, verdict: Verdict): Generator<string> {
  for (const rule of verdict.rules) yield* rule.instead;
  if (verdict.effect === "permit") return;
  const provider = verdict.model === null ? "" : providerOf(verdict.model);
  yield* models.get(provider) ?? [];
  for (const [other, ids] of models) if (other !== provider) yield* ids;
}

/** Another model is another call, so that this one could not be read does not count against it. */
function isOpen(authority: Authority, request: AccessRequest, model: string): boolean {
  return judge(authority, { ...request, models: [model], inspectable: true }).effect === "permit";
}
