import { gzipSync } from "node:zlib";
import type { Call } from "../../../shared/schema/call.ts";
import { bytesOf } from "./call-of.ts";
import { oneOf } from "./seeds.ts";

type Random = () => number;
type Respelling = (call: Call, random: Random) => Call;

/** Ways to write the same call that its service reads alike. Each gives the call as it is where it does not fit. */
export const RESPELLINGS: Readonly<Record<string, Respelling>> = {
  host: (call, random) => {
    const { hostname } = new URL(call.url);
    const scheme = /^(?:https|wss):/.test(call.url) && new URL(call.url).port === "" ? ":443" : "";
    const spelled = oneOf(random, [`${hostname}.`, `${hostname}${scheme}`, anyCase(hostname, random)]);
    return { ...call, url: call.url.replace(hostname, spelled) };
  },
  path: (call, random) => {
    const { origin, pathname } = new URL(call.url);
    const start = call.url.indexOf("/", 8);
    if (start < 0 || !call.url.startsWith(pathname, start)) return call;
    const spelled = pathname.replaceAll(/(?<!%.?)[a-z]/g, (letter) =>
      random() < 0.2 ? percent(letter) : letter,
    );
    return { ...call, url: `${origin}${spelled}${call.url.slice(start + pathname.length)}` };
  },
  "content type": (call, random) => {
    const type = call.headers?.["content-type"];
    return type === undefined
      ? call
      : { ...call, headers: { ...call.headers, "content-type": anyCase(type, random) } };
  },
  json: (call, random) => withText(call, (text) => respelled(text, random)),
  form: (call, random) =>
    withText(call, (text) =>
      /^[\w.~%+*-]+=/.test(text)
        ? text.replaceAll(/(?<!%.?)[A-Za-z]/g, (letter) => (random() < 0.1 ? percent(letter) : letter))
        : text,
    ),
  "byte order mark": (call) => withText(call, (text) => (isJson(text) ? `\ufeff${text}` : text)),
  "UTF-16": (call, random) => {
    if (call.body.kind !== "bytes" || !isJson(textOf(call))) return call;
    const marked = `${oneOf(random, ["", "\ufeff"])}${textOf(call)}`;
    const bytes = Buffer.from(marked, "utf16le");
    return withBytes(call, new Uint8Array(random() < 0.5 ? bytes : bytes.swap16()));
  },
  gzip: (call) =>
    call.body.kind === "bytes" && !/^\0|^--/.test(textOf(call))
      ? withBytes(call, new Uint8Array(gzipSync(call.body.bytes, { level: 1 })))
      : call,
  frames: (call, random) => ({
    ...call,
    frames: call.frames.map((frame) => {
      const text = typeof frame === "string" && isJson(frame) ? respelled(frame, random) : frame;
      return typeof text === "string" && random() < 0.3 ? bytesOf(text) : text;
    }),
  }),
};

/** JSON once more with other spaces, order of keys, escapes, and keys that come twice with the same value. */
function respelled(text: string, random: Random): string {
  return isJson(text) ? write(JSON.parse(text), random) : text;
}

/** The same call with another text as its body. */
function withText(call: Call, change: (text: string) => string): Call {
  return call.body.kind === "bytes" ? withBytes(call, bytesOf(change(textOf(call)))) : call;
}

/** The same call with other bytes as its body; a body that is no text stays. */
export function withBytes(call: Call, bytes: Uint8Array): Call {
  return textOf(call).includes("\ufffd") ? call : { ...call, body: { kind: "bytes", bytes } };
}

/** The body as text. */
export function textOf(call: Call): string {
  return call.body.kind === "bytes" ? new TextDecoder().decode(call.body.bytes) : "";
}

/** True for an object or a list in JSON. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function write(value: unknown, random: Random): string {
  const space = (): string => (random() < 0.1 ? oneOf(random, [" ", "\n", "\t", "\r\n  "]) : "");
  if (typeof value === "string")
    return quoted(isJson(value) && random() < 0.3 ? respelled(value, random) : value, random);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${value.map((inner) => space() + write(inner, random) + space()).join(",")}]`;
  const members = Object.entries(value).flatMap(([key, inner]) => {
    const member = (): string =>
      `${space()}${quoted(key, random)}${space()}:${space()}${write(inner, random)}${space()}`;
    return random() < 0.05 ? [member(), member()] : [member()];
  });
  return `{${(random() < 0.5 ? members.toReversed() : members).join(",")}}`;
}

function quoted(text: string, random: Random): string {
  const plain = JSON.stringify(text);
  if (random() < 0.6) return plain;
  return plain.replaceAll(/\\.|[A-Za-z/.-]/g, (part) => {
    if (part.length > 1 || random() < 0.8) return part;
    const digits = part.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${random() < 0.5 ? digits : digits.toUpperCase()}`;
  });
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}

function anyCase(text: string, random: Random): string {
  return text.replaceAll(/[a-z]/g, (letter) => (random() < 0.3 ? letter.toUpperCase() : letter));
}
