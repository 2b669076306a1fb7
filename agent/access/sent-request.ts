import type { KeyObject } from "node:crypto";
import type * as z from "zod/mini";
import { decodeProtectedHeader } from "jose";
import { PublicJwk } from "../../shared/schema/passport-issuer.ts";
import { PassportError } from "../passport/fault.ts";
import { signJws, verifyJws } from "../passport/jws.ts";
import { signingKeyOf, thumbprintOf } from "../passport/signing-key.ts";
import { jsonIn } from "../platform/json-text.ts";
import { REQUEST_TYPE, SentFile, SentRequest } from "./answer-form.ts";
import { AccessError } from "./fault.ts";

/** A request as a file or a body: a sentence for people, what it says, and the same signed by the device's key. */
export async function sentText(request: SentRequest, key: KeyObject): Promise<string> {
  const signer = await signingKeyOf(key);
  const signed = signJws(signer, { typ: REQUEST_TYPE, jwk: signer.public }, request);
  return JSON.stringify({ text: sentenceOf(request), request, signed } satisfies z.infer<typeof SentFile>);
}

function sentenceOf({ person, model, state, reason, until, id }: SentRequest): string {
  if (state === "withdrawn") return `${person} no longer asks for ${model} (${id}).`;
  return `${person} asks for ${model} until ${new Date(until).toISOString().slice(0, 16)}Z: ${reason} (lanyard request show ${id})`;
}

/** A request that came, and the key that signed it. */
export interface CameRequest {
  readonly request: SentRequest;
  /** Thumbprint of the device's key. */
  readonly device: string;
}

/**
 * Reads a request that came: what its signature covers alone counts. That the key is the device's nobody can tell from
 * it, and nothing rests on that: a grant is for the person whom it names, on their own devices. Throws an `AccessError`.
 */
export async function readSent(text: string): Promise<CameRequest> {
  const file = SentFile.safeParse(jsonIn(text));
  if (!file.success) throw new AccessError("malformed", "It is no request of the known form.");
  const header = headerOf(file.data.signed);
  const key = PublicJwk.safeParse(header["jwk"]);
  if (!key.success || header["typ"] !== REQUEST_TYPE)
    throw new AccessError("malformed", "It is not signed as requests are.");
  const request = SentRequest.safeParse(jsonIn(await verified(file.data.signed, key.data, header)));
  if (!request.success) throw new AccessError("malformed", "What is signed is no request.");
  return { request: request.data, device: await thumbprintOf(key.data) };
}

function headerOf(jws: string): Readonly<Record<string, unknown>> {
  try {
    return { ...decodeProtectedHeader(jws) };
  } catch (error) {
    throw new AccessError("malformed", "It is not signed as requests are.", error);
  }
}

async function verified(
  jws: string,
  key: PublicJwk,
  header: Readonly<Record<string, unknown>>,
): Promise<string> {
  try {
    return (await verifyJws(jws, [key], header)).text;
  } catch (error) {
    if (!(error instanceof PassportError)) throw error;
    throw new AccessError("signature", "The key that it names did not sign it.", error);
  }
}
