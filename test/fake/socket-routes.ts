/** What a stand-in says over a socket. */
export interface SocketScript {
  /** Said as soon as the socket is open. */
  readonly greeting: readonly string[];
  /** Said to each message of the client's; `n` counts from 1. */
  readonly reply: (n: number, said: string | Uint8Array) => readonly string[];
}

/** A socket as it was asked for. */
export interface SocketHead {
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

const RECORD_END = "\u001e";
const XAI_MODEL = "grok-4-fast-non-reasoning";

/** Sockets that the fakes take, by host and path; any other gets its messages counted back. */
const ROUTES: readonly (readonly [
  host: string | null,
  path: RegExp,
  script: (head: SocketHead) => SocketScript,
])[] = [
  [null, /\/realtime$/, realtime],
  [null, /^\/lab\/echo$/, () => ({ greeting: [], reply: (n, said) => [echoed(n, said)] })],
  ["substrate.office.com", /^\/m365Copilot\/Chathub\//, () => records("{}")],
  [
    "api.manus.im",
    /^\/socket\.io/,
    () => ({ greeting: ["0{}", "40"], reply: (n) => [`42["message",{"n":${n}}]`] }),
  ],
];

/** What is said over a socket that was asked for like this. */
export function scriptFor(head: SocketHead): SocketScript {
  const route = ROUTES.find(([host, path]) => (host === null || host === head.host) && path.test(head.path));
  return route === undefined ? { greeting: [], reply: (n) => [JSON.stringify({ n })] } : route[2](head);
}

function echoed(n: number, said: string | Uint8Array): string {
  const text = typeof said === "string" ? said : Buffer.from(said).toString("hex");
  return JSON.stringify({ n, kind: typeof said === "string" ? "text" : "bytes", size: said.length, text });
}

/** OpenAI's realtime events. `served` in the query is the model that answers in place of the one that was asked for. */
function realtime({ host, query }: SocketHead): SocketScript {
  const asked = new URLSearchParams(query);
  const model =
    asked.get("served") ?? asked.get("model") ?? (host === "api.x.ai" ? XAI_MODEL : "gpt-realtime");
  return {
    greeting: [JSON.stringify({ type: "session.created", session: { type: "realtime", model } })],
    reply: (n) => [JSON.stringify({ type: "response.done", n })],
  };
}

function records(greeting: string): SocketScript {
  return {
    greeting: [`${greeting}${RECORD_END}`],
    reply: (n) => [`${JSON.stringify({ type: 3, invocationId: String(n) })}${RECORD_END}`],
  };
}
