/** Strict readers of the formats, written from their specifications and from nothing of the product. They throw at what is wrong. */

/** One message of RFC 5424, section 6. */
export interface SyslogMessage {
  readonly priority: number;
  readonly timestamp: string;
  readonly host: string;
  readonly app: string;
  readonly id: string;
  readonly element: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly text: string;
}

const HEADER =
  /^<(\d{1,3})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) \[([!-<>-\\^-~]{1,32})/;
/** PARAM-VALUE: the three characters are escaped, everything else is as it is. */
const PARAMETER = /^ ([!#-<>-\\^-~]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/;

/** Reads one message. */
export function readSyslog(message: string): SyslogMessage {
  const head = HEADER.exec(message);
  if (head === null) throw new Error("no header of RFC 5424");
  let rest = message.slice(head[0].length);
  const parameters: Record<string, string> = {};
  for (let found = PARAMETER.exec(rest); found !== null; found = PARAMETER.exec(rest)) {
    const [all, name = "", value = ""] = found;
    if (Object.hasOwn(parameters, name)) throw new Error(`${name} twice`);
    parameters[name] = value.replaceAll(/\\(["\\\]])/g, "$1");
    rest = rest.slice(all.length);
  }
  if (!rest.startsWith("] ")) throw new Error("structured data that do not end");
  const [, priority, timestamp = "", host = "", app = "", , id = "", element = ""] = head;
  return { priority: Number(priority), timestamp, host, app, id, element, parameters, text: rest.slice(2) };
}

/** Reads messages framed by octet counting (RFC 6587, 3.4.1). */
export function readOctetCounted(bytes: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const count = bytes.toString("latin1", at, space);
    if (!/^[1-9]\d*$/.test(count)) throw new Error(`no count: ${count}`);
    const end = space + 1 + Number(count);
    if (end > bytes.length) throw new Error("a frame that is cut");
    messages.push(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(space + 1, end)));
    at = end;
  }
  return messages;
}

/** One line of CEF, version 0. */
export interface CefLine {
  readonly head: readonly string[];
  readonly extension: Readonly<Record<string, string>>;
}

/** Reads one line: seven fields, and pairs whose values end where the next ` key=` begins that is not escaped. */
export function readCef(line: string): CefLine {
  if (/[\r\n]/.test(line)) throw new Error("a line that is several");
  const head = /^CEF:0((?:\|(?:[^|\\]|\\[|\\])*){5})\|(\d|10)\|/.exec(line);
  if (head === null) throw new Error("no header of CEF");
  const fields = (head[1] ?? "")
    .slice(1)
    .split(/(?<!(?<!\\)(?:\\\\)*\\)\|/)
    .map((field) => field.replaceAll(/\\([|\\])/g, "$1"));
  const extension: Record<string, string> = {};
  const pairs = /(?:^| )([A-Za-z0-9]+)=((?:[^=\\]|\\[=\\rn])*?)(?= [A-Za-z0-9]+=|$)/gy;
  const text = line.slice(head[0].length);
  let end = 0;
  for (const [all, key = "", value = ""] of text.matchAll(pairs)) {
    if (Object.hasOwn(extension, key)) throw new Error(`${key} twice`);
    extension[key] = value.replaceAll(/\\([=\\])/g, "$1");
    end += all.length;
  }
  if (end !== text.length) throw new Error(`an extension that is none: ${text.slice(end)}`);
  return { head: [...fields, head[2] ?? ""], extension };
}
