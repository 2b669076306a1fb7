import type { FormName } from "./forms.ts";
import type { RealmName } from "./realms.ts";
import type { Where } from "./targets.ts";
import type { TransportName } from "./transports.ts";

/** The pages that cases start from. */
export const PAGES = {
  service: "https://chatgpt.com/lab/page",
  "another service": "https://gemini.google.com/lab/page",
  neutral: "https://intranet.example/lab/page",
  "over http": "http://intranet.example/lab/page",
} as const;

/** One way to send, in one realm, in one form, with the model in one place. */
export interface MatrixCase {
  readonly name: string;
  readonly page: keyof typeof PAGES;
  readonly realm: RealmName;
  readonly transport: TransportName;
  readonly form: FormName;
  readonly where: Where;
  /** Letters put into the prompt. */
  readonly pad: number;
}

type Chosen = Partial<Omit<MatrixCase, "name">>;

const MEGABYTE = 1_000_000;

const READ_FORMS: readonly FormName[] = [
  "text",
  "typed array",
  "part of a buffer",
  "ArrayBuffer",
  "UTF-16 bytes",
];
const MORE_READ_FORMS: readonly FormName[] = ["bytes after a byte order mark", "gzipped bytes"];
const HIDDEN_FORMS: readonly FormName[] = [
  "Blob",
  "Blob with a type",
  "File",
  "stream",
  "gzipped Blob",
  "gzipped stream",
];
const FORM_DATA: readonly FormName[] = [
  "FormData",
  "FormData with a file in memory",
  "FormData with a file of the disk",
];
const FILES_AS_FIELDS: readonly FormName[] = [
  "FormData whose model is in a file",
  "FormData whose model is named by field and file",
];
const CALLS: readonly TransportName[] = [
  "fetch",
  "fetch, kept alive",
  "fetch of a Request",
  "fetch of a cloned Request",
  "PATCH by fetch",
  "PUT by fetch",
  "XMLHttpRequest",
  "PATCH by XMLHttpRequest",
];
const SHOWN_CALLS: readonly TransportName[] = [
  "fetch without cors",
  "synchronous XMLHttpRequest",
  "beacon",
  "fetchLater",
  "redirect from a neutral host",
];
const ELEMENTS: readonly TransportName[] = [
  "EventSource",
  "image",
  "script",
  "style",
  "prefetch",
  "frame",
  "video",
  "new window",
  "navigation of a frame",
];
const WINDOWS: readonly RealmName[] = [
  "frame of about:blank",
  "frame of srcdoc",
  "sandboxed frame",
  "frame of data:",
  "frame of blob:",
  "frame of javascript:",
  "frame of the same site",
  "frame in a frame",
  "functions of a frame, taken at once",
  "popup of about:blank",
  "popup of the same site",
  "page behind a service worker",
];
const WORKERS: readonly RealmName[] = [
  "worker of blob:",
  "worker of data:",
  "worker of the network",
  "module worker",
  "worker in a worker",
  "shared worker",
  "shared worker of blob:",
  "service worker of the page",
];
const NAMED_IN_BODIES: readonly Where[] = [
  "body of Anthropic",
  "body at a gateway",
  "body at a port",
  "body at a host with a dot",
  "body at a host in capitals",
  "body, named last",
  "body, escaped letters",
  "body, named twice",
  "body, named twice, other first",
  "list of models to fall back on",
];
const PARTS_IN_TEXTS: readonly Where[] = [
  "file in a text of parts",
  "field with a type in a text of parts",
  "field and field with a type in a text of parts",
];
const NAMED_ELSEWHERE: readonly Where[] = [
  "URL",
  "URL, percent-encoded",
  "URL, colon escaped",
  "deployment in the URL",
  "ARN in the URL",
  "header",
];
const SOCKETS: readonly Where[] = [
  "socket's address",
  "socket's first frame",
  "socket's second frame",
  "frame of each message",
];

