import type { CallBody } from "../../schema/call.ts";
import type { Codec } from "../../schema/recognizer.ts";
import { listOf, NOTHING, type Decoded } from "./decoded.ts";
import { decodeEventStream } from "./event-stream.ts";
import { decodeForm, fieldsOf } from "./form.ts";
import { decodeFrame } from "./frames.ts";
import { asGraphql } from "./graphql.ts";
import { isPacked, unpacked } from "./gzip.ts";
import { decodeJson, decodeJsonBytes } from "./json.ts";
import { decodePlainJson } from "./json-plain.ts";
import { OPEN_ARRAY, OPEN_OBJECT, pastSpace, QUOTE } from "./json-signs.ts";
import { decodeMultipart } from "./multipart.ts";
import { decodeRpc } from "./rpc.ts";
import { asUtf8, decodeText, lenientText, utf8Of } from "./text.ts";

/** Most lines of one body. */
const LINE_LIMIT = 10_000;
const EMPTY: Decoded = { root: null, sound: true, whole: true };

/** What will be asked of a body: its model alone, or all of its texts as well. */
export type Extent = "model" | "texts";

/**
 * Reads a body as a codec says. Never throws: what cannot be read is not sound. `extent` changes nothing in what is
 * found, only which way to it is the shorter one.
 */
export function decodeBody(body: CallBody, codec: Codec, extent: Extent): Decoded {
  switch (body.kind) {
    case "unreadable":
      return NOTHING;
    case "none":
      return EMPTY;
    case "form":
      // A form where JSON belongs is not what the service would read.
      if (codec === "graphql") return asGraphql(fieldsOf(body.fields));
      if (codec === "text") return textOf(unparsed(body.fields), true);
      return codec === "form" || codec === "multipart" || codec === "any" ? fieldsOf(body.fields) : NOTHING;
    case "bytes":
      return codec === "none" ? EMPTY : decodeBytes(body.bytes, codec, extent);
    default:
      return body satisfies never;
  }
}

/** Some clients pack what they send: Connect each message, others the whole body. */
function decodeBytes(bytes: Uint8Array, codec: Codec, extent: Extent): Decoded {
  if (isPacked(bytes)) {
    const plain = unpacked(bytes);
    return plain === null ? NOTHING : decodePlain(plain, codec, extent);
  }
  return decodePlain(bytes, codec, extent);
}

function decodePlain(bytes: Uint8Array, codec: Codec, extent: Extent): Decoded {
  // Files in a multipart body need not be text, so only its text parts are asked to be.
  if (codec === "multipart" || (codec === "any" && startsLikeMultipart(bytes))) {
    return decodeMultipart(lenientText(bytes));
  }
  if (codec === "rpc") return decodeRpc(bytes);
  if (codec === "text") {
    const { text, sound } = decodeText(bytes);
    return textOf(text, sound);
  }
  if (codec === "frames") return recordsOf(decodeFrame(bytes));
  if (codec === "events") return decodeEventStream(bytes);
  if (codec === "graphql") return asGraphql(decodePlain(bytes, "any", extent));
  const { utf8, sound } = utf8Of(bytes);
  const decoded = decodeAs(utf8, codec, extent);
  return sound ? decoded : { ...decoded, sound, whole: false };
}

function textOf(text: string, sound: boolean): Decoded {
  return { root: text, sound, whole: sound };
}

/** What a browser took for a form since its type says so: as it was, but for percent signs. */
function unparsed(fields: Readonly<Record<string, readonly string[]>>): string {
  const pairs = Object.entries(fields).flatMap(([name, values]) => values.map((value) => [name, value]));
  return pairs.map((pair) => pair.filter((text) => text !== "").join("=")).join("&");
}

/** Records of a socket that came by a plain request, as `body/*`. */
function recordsOf(records: readonly Decoded[]): Decoded {
  const sound = records.every((record) => record.sound);
  return {
    root: listOf(records.map(({ root }) => root)),
    sound,
    whole: records.every(({ whole }) => whole),
  };
}

function decodeAs(utf8: Uint8Array, codec: Codec, extent: Extent): Decoded {
  if (codec !== "ndjson" && !isForm(utf8, codec)) {
    return (extent === "texts" ? decodePlainJson(utf8) : null) ?? decodeJsonBytes(utf8);
  }
  const decoded = codec === "ndjson" ? decodeLines(utf8) : decodeForm(lenientText(utf8));
  return asUtf8(utf8).text !== null ? decoded : { ...decoded, sound: false, whole: false };
}

/** JSON in each line, as `body/*`. */
function decodeLines(utf8: Uint8Array): Decoded {
  const lines = lenientText(utf8)
    .split("\n", LINE_LIMIT + 1)
    .filter((line) => line.trim() !== "");
  if (lines.length > LINE_LIMIT) return NOTHING;
  return recordsOf(lines.map(decodeJson));
}

function isForm(utf8: Uint8Array, codec: Codec): boolean {
  if (codec !== "any") return codec === "form";
  const first = utf8[pastSpace(utf8, 0)];
  return first !== QUOTE && first !== OPEN_ARRAY && first !== OPEN_OBJECT;
}

function startsLikeMultipart(bytes: Uint8Array): boolean {
  return bytes[0] === 45 && bytes[1] === 45;
}
