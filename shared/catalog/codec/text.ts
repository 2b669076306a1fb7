/** A body as text; `sound` is false where its bytes are no text of the encoding that they begin with. */
export interface DecodedText {
  readonly text: string;
  readonly sound: boolean;
}

const PLAIN = new TextDecoder("utf-8", { ignoreBOM: true });
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();
const UTF8 = new TextDecoder("utf-8", { fatal: true });
const LENIENT = new TextDecoder("utf-8");
const UTF16_LE = new TextDecoder("utf-16le", { fatal: true });
const UTF16_BE = new TextDecoder("utf-16be", { fatal: true });
/** Characters that are put together at once. */
const CHUNK = 8_192;

/** Bytes as text, in UTF-8, or in UTF-16 or UTF-32 where the first bytes say so, as lenient JSON readers do. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? utf32(bytes, 4, true) : decodeBy(UTF16_LE, bytes);
  if (a === 0xfe && b === 0xff) return decodeBy(UTF16_BE, bytes);
  if (a === 0 && b === 0) return c === 0xfe && d === 0xff ? utf32(bytes, 4, false) : utf32(bytes, 0, false);
  if (a === 0) return decodeBy(UTF16_BE, bytes);
  if (b === 0) return c === 0 && d === 0 ? utf32(bytes, 0, true) : decodeBy(UTF16_LE, bytes);
  return decodeBy(UTF8, bytes);
}

/**
 * Bytes in UTF-8 where they are text, whatever they came in. A mark at the start is off. `sound` as with `decodeText`, but
 * what came in UTF-8 is not looked at: `asUtf8` does.
 */
export function utf8Of(bytes: Uint8Array): { readonly utf8: Uint8Array; readonly sound: boolean } {
  const [a = 1, b = 1, c = 1] = bytes;
  if (a === 0 || b === 0 || a > 0xfd) {
    const { text, sound } = decodeText(bytes);
    return { utf8: ENCODER.encode(text), sound };
  }
  return { utf8: a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes, sound: true };
}

/** The text that bytes are in UTF-8, null where they are none; and once more where all of it is ASCII, so as long as they. */
export function asUtf8(bytes: Uint8Array): { readonly text: string | null; readonly ascii: string | null } {
  try {
    const text = STRICT.decode(bytes);
    return { text, ascii: text.length === bytes.length ? text : null };
  } catch {
    return { text: null, ascii: null };
  }
}

/** A text in UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Bytes as UTF-8, with a mark where they are none; nothing is taken off. */
export function utf8Text(bytes: Uint8Array): string {
  return PLAIN.decode(bytes);
}

/** A short run of ASCII as text. */
export function asciiOf(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i += 1) text += String.fromCharCode(bytes[i] ?? 0);
  return text;
}

/** Bytes as UTF-8, with a mark where they are none. */
export function lenientText(bytes: Uint8Array): string {
  return LENIENT.decode(bytes);
}

/** Bytes as UTF-8; null where they are none. */
export function strictText(bytes: Uint8Array): string | null {
  const { text, sound } = decodeBy(UTF8, bytes);
  return sound ? text : null;
}

function decodeBy(decoder: TextDecoder, bytes: Uint8Array): DecodedText {
  try {
    return { text: decoder.decode(bytes), sound: true };
  } catch {
    return { text: lenientText(bytes), sound: false };
  }
}

function utf32(bytes: Uint8Array, from: number, little: boolean): DecodedText {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  let points: number[] = [];
  for (let i = from; i + 4 <= bytes.length; i += 4) {
    const point = view.getUint32(i, little);
    if (point > 0x10ffff) return { text: lenientText(bytes), sound: false };
    points.push(point);
    if (points.length < CHUNK) continue;
    text += String.fromCodePoint(...points);
    points = [];
  }
  return { text: text + String.fromCodePoint(...points), sound: bytes.length % 4 === 0 };
}
