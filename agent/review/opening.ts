import { compactDecrypt, decodeProtectedHeader } from "jose";
import type { WrappedKey } from "../../shared/schema/sealed-content.ts";
import { ReviewError } from "./fault.ts";
import type { HalfOpened } from "./half-opened.ts";
import type { ReviewerKey } from "./reviewer-key.ts";
import type { SealedEvent } from "./sealed-event.ts";

/** A text that was opened, and whose keys did it. */
export interface Opened {
  readonly text: string;
  /** Names of reviewers. */
  readonly by: readonly string[];
}

/** Opens a text that one reviewer may read alone. Throws `other_reviewer`, or `damaged`. */
export async function openAlone(event: SealedEvent, key: ReviewerKey): Promise<Opened> {
  const own = event.wrapped.find((one) => isTo(one.jwe, key));
  if (own === undefined) throw sealedToOthers(event);
  return { text: await textUnder(event, await decrypted(own.jwe, key)), by: own.to };
}

/** Opens the half of the first of two reviewers. Throws `other_reviewer` where others come first. */
export async function openHalf(event: SealedEvent, key: ReviewerKey): Promise<HalfOpened> {
  const own = event.wrapped.filter((one) => isTo(one.jwe, key));
  const [by = ""] = own[0]?.to ?? [];
  if (own.length === 0) throw comesSecond(event);
  return {
    lanyard: "half-opened",
    form: 1,
    origin: event.origin,
    sequence: event.sequence,
    by,
    halves: await Promise.all(own.map((one) => halfOf(one, key))),
  };
}

/** Opens what the other of two has half opened. Throws `half` or `other_reviewer`. */
export async function openWhole(event: SealedEvent, half: HalfOpened, key: ReviewerKey): Promise<Opened> {
  if (half.sequence !== event.sequence || half.origin !== event.origin)
    throw new ReviewError(
      "half",
      `The half-opened file is of event ${half.sequence} of ${half.origin}, not of event ${event.sequence} of ${event.origin}.`,
    );
  const own = half.halves.find((one) => isTo(one.jwe, key));
  if (own === undefined)
    throw new ReviewError(
      "other_reviewer",
      `The half that ${half.by} opened is for ${either(half.halves.map(({ for: name }) => name))}, and this key is another one.`,
    );
  return { text: await textUnder(event, await decrypted(own.jwe, key)), by: [half.by, own.for] };
}

async function halfOf({ jwe, to }: WrappedKey, key: ReviewerKey): Promise<HalfOpened["halves"][number]> {
  return { for: to[1] ?? "", jwe: new TextDecoder().decode(await decrypted(jwe, key)) };
}

function isTo(jwe: string, { thumbprint }: ReviewerKey): boolean {
  try {
    return decodeProtectedHeader(jwe).kid === thumbprint;
  } catch {
    return false;
  }
}

async function decrypted(jwe: string, { secret }: ReviewerKey): Promise<Uint8Array> {
  const how = { keyManagementAlgorithms: ["ECDH-ES+A256KW"], contentEncryptionAlgorithms: ["A256GCM"] };
  try {
    return (await compactDecrypt(jwe, secret, how)).plaintext;
  } catch (error) {
    throw new ReviewError("damaged", "What is sealed to this key is not what was sealed.", error);
  }
}

async function textUnder({ content, sequence }: SealedEvent, key: Uint8Array): Promise<string> {
  const how = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };
  try {
    return new TextDecoder().decode((await compactDecrypt(content.jwe, key, how)).plaintext);
  } catch (error) {
    throw new ReviewError(
      "damaged",
      `The sealed text of event ${sequence} is not what was sealed. See: lanyard journal verify`,
      error,
    );
  }
}

function sealedToOthers({ sequence, content }: SealedEvent): ReviewError {
  return new ReviewError(
    "other_reviewer",
    `The text of event ${sequence} is sealed to ${either(content.reviewers)}, and this key is of none of them.`,
  );
}

function comesSecond({ sequence, wrapped }: SealedEvent): ReviewError {
  const first = [...new Set(wrapped.flatMap(({ to }) => to.slice(0, 1)))];
  return new ReviewError(
    "other_reviewer",
    `Two keys open the text of event ${sequence} together, and this one cannot begin: have ${either(first)} write a half with --half FILE first.`,
  );
}

function either(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
