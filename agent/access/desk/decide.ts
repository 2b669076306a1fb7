import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { type SigningKey, thumbprintOf } from "../../passport/signing-key.ts";
import type { Grant, SentRequest } from "../answer-form.ts";
import { AccessError } from "../fault.ts";
import { judgeAnswer, type Judged } from "../judge-answer.ts";
import { verifyAnswer } from "../verify.ts";
import { countersigned, signedAnswer } from "./signed-answer.ts";

/** Who decides on what, and what was answered before. */
export interface Deciding {
  readonly request: SentRequest;
  readonly policy: CompiledPolicy;
  readonly key: SigningKey;
  readonly now: number;
  /** The answer that is out; null: none. */
  readonly before: string | null;
}

/** How an approval is narrower than the request. */
export interface Narrower {
  /** An earlier end; null: as it was asked. */
  readonly until: number | null;
  /** True: for every purpose, not only the one that was asked for. */
  readonly anyPurpose: boolean;
  /** The id by which `unless` names it; null: none. */
  readonly named: string | null;
}

/** What is to be served, and what endpoints make of it. */
export interface Decided {
  readonly text: string;
  readonly judged: Judged;
}

/** Approves a request, or signs what another approver did; throws an `AccessError` where endpoints would refuse it. */
export async function approve(deciding: Deciding, narrower: Narrower): Promise<Decided> {
  const { request, key, before } = deciding;
  const person = await approverOf(deciding);
  if (person === request.person)
    throw new AccessError(
      "own_request",
      `${person} asked for it, and nobody approves what is for themselves.`,
    );
  if (request.state === "withdrawn") throw new AccessError("closed", "The request was withdrawn.");
  const earlier = before === null ? null : await judgedBefore(deciding, before);
  if (earlier?.by.includes(person) === true)
    throw new AccessError("closed", `${person} has signed it before.`);
  if (earlier !== null && earlier.outcome !== "short")
    throw new AccessError("closed", `The request is answered: ${earlier.outcome}.`);
  const text = before === null ? signedAnswer(grantOf(deciding, narrower), key) : countersigned(before, key);
  return { text, judged: await judged(deciding, text) };
}

/** Says no to a request, or takes a grant back, with the reason; throws an `AccessError`. */
export async function refuse(
  deciding: Deciding,
  kind: "declined" | "withdrawn",
  why: string,
): Promise<Decided> {
  await approverOf(deciding);
  const { request, key, now } = deciding;
  const text = signedAnswer(
    { lanyard: 1, kind, request: request.id, holder: request.person, issued: now, why },
    key,
  );
  return { text, judged: await judged(deciding, text) };
}

/** What endpoints make of an answer that is out; throws an `AccessError` where that is nothing. */
export async function judgedBefore(
  { policy, request }: Pick<Deciding, "policy" | "request">,
  text: string,
): Promise<Judged> {
  const verified = await verifyAnswer(text, policy.requests?.approvers ?? []);
  return judgeAnswer(verified, { policy, person: request.person, request });
}

function judged(deciding: Deciding, text: string): Promise<Judged> {
  return judgedBefore(deciding, text);
}

/** Whoever the policy names with this key. */
async function approverOf({ policy, key }: Deciding): Promise<string> {
  for (const { person, key: known } of policy.requests?.approvers ?? [])
    if ((await thumbprintOf(known)) === key.thumbprint) return person;
  throw new AccessError(
    "key",
    "The policy names no approver with this key. Write it under `requests`, `approvers`.",
  );
}

function grantOf({ request, now }: Deciding, { until, anyPurpose, named }: Narrower): Grant {
  const { id, person, model, purpose, from } = request;
  return {
    lanyard: 1,
    kind: "grant",
    request: id,
    holder: person,
    issued: now,
    models: [model],
    ...(purpose !== null && !anyPurpose && { purposes: [purpose] }),
    ...(named !== null && { named }),
    from,
    until: until ?? request.until,
  };
}
