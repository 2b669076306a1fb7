import type { Approver } from "../../shared/schema/access-policy.ts";
import type { PublicJwk } from "../../shared/schema/passport-issuer.ts";
import { PassportError } from "../passport/fault.ts";
import { verifyJws } from "../passport/jws.ts";
import { thumbprintOf } from "../passport/signing-key.ts";
import { soundJson } from "../passport/sound-json.ts";
import { AccessAnswer, ANSWER_LIMIT, AnswerHeader, SignedAnswer } from "./answer-form.ts";
import { AccessError } from "./fault.ts";

/** An answer whose every signature is an approver's, with who they are. */
export interface VerifiedAnswer {
  readonly answer: AccessAnswer;
  /** Each person once, in the order of their signatures. */
  readonly by: readonly string[];
}

/** Reads an answer without believing it; throws an `AccessError` where it is none. */
export function readAnswer(text: string): { readonly signed: SignedAnswer; readonly answer: AccessAnswer } {
  if (text.length > ANSWER_LIMIT)
    throw new AccessError("too_large", `It has more than ${ANSWER_LIMIT} characters.`);
  const signed = SignedAnswer.safeParse(sound(text, "The answer"));
  if (!signed.success) throw new AccessError("malformed", "It is no signed answer of the known form.");
  const answer = AccessAnswer.safeParse(sound(decoded(signed.data.payload), "What is signed"));
  if (!answer.success)
    throw new AccessError("malformed", "What is signed is no grant, and no other answer that is known.");
  return { signed: signed.data, answer: answer.data };
}

/** Verifies every signature by the keys of policy; one that is nobody's refuses the whole. Throws an `AccessError`. */
export async function verifyAnswer(text: string, approvers: readonly Approver[]): Promise<VerifiedAnswer> {
  const { signed, answer } = readAnswer(text);
  const by = new Set<string>();
  for (const { protected: header, signature } of signed.signatures)
    by.add(await signerOf(header, signed.payload, signature, approvers));
  return { answer, by: [...by] };
}

async function signerOf(
  header: string,
  payload: string,
  signature: string,
  approvers: readonly Approver[],
): Promise<string> {
  const parsed = AnswerHeader.safeParse(sound(decoded(header), "A header"));
  if (!parsed.success)
    throw new AccessError("malformed", "A signature is not of the kind that answers have.");
  for (const { person, key } of approvers) {
    if ((await thumbprint(key)) !== parsed.data.kid) continue;
    // The policy's own name of a key says nothing here: the thumbprint has found it.
    if (await isSigned(`${header}.${payload}.${signature}`, unnamed(key), parsed.data)) return person;
    throw new AccessError("signature", `The signature that is to be of ${person} is not by their key.`);
  }
  throw new AccessError("signature", "No approver whom the policy names signed it.");
}

async function isSigned(
  jws: string,
  key: PublicJwk,
  header: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  try {
    await verifyJws(jws, [key], header);
    return true;
  } catch (error) {
    if (error instanceof PassportError) return false;
    throw error;
  }
}

/** Policy holds the same few keys for long, and verifying imports each object once. */
function unnamed(key: PublicJwk): PublicJwk {
  const known = UNNAMED.get(key);
  if (known) return known;
  const { kid: _kid, ...rest } = key;
  UNNAMED.set(key, rest);
  return rest;
}

const UNNAMED = new WeakMap<PublicJwk, PublicJwk>();
const THUMBPRINTS = new WeakMap<PublicJwk, Promise<string>>();

function thumbprint(key: PublicJwk): Promise<string> {
  const known = THUMBPRINTS.get(key) ?? thumbprintOf(key);
  THUMBPRINTS.set(key, known);
  return known;
}

function decoded(part: string): string {
  return Buffer.from(part, "base64url").toString("utf8");
}

function sound(text: string, what: string): unknown {
  try {
    return soundJson(text, what);
  } catch (error) {
    if (error instanceof PassportError) throw new AccessError("malformed", error.message, error);
    throw error;
  }
}
