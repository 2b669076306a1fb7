import { NOTHING, type Decoded } from "./decoded.ts";
import { dgwPayloads } from "./dgw.ts";
import { decodeEventStream, isEventStream } from "./event-stream.ts";
import { hubMessages } from "./hub-messages.ts";
import { decodeJson, decodeJsonBytes } from "./json.ts";
import { OPEN_OBJECT } from "./json-signs.ts";
import { decodeRpc } from "./rpc.ts";
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

/**
 * Reads one frame of a socket. Text: JSON, or several records of SignalR or Socket.IO. Bytes: that, or frames of Meta's
 * DGW, messages of SignalR in MessagePack, or of AWS's event stream, each from the first byte to the last.
 */
export function decodeFrame(frame: string | Uint8Array): readonly Decoded[] {
  if (typeof frame === "string") return decodeRecords(frame);
  const packed = decodePacked(frame);
  if (packed !== null) return packed;
  const { text, sound } = decodeText(frame);
  return sound ? decodeRecords(text) : [NOTHING];
}

function decodePacked(frame: Uint8Array): readonly Decoded[] | null {
  const payloads = dgwPayloads(frame);
  if (payloads !== null) return payloads.map(decodePayload);
  const messages = hubMessages(frame);
  if (messages !== null) return messages.map((root) => ({ root, sound: true, whole: true }));
  return isEventStream(frame) ? [decodeEventStream(frame)] : null;
}

/** Parameters of a stream and what goes over it are JSON; anything else may be a message of protobuf. */
function decodePayload(payload: Uint8Array): Decoded {
  if (payload.length === 0) return EMPTY;
  return payload[0] === OPEN_OBJECT ? decodeJsonBytes(payload) : decodeRpc(payload);
}

function decodeRecords(text: string): readonly Decoded[] {
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
