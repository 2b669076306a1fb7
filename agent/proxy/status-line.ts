const WORDS = {
  200: "Connection established",
  400: "Bad Request",
  403: "Forbidden",
  405: "Method Not Allowed",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  431: "Request Header Fields Too Large",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
} as const;

/** What the proxy answers. */
export type Status = keyof typeof WORDS;

/** An answer whole, without a body. 407 asks by a nonce and keeps the connection; what refuses ends it. */
export function answer(status: Status, nonce?: string): string {
  const line = `HTTP/1.1 ${status} ${WORDS[status]}\r\n`;
  if (status === 200) return `${line}\r\n`;
  const ask = nonce === undefined ? "" : `Proxy-Authenticate: Basic realm="${nonce}"\r\n`;
  const after = nonce === undefined ? "close" : "keep-alive";
  return `${line}${ask}Content-Length: 0\r\nConnection: ${after}\r\nProxy-Connection: ${after}\r\n\r\n`;
}
