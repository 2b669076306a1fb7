import { approvalsFor, mayAskFor } from "../../shared/policy/compile-requests.ts";
import type { CompiledPolicy, CompiledRequests } from "../../shared/policy/compiled-policy.ts";
import { covers } from "../../shared/policy/pattern.ts";
import type { Grant } from "./answer-form.ts";
import { AccessError } from "./fault.ts";
import type { VerifiedAnswer } from "./verify.ts";

/** What an answer is judged against. */
export interface AnswerCase {
  readonly policy: CompiledPolicy;
  readonly person: string;
  /** What was asked for here; null: it was not asked for on this device. */
  readonly request: { readonly model: string; readonly until: number } | null;
}

/** What an answer comes to: `short` is a grant that another approver must sign as well. */
export type Judged =
  | { readonly outcome: "granted" | "short"; readonly grant: Grant; readonly by: readonly string[] }
  | { readonly outcome: "declined" | "withdrawn"; readonly why: string; readonly by: readonly string[] };

/**
 * What a verified answer comes to under the policy in force. The endpoint asks this each time that it resolves, so that
 * an approver who is taken out of policy has approved nothing. Throws an `AccessError`.
 */
export function judgeAnswer({ answer, by }: VerifiedAnswer, at: AnswerCase): Judged {
  const { holder } = answer;
  if (holder !== at.person)
    throw new AccessError("other_person", `It is for ${holder}, not for ${at.person}.`);
  if (by.includes(holder))
    throw new AccessError("own_request", `${holder} signed it, and nobody approves what is for themselves.`);
  if (answer.kind !== "grant") return { outcome: answer.kind, why: answer.why, by };
  const { requests } = at.policy;
  if (!requests) throw new AccessError("nothing_to_ask", "The policy lets nobody ask for access any more.");
  refuseModels(answer, requests, at.request);
  refuseTimes(answer, requests, at.request);
  refuseNames(answer, requests, at.policy);
  const needed = Math.max(...answer.models.map((model) => approvalsFor(at.policy, model)));
  return { outcome: by.length < needed ? "short" : "granted", grant: answer, by };
}

function refuseModels({ models }: Grant, requests: CompiledRequests, request: AnswerCase["request"]): void {
  const closed = models.find((model) => !mayAskFor(requests, model));
  if (closed !== undefined)
    throw new AccessError("other_model", `It is for ${closed}, which the policy lets nobody ask for.`);
  const other = models.find((model) => request !== null && !covers(model, request.model));
  if (other !== undefined)
    throw new AccessError("other_model", `It is for ${other}, and ${request?.model} was asked for.`);
}

function refuseTimes(
  { from, until }: Grant,
  { longest }: CompiledRequests,
  request: AnswerCase["request"],
): void {
  if (!(from < until)) throw new AccessError("malformed", "It ends before it begins.");
  if (until - from > longest)
    throw new AccessError(
      "too_long",
      `It lasts ${hours(until - from)}, and the policy allows ${hours(longest)}.`,
    );
  if (request !== null && until > request.until)
    throw new AccessError("too_long", `It lasts ${hours(until - request.until)} longer than was asked for.`);
}

function refuseNames({ purposes, named }: Grant, requests: CompiledRequests, policy: CompiledPolicy): void {
  const unknown = (purposes ?? []).find((one) => !policy.purposes.some(({ id }) => id === one));
  if (unknown !== undefined)
    throw new AccessError(
      "unknown_name",
      `It is for the purpose ${unknown}, which the policy does not have.`,
    );
  if (named !== undefined && !requests.named.includes(named))
    throw new AccessError("unknown_name", `It calls itself ${named}, which the policy does not let it.`);
}

function hours(milliseconds: number): string {
  const value = milliseconds / 3_600_000;
  return `${Number(value.toFixed(value < 10 ? 2 : 0))} h`;
}
