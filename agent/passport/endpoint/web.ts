import { PassportError } from "../fault.ts";

/** What a web server has under an address now. */
type WebAnswer =
  | { readonly changed: true; readonly text: string; readonly tag: string | null }
  | { readonly changed: false };

/** Asks for a file, unless it is the one of this tag still; throws a `PassportError` `unreadable`. */
export type AskWeb = (url: string, tag: string | null) => Promise<WebAnswer>;

/** Milliseconds that a server has. */
const PATIENCE = 10_000;
/** Bytes of the largest answer: the status list of some hundred million passports. */
const LARGEST = 24_000_000;

/** Asks over HTTP; redirections are not followed, since the address is the issuer's own. */
export const askWeb: AskWeb = async (url, tag) => {
  try {
    const answer = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      headers: tag === null ? {} : { "if-none-match": tag },
    });
    if (answer.status === 304) return { changed: false };
    if (answer.ok) return { changed: true, text: await textOf(answer), tag: answer.headers.get("etag") };
    await answer.body?.cancel();
    throw new Error(`it answered with ${answer.status}`);
  } catch (error) {
    const why =
      error instanceof Error ? ((error.cause as { code?: string } | undefined)?.code ?? error.message) : "";
    throw new PassportError("unreadable", `${url} cannot be fetched: ${why}.`, error);
  }
};

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST) throw new Error("the answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
