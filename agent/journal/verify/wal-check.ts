import { readFileSync } from "node:fs";

/** Bytes before the first frame of a write-ahead log, and before each frame's page (SQLite file format, 4). */
const HEADER = 32;
const FRAME_HEADER = 24;
/** What a log begins with; the last bit says in which byte order its checksums are. */
const MAGIC = 0x37_7f_06_82;

/**
 * Whether a write-ahead log was damaged: SQLite reads it up to the first frame whose checksum is wrong, silently. A
 * power cut can tear only the last transaction, which nobody was told of: two ends of transactions behind the first
 * wrong frame mean that more than that was lost.
 */
export function isLogDamaged(file: string): boolean {
  const log = bytesOf(file);
  if (log === null || log.length < HEADER) return false;
  if ((log.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return true;
  const isBig = (log.readUInt32BE(0) & 1) === 1;
  const frames = framesOf(log);
  let sums = checksum(log.subarray(0, 24), [0, 0], isBig);
  if (sums[0] !== log.readUInt32BE(24) || sums[1] !== log.readUInt32BE(28)) return frames.length > 0;
  const wrong = frames.findIndex((frame) => {
    sums = checksum(frame.subarray(FRAME_HEADER), checksum(frame.subarray(0, 8), sums, isBig), isBig);
    return sums[0] !== frame.readUInt32BE(16) || sums[1] !== frame.readUInt32BE(20);
  });
  return wrong >= 0 && frames.slice(wrong).filter(endsTransaction).length > 1;
}

/** The frames of the log's present run: those of earlier runs carry other salts. */
function framesOf(log: Buffer): readonly Buffer[] {
  const length = FRAME_HEADER + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  return Array.from({ length: Math.floor((log.length - HEADER) / length) }, (_, index) =>
    log.subarray(HEADER + index * length, HEADER + (index + 1) * length),
  ).filter((frame) => frame.subarray(8, 16).equals(salts));
}

function endsTransaction(frame: Buffer): boolean {
  return frame.readUInt32BE(4) !== 0;
}

type Sums = readonly [number, number];

function checksum(bytes: Buffer, [first, second]: Sums, isBig: boolean): Sums {
  let [one, two] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    one = (one + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0;
    two = (two + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0;
  }
  return [one, two];
}

function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
