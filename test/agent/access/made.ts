import { REQUEST_ID } from "./names.ts";
import type { Grant } from "../../../agent/access/answer-form.ts";
import { countersigned, signedAnswer } from "../../../agent/access/desk/signed-answer.ts";
import { newSecret, signingKeyOf, type SigningKey } from "../../../agent/passport/signing-key.ts";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { load } from "../../../shared/policy/load.ts";

export const NOW = Date.parse("2026-06-12T17:21:00Z");
export const HOUR = 3_600_000;

/** Keys of two approvers, of whoever asks and may approve others, and of nobody whom policy names. */
export const keys = {
  lee: await signingKeyOf(newSecret("EdDSA")),
  mo: await signingKeyOf(newSecret("ES256")),
  ada: await signingKeyOf(newSecret("EdDSA")),
  stranger: await signingKeyOf(newSecret("EdDSA")),
};

function approver(person: string, { public: key }: SigningKey): string {
  return `    - {person: ${person}@example.com, key: ${JSON.stringify(key)}}\n`;
}

/** The part of a policy that lets people ask; `more` are its further lines. */
function requestsPart(more = ""): string {
  return `requests:
  models: [anthropic/mythos-5, anthropic/fable-5]
  longest: 8h
  approvers:
${approver("lee", keys.lee)}${approver("mo", keys.mo)}${approver("ada", keys.ada)}${more}`;
}

/** A policy in which Mythos 5 is controlled, Fable 5 is not, and both take a grant. */
export function policyWith(more = "", requests = requestsPart(more)): CompiledPolicy {
  const text = `lanyard: 1
levels: [standard, controlled]
unidentified: forbid
purposes: {incident-review: Incident review}
classify:
  - {models: [anthropic/mythos-5], level: controlled}
rules:
  - {id: all, permit: all, models: ["anthropic/*"]}
  - {id: held, forbid: all, models: [anthropic/mythos-5, anthropic/fable-5], unless: [grant]}
${requests}`;
  const loaded = load([{ file: "policy.yaml", text }], KNOWLEDGE);
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.policy;
}

/** A grant of Fable 5 for Ada, for an hour. */
export function grant(more: Partial<Grant> = {}): Grant {
  return {
    lanyard: 1,
    kind: "grant",
    request: REQUEST_ID,
    holder: "ada@example.com",
    issued: NOW,
    models: ["anthropic/fable-5"],
    from: NOW,
    until: NOW + HOUR,
    ...more,
  };
}

/** A grant with the signatures of these, in their order. */
export function signedBy(of: Grant, first: SigningKey, ...others: readonly SigningKey[]): string {
  return others.reduce((text, key) => countersigned(text, key), signedAnswer(of, first));
}