/** Not the product of all: what differs in kind, each with what it is likely to fail on. */
const LISTED: readonly MatrixCase[] = [
  ...each([...READ_FORMS, ...MORE_READ_FORMS, ...HIDDEN_FORMS], (form) => ({ form })),
  ...each([...READ_FORMS, ...HIDDEN_FORMS.slice(0, 3)], (form) => ({ form, transport: "XMLHttpRequest" })),
  ...each([...FORM_DATA, ...FILES_AS_FIELDS, "URLSearchParams"], (form) => ({ form, where: "form field" })),
  ...each([...FORM_DATA, ...FILES_AS_FIELDS], (form) => ({
    form,
    where: "form field",
    transport: "XMLHttpRequest",
  })),
  ...each(["FormData", "FormData with a file in memory", "URLSearchParams"], (form) => ({
    form,
    where: "form field",
    transport: "beacon",
  })),
  ...each([...CALLS.slice(1), ...SHOWN_CALLS], (transport) => ({ transport })),
  ...each([...CALLS.slice(1), "beacon", "fetchLater"], (transport) => ({ transport, form: "Blob" })),
  ...each(["fetch without cors", "beacon", "fetchLater"], (transport) => ({
    transport,
    form: "typed array",
  })),
  ...each(["form, urlencoded"], (transport) => ({ transport, where: "nested JSON", form: "none" })),
  ...each(["form, multipart"], (transport) => ({ transport, where: "form field", form: "none" })),
  ...each(["form, text"], (transport) => ({ transport, where: "JSON in a text form", form: "none" })),
  ...each(ELEMENTS, (transport) => ({ transport, where: "query", form: "none" })),
  ...each(["new window", "navigation of a frame", "frame", "prerender"], (transport) => ({
    transport,
    where: "address of the web app",
    form: "none",
  })),
  ...each([...NAMED_IN_BODIES, ...NAMED_ELSEWHERE], (where) => ({ where })),
  ...each([...NAMED_IN_BODIES, ...NAMED_ELSEWHERE], (where) => ({ where, form: "Blob" })),
  ...each(PARTS_IN_TEXTS, (where) => ({ where })),
  ...each(PARTS_IN_TEXTS, (where) => ({ where, form: "typed array" })),
  ...each(PARTS_IN_TEXTS.slice(1), (where) => ({ where, form: "Blob" })),
  ...each(PARTS_IN_TEXTS, (where) => ({ where, transport: "XMLHttpRequest" })),
  ...each(PARTS_IN_TEXTS, (where) => ({ where, page: "neutral" })),
  ...each(["body of the web app"], (where) => ({ where })),
  ...each(["body of the web app"], (where) => ({ where, form: "Blob" })),
  ...each(["header of the web app", "nested JSON"], (where) => ({ where, page: "another service" })),
  ...each(["nested JSON"], (where) => ({ where, page: "another service", form: "URLSearchParams" })),
  ...each(["header of the web app", "nested JSON"], (where) => ({
    where,
    page: "another service",
    form: "Blob",
  })),
  ...each(["body over http"], (where) => ({ where, page: "over http" })),
  ...each([...WINDOWS, ...WORKERS, "page that is left"], (realm) => ({ realm })),
  ...each([...WINDOWS, ...WORKERS], (realm) => ({ realm, form: "Blob" })),
  ...each(["worker of blob:", "shared worker", "service worker of the page"], (realm) => ({
    realm,
    form: "typed array",
    where: "URL",
  })),
  ...each(["frame of srcdoc", "sandboxed frame", "popup of about:blank"], (realm) => ({
    realm,
    form: "stream",
  })),
  ...each(["text", "Blob"], (form) => ({ form, realm: "page that is left", transport: "beacon" })),
  ...each(["page that is left"], (realm) => ({ realm, transport: "fetch, kept alive" })),
  ...each(SOCKETS, (where) => ({ where, transport: "WebSocket", form: "none" })),
  ...each(SOCKETS, (where) => ({ where, transport: "WebSocket, in bytes", form: "none" })),
  ...each([...WINDOWS, ...WORKERS], (realm) => ({
    realm,
    where: "socket's second frame",
    transport: "WebSocket",
    form: "none",
  })),
  ...each(["worker of blob:", "shared worker", "service worker of the page"], (realm) => ({
    realm,
    where: "socket's address",
    transport: "WebSocket",
    form: "none",
  })),
  ...each(["WebSocketStream"], (transport) => ({
    transport,
    where: "socket's second frame",
    form: "none",
  })),
  ...each(
    ["text", "typed array", "ArrayBuffer", "UTF-16 bytes", "gzipped bytes", "Blob", "stream"],
    (form) => ({
      form,
      page: "neutral",
    }),
  ),
  ...each(["XMLHttpRequest", "beacon", "fetch without cors", "PATCH by fetch"], (transport) => ({
    transport,
    page: "neutral",
  })),
  ...each([...FORM_DATA.slice(0, 2), ...FILES_AS_FIELDS], (form) => ({
    form,
    where: "form field",
    page: "neutral",
  })),
  ...each(["body at a gateway", "URL", "query"], (where) => ({
    where,
    page: "neutral",
    ...(where === "query" ? { transport: "image", form: "none" } : {}),
  })),
  ...each(["frame of a service in a neutral page"], (realm) => ({ realm, page: "neutral" })),
  ...each(["frame of a service in a neutral page"], (realm) => ({ realm, page: "neutral", form: "Blob" })),
  ...each([MEGABYTE, 50 * MEGABYTE], (pad) => ({ pad })),
  ...each([20 * MEGABYTE], (pad) => ({ pad, where: "body, named twice" })), // the second after all that Firefox shows
  ...each([MEGABYTE], (pad) => ({ pad, form: "Blob" })),
  ...each([MEGABYTE], (pad) => ({ pad, form: "typed array", where: "body, named last" })),
];

/** Lists may name a case twice. */
export const CASES: readonly MatrixCase[] = [...new Map(LISTED.map((one) => [one.name, one])).values()];

function each<const T>(all: readonly T[], chosen: (one: T) => Chosen): MatrixCase[] {
  return all.map((one) => made(chosen(one)));
}

function made(chosen: Chosen): MatrixCase {
  const whole = {
    page: "service",
    realm: "page",
    transport: "fetch",
    form: "text",
    where: "body",
    pad: 0,
    ...chosen,
  } as const;
  const words = [whole.where, whole.form, whole.transport, whole.realm, `from ${whole.page}`];
  if (whole.pad > 0) words.push(`${whole.pad / MEGABYTE} MB`);
  return { ...whole, name: words.join(" / ") };
}
