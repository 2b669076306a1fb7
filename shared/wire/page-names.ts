/** Name of the content script's port to the worker. */
export const PAGE_PORT = "page";

/** The event by which the hook hands its end of the channel to the content script, once, before the page runs. */
export const HANDOVER = "lanyard";

/** In an address, before a nonce: `#lanyard=NONCE` on a call, `lanyard:NONCE@` on a socket. Neither goes on the wire. */
export const MARK = "lanyard";

/** Largest body that the hook hands over, in bytes: what is larger is named and counted, and stays uninspectable. */
export const MOST_BODY = 33_554_432;

/** Most text of a page's scripts that the content script hands over, in characters: what a reader of lists takes. */
export const MOST_SCRIPTS = 2_097_152;
