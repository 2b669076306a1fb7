import type { Call } from "../../shared/schema/call.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import { isControlFrame, isControlText } from "./control-frame.ts";

/**
 * What goes along besides the prompt that was found. `nothing`: nothing that anybody could have said. `sound`: bytes, as
 * of what is spoken. `line`: the set-up of a session over which sound goes that nobody reads.
 */
export type Carried = "nothing" | "something" | "sound" | "line";

/** A string of base64 in a frame, as sound is sent; longer than a name or an id, and a token has dots. */
const BYTES = /"[A-Za-z0-9+/_-]{200,}={0,2}"/;
/** The line of a session's description (RFC 8866) that offers sound or pictures. */
const MEDIA = /m=(?:audio|video)/;

/** What a call carries. An address may hold a prompt where no record looks; that of a download names a file. */
export function carriedBy({ body, frames, url }: Call, { operation }: Recognition): Carried {
  if (operation === "realtime" && offersMedia(body)) return "line";
  if (body.kind !== "none" || frames.length > 0) return "something";
  if (operation === "weights_download") return "nothing";
  return [...new URL(url).searchParams.values()].every(isControlText) ? "nothing" : "something";
}

/** What a frame of a socket carries. */
export function carriedIn(frame: string | Uint8Array): Carried {
  if (holdsBytes(frame)) return "sound";
  return isControlFrame(frame) ? "nothing" : "something";
}

/** True for a frame that is bytes, or has some in it. */
export function holdsBytes(frame: string | Uint8Array): boolean {
  return typeof frame === "string" ? BYTES.test(frame) : frame.length > 0;
}

/** Only what is JSON throughout, and offers none, is known to set up a session that has no sound. */
function offersMedia(body: Call["body"]): boolean {
  if (body.kind === "none") return false;
  if (body.kind !== "bytes") return true;
  const text = new TextDecoder().decode(body.bytes).trimStart();
  return !text.startsWith("{") || MEDIA.test(text);
}
