import { signJws } from "../../passport/jws.ts";
import type { SigningKey } from "../../passport/signing-key.ts";
import { type AccessAnswer, ANSWER_TYPE, type SignedAnswer } from "../answer-form.ts";
import { readAnswer } from "../verify.ts";

/** An answer with one signature, as it is served. */
export function signedAnswer(answer: AccessAnswer, key: SigningKey): string {
  const [header = "", payload = "", signature = ""] = signJws(key, headerOf(key), answer).split(".");
  return JSON.stringify({ payload, signatures: [{ protected: header, signature }] } satisfies SignedAnswer);
}

/** The same answer with one more signature: what was signed before stays as it is, to the byte. */
export function countersigned(text: string, key: SigningKey): string {
  const { signed } = readAnswer(text);
  const header = Buffer.from(JSON.stringify({ ...headerOf(key), alg: key.alg })).toString("base64url");
  const signature = key.sign(`${header}.${signed.payload}`);
  const signatures = [...signed.signatures, { protected: header, signature }];
  return JSON.stringify({ payload: signed.payload, signatures } satisfies SignedAnswer);
}

function headerOf({ thumbprint }: SigningKey): { readonly typ: string; readonly kid: string } {
  return { typ: ANSWER_TYPE, kid: thumbprint };
}
