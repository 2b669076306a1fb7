import type { AccessRequest } from "../schema/access-request.ts";
import { type Action, ACTIONS } from "../schema/action.ts";
import type { Ground } from "../schema/decision.ts";
import { type Authority, entryOf, type ModelEntry } from "./authority.ts";
import { bitsOfObligations, obligationsOf } from "./bits.ts";
import { answers } from "./remembered.ts";
import { settle } from "./settle.ts";
import { stepAt } from "./staleness.ts";
import { strictest } from "./strictest.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Decides one request: the clauses in their order, and nothing of the words. Total, and never throws.
 * For the same authority it is a function of the request; a verdict is reused for as long as it holds (P9).
 */
export function judge(authority: Authority, request: AccessRequest): Verdict {
  const { models } = request;
  if (models === null || models.length === 0) return judgeModel(authority, null, request);
  if (models.length === 1) return judgeModel(authority, models[0] ?? null, request);
  return strictest(authority, judgeEach(authority, models, request));
}

/** The verdict on each different model of a set (P7). */
export function judgeEach(
  authority: Authority,
  models: readonly string[],
  request: AccessRequest,
): readonly Verdict[] {
  return [...new Set(models)].map((model) => judgeModel(authority, model, request));
}

/** Stale, away, unreadable, unidentified, classified: each denies before any rule is asked. */
function judgeModel(authority: Authority, model: string | null, request: AccessRequest): Verdict {
  const entry = model === null ? authority.unidentified : entryOf(authority, model);
  const step = stepAt(authority.stale, request.policyAge);
  if (step !== null && entry.level > step.openUpTo) return denied("stale", entry);
  const ground = closedBefore(authority, entry, request);
  if (ground !== null) return denied(ground, entry);
  const verdict = byRules(authority, entry, request);
  return step === null ? verdict : withObligations(verdict, step.obligations);
}

function closedBefore(
  { clearance }: Authority,
  { id, level, lacking }: ModelEntry,
  request: AccessRequest,
): Ground | null {
  if (request.agentAway && level > clearance.openWhileAway) return "agent_away";
  if (!request.inspectable && clearance.uninspectable === "forbid") return "uninspectable";
  if (id === null) return clearance.unidentified === "forbid" ? "unidentified" : null;
  return clearance.holder.level >= level && lacking.length === 0 ? null : "classification"; // P2
}

function denied(ground: Ground, { id, denials }: ModelEntry): Verdict {
  const known = denials.get(ground);
  if (known) return known;
  const verdict: Verdict = {
    effect: "deny",
    ground,
    obligations: [],
    rules: [],
    model: id,
    until: null,
    shadow: null,
    licenses: [],
  };
  denials.set(ground, verdict);
  return verdict;
}

/** Answers from memory while the remembered verdict holds: from when it was made until its own end (P9). */
function byRules(authority: Authority, entry: ModelEntry, request: AccessRequest): Verdict {
  const slot = slotOf(request);
  const known = entry.remembered[slot];
  if (known && answers(known, request, entry.reads)) return known.verdict;
  const made = settle(authority, entry, request);
  entry.remembered[slot] = made;
  return made.verdict;
}

/** Where the verdict on such a request is remembered. Looked up in a map: an object by a name that varies is slower. */
function slotOf({ action, account, inspectable }: AccessRequest): number {
  const byAccount = account === "corporate" ? 0 : account === "personal" ? 1 : 2;
  return (ACTION_SLOTS.get(action) ?? 0) + byAccount + (inspectable ? 0 : READABLE);
}

const ACTION_SLOTS: ReadonlyMap<Action, number> = new Map(
  ACTIONS.map((action, index) => [action, index * 3]),
);
const READABLE = ACTIONS.length * 3;

/** What a stale policy asks for, of what is permitted only. */
function withObligations(verdict: Verdict, bits: number): Verdict {
  const { effect, shadow } = verdict;
  return {
    ...verdict,
    ...(effect === "permit" && { obligations: added(verdict.obligations, bits) }),
    ...(shadow?.effect === "permit" && {
      shadow: { ...shadow, obligations: added(shadow.obligations, bits) },
    }),
  };
}

function added(obligations: Verdict["obligations"], bits: number): Verdict["obligations"] {
  return obligationsOf(bitsOfObligations(obligations) | bits);
}
