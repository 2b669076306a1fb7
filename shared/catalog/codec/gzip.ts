import { inflate } from "./inflate.ts";

const FIXED_HEADER = 10;
const TRAILER = 8;
const HAS_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

/** True for bytes that begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

const ZLIB_HEADER = 2;
const ADLER = 4;

/** True for bytes that begin as gzip or zlib do (`content-encoding: deflate`); no text in UTF-8 begins like these. */
export function isPacked(bytes: Uint8Array): boolean {
  return (
    isGzip(bytes) || (bytes[0] === 0x78 && (bytes[1] === 0x9c || bytes[1] === 0xda || bytes[1] === 0x01))
  );
}

/** Unpacks gzip or zlib (RFC 1950); null where it is neither, or does not end where the bytes do. */
export function unpacked(bytes: Uint8Array): Uint8Array | null {
  if (isGzip(bytes)) return gunzip(bytes);
  const found = inflate(bytes.subarray(ZLIB_HEADER));
  return found === null || ZLIB_HEADER + found.end + ADLER !== bytes.length ? null : found.output;
}

/**
 * Unpacks gzip (RFC 1952); null where it is none. More than one member is refused: some readers take the
 * first alone, others all of them.
 */
export function gunzip(bytes: Uint8Array): Uint8Array | null {
  const start = isGzip(bytes) ? headerEnd(bytes) : -1;
  if (start < 0) return null;
  const found = inflate(bytes.subarray(start));
  if (found === null || start + found.end + TRAILER !== bytes.length) return null;
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  return size === found.output.length ? found.output : null;
}

function headerEnd(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = FIXED_HEADER;
  if ((flags & HAS_EXTRA) !== 0) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return -1;
    at = end + 1;
  }
  return (flags & HAS_CRC) === 0 ? at : at + 2;
}
