import type { CallBody } from "../../schema/call.ts";
import type { Codec } from "../../schema/recognizer.ts";
import type { Decoded } from "./decoded.ts";
import { decodeForm, fieldsOf } from "./form.ts";
import { decodeJson } from "./json.ts";
import { decodeMultipart } from "./multipart.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true });
const LENIENT = new TextDecoder("utf-8");
const NOTHING: Decoded = { root: null, sound: false };
const EMPTY: Decoded = { root: null, sound: true };

/** Reads a body as a codec says. Never throws: what cannot be read is not sound. */
export function decodeBody(body: CallBody, codec: Codec): Decoded {
  switch (body.kind) {
    case "unreadable":
      return NOTHING;
    case "none":
      return EMPTY;
    case "form":
      // A form where JSON belongs is not what the service would read.
      return codec === "json" ? NOTHING : fieldsOf(body.fields);
    case "bytes":
      return codec === "none" ? EMPTY : decodeText(body.bytes, codec);
    default:
      return body satisfies never;
  }
}

/** Reads one frame of a socket: JSON, in text or bytes. One that is not (audio, say) tells nothing. */
export function decodeFrame(frame: string | Uint8Array): Decoded {
  const decoded = typeof frame === "string" ? decodeJson(frame) : decodeText(frame, "json");
  return decoded.sound ? decoded : NOTHING;
}

function decodeText(bytes: Uint8Array, codec: Codec): Decoded {
  // Files in a multipart body need not be text, so only its text parts are asked to be.
  if (codec === "multipart" || (codec === "any" && startsLikeMultipart(bytes))) {
    return decodeMultipart(LENIENT.decode(bytes));
  }
  try {
    return decodeAs(UTF8.decode(bytes), codec);
  } catch {
    return { ...decodeAs(LENIENT.decode(bytes), codec), sound: false };
  }
}

function decodeAs(text: string, codec: Codec): Decoded {
  if (codec === "form") return decodeForm(text);
  if (codec === "any" && !/^\s*["[{]/.test(text)) return decodeForm(text);
  return decodeJson(text);
}

function startsLikeMultipart(bytes: Uint8Array): boolean {
  return bytes[0] === 45 && bytes[1] === 45;
}
