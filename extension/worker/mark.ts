import { MARK } from "../../shared/wire/page-names.ts";

/** An address without the hook's mark, and the nonce that stood in it. */
export interface Unmarked {
  readonly url: string;
  readonly nonce: string | null;
}

const ON_CALL = new RegExp(`#${MARK}=([0-9a-f]{32})$`);
const ON_SOCKET = new RegExp(`^(wss?://)${MARK}:([0-9a-f]{32})@`);

/**
 * Takes the hook's mark off an address that the network event shows: `#lanyard=NONCE` at the end of a call's, or
 * `lanyard:NONCE@` before a socket's host. Everything behind this sees the address as it goes on the wire.
 */
export function unmarked(address: string): Unmarked {
  const call = address.includes("#") ? ON_CALL.exec(address) : null;
  if (call !== null) return { url: address.slice(0, call.index), nonce: call[1] ?? null };
  const socket = address.startsWith("ws") ? ON_SOCKET.exec(address) : null;
  if (socket === null) return { url: address, nonce: null };
  return { url: `${socket[1]}${address.slice(socket[0].length)}`, nonce: socket[2] ?? null };
}

/** An address as two layers can be compared by: without what never goes on the wire. */
export function onTheWire(address: string): string {
  const { url } = unmarked(address);
  const hash = url.indexOf("#");
  return hash < 0 ? url : url.slice(0, hash);
}
