import { plainHost } from "../../shared/catalog/socket-hosts.ts";

/** Bytes that the head of a request may have. Chromium's have some 300. */
export const HEAD_LIMIT = 8_192;

/** What somebody asked the proxy for. */
export interface ConnectHead {
  readonly host: string;
  readonly port: number;
  readonly credentials: { readonly user: string; readonly password: string } | null;
  /** Bytes of the head; what follows belongs to the socket. */
  readonly length: number;
}

/** A head, why there is none (an HTTP status), or that more bytes must come. */
export type HeadReading =
  | { readonly kind: "head"; readonly head: ConnectHead }
  | { readonly kind: "refused"; readonly status: 400 | 405 | 431 }
  | { readonly kind: "more" };

const END = Buffer.from("\r\n\r\n");
const REQUEST = /^([A-Z]+) ([\x21-\x7e]+) HTTP\/1\.[01]$/;
/** IPv6 addresses are no AI services. */
const AUTHORITY = /^([A-Za-z0-9._-]{1,255}):(\d{1,5})$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;

/** Reads what may become the head of a CONNECT; never throws. */
export function readConnect(bytes: Buffer): HeadReading {
  const end = bytes.indexOf(END);
  if (end > HEAD_LIMIT || (end < 0 && bytes.length > HEAD_LIMIT)) return refused(431);
  if (end < 0) return { kind: "more" };
  const [first = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const request = REQUEST.exec(first);
  if (request === null) return refused(400);
  if (request[1] !== "CONNECT") return refused(405);
  const authority = AUTHORITY.exec(request[2] ?? "");
  const port = Number(authority?.[2]);
  const fields = fieldsOf(lines);
  if (authority === null || port < 1 || port > 65_535 || fields === null) return refused(400);
  const head = {
    host: plainHost(authority[1] ?? ""),
    port,
    credentials: credentialsOf(fields.get("proxy-authorization")),
    length: end + END.length,
  };
  return { kind: "head", head };
}

function refused(status: 400 | 405 | 431): HeadReading {
  return { kind: "refused", status };
}

/** Null for what could be read in two ways: a repeated password, or a body, which no CONNECT has. */
function fieldsOf(lines: readonly string[]): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", value = ""] = FIELD.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === "" || key === "transfer-encoding" || (key === "content-length" && value.trim() !== "0"))
      return null;
    if (key === "proxy-authorization" && fields.has(key)) return null;
    fields.set(key, value.trim());
  }
  return fields;
}

function credentialsOf(value: string | undefined): ConnectHead["credentials"] {
  const [, encoded] = /^basic +([A-Za-z0-9+/=]{1,1000})$/i.exec(value ?? "") ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("latin1");
  const colon = text.indexOf(":");
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
