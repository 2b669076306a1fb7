import type { AccessRequest } from "../schema/access-request.ts";
import { type Action, ACTIONS } from "../schema/action.ts";
import type { Ground } from "../schema/decision.ts";
import type { AccountKind } from "../schema/recognition.ts";
import { type Authority, entryOf, type ModelEntry, type ReadyRule } from "./authority.ts";
import { type Clock, matching } from "./matching.ts";
import { isNameable } from "./pattern.ts";
import { strictest } from "./strictest.ts";
import { obligationsOf, type Verdict } from "./verdict.ts";

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

/** Away, unreadable, unidentified, classified: each denies before any rule is asked. */
function judgeModel(authority: Authority, model: string | null, request: AccessRequest): Verdict {
  const { clearance } = authority;
  const isNamed = model !== null && isNameable(model);
  const entry = isNamed ? entryOf(authority, model) : authority.unidentified;
  if (request.agentAway && entry.level > clearance.openWhileAway) return denied("agent_away", entry);
  if (!request.inspectable && clearance.uninspectable === "forbid") return denied("uninspectable", entry);
  if (!isNamed) {
    return clearance.unidentified === "forbid"
      ? denied("unidentified", entry)
      : byRules(authority, entry, request);
  }
  if (!dominates(authority, entry)) return denied("classification", entry);
  return byRules(authority, entry, request);
}

/** P2. */
function dominates({ clearance }: Authority, { level, lacking }: ModelEntry): boolean {
  return clearance.holder.level >= level && lacking.length === 0;
}

function denied(ground: Ground, { id }: ModelEntry): Verdict {
  return { effect: "deny", ground, obligations: [], rules: [], model: id, until: null };
}

/** Answers from memory while the remembered verdict holds: from when it was made until its own end (P9). */
function byRules(authority: Authority, entry: ModelEntry, request: AccessRequest): Verdict {
  const slot = ACTION_SLOTS[request.action] + ACCOUNT_SLOTS[request.account];
  const known = entry.remembered[slot];
  if (known && request.time >= known.since && (known.verdict.until ?? Infinity) > request.time) {
    return known.verdict;
  }
  const verdict = fromRules(authority, entry, request);
  entry.remembered[slot] = { verdict, since: request.time };
  return verdict;
}

const ACCOUNT_SLOTS: Readonly<Record<AccountKind, number>> = { corporate: 0, personal: 1, unknown: 2 };
const ACTION_SLOTS = Object.fromEntries(ACTIONS.map((action, index) => [action, index * 3])) as Record<
  Action,
  number
>;

/** P3: any forbid that matches denies, else any permit permits, else the default. */
function fromRules(authority: Authority, entry: ModelEntry, request: AccessRequest): Verdict {
  const { everyModel, clearance } = authority;
  const clock: Clock = { time: request.time, until: null };
  const matched = (every: readonly ReadyRule[], named: readonly ReadyRule[]): ReadyRule[] => [
    ...matching(every, entry, request, clock),
    ...matching(named, entry, request, clock),
  ];
  const forbids = matched(everyModel.forbids, entry.named.forbids);
  if (forbids.length > 0) return determined("deny", forbids, entry, clock);
  const permits = matched(everyModel.permits, entry.named.permits);
  if (permits.length > 0) return determined("permit", permits, entry, clock);
  const effect = clearance.default === "permit" ? "permit" : "deny";
  return { effect, ground: "default", obligations: [], rules: [], model: entry.id, until: clock.until };
}

/** P1: the obligations of all rules that determined the answer are united. */
function determined(effect: "permit" | "deny", rules: ReadyRule[], entry: ModelEntry, clock: Clock): Verdict {
  rules.sort((a, b) => a.order - b.order);
  return {
    effect,
    ground: "rule",
    obligations: obligationsOf(rules.reduce((bits, { obligations }) => bits | obligations, 0)),
    rules: rules.map(({ rule }) => rule),
    model: entry.id,
    until: clock.until,
  };
}
