import { NOTHING, type Decoded } from "./decoded.ts";
import { decodeJson } from "./json.ts";
import { decodeText } from "./text.ts";

/** What ends a record of SignalR and of Socket.IO over plain requests; it cannot stand in JSON. */
const RECORD_END = "\u001e";
/** Most records of one frame. */
const RECORD_LIMIT = 1_000;
/** `42["message",…]`, `42/room,7["message",…]`, `451-["file",…]`: packet type, room and number before the JSON. */
const PACKET = /^[0-6]\d?(?:\d{1,3}-)?(?:\/[^,[{]{0,200},)?\d{0,10}(?=[[{])/;
/** What Engine.IO sends to see whether somebody is there. */
const PING = /^[0-6](?:probe)?$/;
const EMPTY: Decoded = { root: null, sound: true, whole: true };

/** Reads one frame of a socket, in text or bytes: JSON, or several records of SignalR or Socket.IO. */
export function decodeFrame(frame: string | Uint8Array): readonly Decoded[] {
  const { text, sound } = typeof frame === "string" ? { text: frame, sound: true } : decodeText(frame);
  if (!sound) return [NOTHING];
  const records = text.split(RECORD_END, RECORD_LIMIT + 1);
  if (records.length > RECORD_LIMIT) return [NOTHING];
  return (records.length > 1 ? records.filter((record) => record !== "") : records).map(decodeRecord);
}

/** One that is not JSON (audio, say) tells nothing. */
function decodeRecord(record: string): Decoded {
  if (PING.test(record)) return EMPTY;
  const decoded = decodeJson(record.replace(PACKET, ""));
  return decoded.sound ? decoded : NOTHING;
}
