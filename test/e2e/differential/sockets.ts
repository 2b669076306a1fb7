import { type Behaviors, handle, inWords, next, notes, outcome, pause } from "./behavior.ts";

const ECHO = "wss://chatgpt.com/lab/echo";
const EVENTS = ["open", "message", "error", "close"];

function described(event: Event): string {
  if (event instanceof CloseEvent) return ` ${event.code} ${event.reason} ${event.wasClean}`;
  return event instanceof MessageEvent ? ` ${String(event.data)}` : "";
}

/** Opens a socket, does something with it, and notes all until it is closed. */
async function socket(
  work: (socket: WebSocket) => unknown,
  { url = ECHO, protocols }: { url?: string; protocols?: string | string[] } = {},
): Promise<unknown> {
  return outcome(async () => {
    const made = protocols === undefined ? new WebSocket(url) : new WebSocket(url, protocols);
    const seen = notes(made, EVENTS, described);
    const state = [
      made.readyState,
      made.url,
      made.protocol,
      made.extensions,
      made.binaryType,
      made.bufferedAmount,
    ];
    const closed = next(made, "close");
    const value = await work(made);
    await Promise.race([closed, pause(2_000)]);
    return [state, seen, value ?? null, made.readyState, made.url, made.protocol, made.bufferedAmount];
  });
}

/** Sends these once it is open, and closes when as many answers are here. */
const says =
  (...data: readonly (string | ArrayBufferLike | Blob | ArrayBufferView)[]) =>
  async (made: WebSocket): Promise<unknown> => {
    await next(made, "open");
    const amounts = data.map((one) => (made.send(one as string), made.bufferedAmount >= 0));
    for (let n = 0; n < data.length; n += 1) await next(made, "message");
    made.close();
    return [amounts, made.readyState];
  };

const attempt = (work: () => unknown): unknown => {
  try {
    return work() ?? "none";
  } catch (cause) {
    return inWords(cause);
  }
};

const closes =
  (...args: readonly unknown[]) =>
  async (made: WebSocket): Promise<unknown> => {
    await next(made, "open");
    const seen = attempt(() => Reflect.apply(made.close, made, args));
    if (made.readyState === 1) made.close();
    return seen;
  };

const buffer = new Uint8Array([1, 2, 3, 4, 5]);

/** What a page sees of WebSocket. */
export const SOCKETS: Behaviors = {
  "socket: text": () => socket(says("hello")),
  "socket: texts in order": () => socket(says("1", "2", "3", "4")),
  "socket: an empty text": () => socket(says("")),
  "socket: text beyond ASCII": () => socket(says("ü€😀")),
  "socket: a lone surrogate": () => socket(says("a\ud800b")),
  "socket: a typed array": () => socket(says(buffer)),
  "socket: a part of a buffer": () => socket(says(buffer.subarray(1, 3))),
  "socket: a data view": () => socket(says(new DataView(buffer.buffer, 2, 2))),
  "socket: an array buffer": () => socket(says(buffer.buffer)),
  "socket: a Blob": () => socket(says(new Blob(["blob"]))),
  "socket: all kinds in order": () => socket(says("a", new Blob(["b"]), buffer, "c", new Blob(["d"]), "e")),
  "socket: a large text": () => socket(says("z".repeat(100_000))).then((seen) => JSON.stringify(seen).length),
  "socket: a number": () => socket(says(7 as unknown as string)),
  "socket: an object": () => socket(says({ toString: () => "turned" } as unknown as string)),
  "socket: bytes changed after they were sent": () =>
    socket(async (made) => {
      await next(made, "open");
      const bytes = new Uint8Array([1, 2, 3]);
      made.send(bytes);
      bytes.fill(9);
      await next(made, "message");
      made.close();
    }),
  "socket: a symbol": () =>
    socket(async (made) => {
      await next(made, "open");
      const seen = attempt(() => made.send(Symbol("a") as unknown as string));
      made.close();
      return seen;
    }),
  "socket: nothing to send": () =>
    socket(async (made) => {
      await next(made, "open");
      const seen = attempt(() => Reflect.apply(made.send, made, []));
      made.close();
      return seen;
    }),
  "socket: sent before it is open": () =>
    socket((made) => {
      const seen = attempt(() => made.send("a"));
      made.close();
      return seen;
    }),
  "socket: sent after it is closed": () =>
    socket(async (made) => {
      await next(made, "open");
      made.close();
      made.send("abc");
      return made.bufferedAmount;
    }),
  "socket: closed at once": () => socket((made) => made.close()),
  "socket: closed at once with a code": () => socket((made) => made.close(4_000, "why")),
  "socket: closed twice": () =>
    socket(async (made) => {
      await next(made, "open");
      made.close();
      made.close();
    }),
  "socket: closed with a code": () => socket(closes(4_001, "reason")),
  "socket: closed with the usual code": () => socket(closes(1_000)),
  "socket: closed with a code that is none": () => socket(closes(1_005)),
  "socket: closed with a code too high": () => socket(closes(70_000)),
  "socket: closed with a text as code": () => socket(closes("3000")),
  "socket: closed with a reason too long": () => socket(closes(3_000, "r".repeat(124))),
  "socket: closed right after sending": () =>
    socket(async (made) => {
      await next(made, "open");
      made.send("a");
      made.send(new Blob(["b"]));
      made.send("c");
      made.close(3_001, "bye");
      return made.readyState;
    }),
  "socket: what is buffered counts bytes": () =>
    socket(async (made) => {
      await next(made, "open");
      made.send("ü€");
      made.send(buffer);
      const amount = made.bufferedAmount;
      made.close();
      return amount;
    }),
  "socket: binary as array buffer": () =>
    socket(async (made) => {
      made.binaryType = "arraybuffer";
      await says("a")(made);
      return made.binaryType;
    }),
  "socket: a binary type that is none": () =>
    socket((made) => {
      made.binaryType = "other" as BinaryType;
      made.close();
      return made.binaryType;
    }),
  "socket: a protocol": () => socket(closes(), { protocols: "chat" }),
  "socket: several protocols": () => socket(closes(), { protocols: ["first", "second"] }),
  "socket: a protocol twice": () => socket(closes(), { protocols: ["a", "a"] }),
  "socket: a protocol that is none": () => socket(closes(), { protocols: "a b" }),
  "socket: protocols by an iterator": () =>
    socket(closes(), { protocols: new Set(["one", "two"]) as unknown as string[] }),
  "socket: an address that is none": () => socket(closes(), { url: "wss://" }),
  "socket: an address of another scheme": () => socket(closes(), { url: "ftp://chatgpt.com/" }),
  "socket: an https address": () => socket(closes(), { url: "https://chatgpt.com/lab/echo" }),
  "socket: a relative address": () => socket(closes(), { url: "/lab/echo?a=b c" }),
  "socket: an address with a fragment": () => socket(closes(), { url: `${ECHO}#part` }),
  "socket: an address with an empty fragment": () => socket(closes(), { url: `${ECHO}#` }),
  "socket: an address with a user": () => socket(closes(), { url: "wss://me:secret@chatgpt.com/lab/echo" }),
  "socket: an address in capitals": () => socket(closes(), { url: "WSS://CHATGPT.com:443/lab/../lab/echo" }),
  "socket: an address of a wrong port": () => socket(() => undefined, { url: "wss://chatgpt.com:25/" }),
  "socket: not secure": () => socket(closes(), { url: "ws://chatgpt.com/lab/echo" }),
  "socket: nobody there": () => socket(() => undefined, { url: "wss://127.0.0.1:1/" }),
  "socket: a URL object": () => socket(closes(), { url: new URL(ECHO) as unknown as string }),
  "socket: no address": () => outcome(() => Reflect.construct(WebSocket, [])),
  "socket: a symbol as address": () => outcome(() => Reflect.construct(WebSocket, [Symbol("a")])),
  "socket: an address that turns into text": () => {
    let turns = 0;
    const made = Reflect.construct(WebSocket, [{ toString: () => ((turns += 1), ECHO) }]) as WebSocket;
    made.close();
    return turns;
  },
  "socket: an address whose turning throws": () =>
    outcome(() =>
      Reflect.construct(WebSocket, [
        {
          toString: () => {
            throw new RangeError("mine");
          },
        },
      ]),
    ),
  "socket: an undefined second argument": () =>
    outcome(() => {
      const made = new WebSocket(ECHO, undefined);
      made.close();
      return made.url;
    }),
  "socket: its own properties": () => {
    const made = new WebSocket(ECHO);
    made.close();
    return Reflect.ownKeys(made).map(String);
  },
  "socket: handlers and listeners in order": () =>
    outcome(async () => {
      const seen: string[] = [];
      const made = new WebSocket(ECHO);
      handle(made, "onopen", () => seen.push("onopen"));
      made.addEventListener("open", () => void seen.push("open"));
      handle(made, "onmessage", () => seen.push("onmessage"));
      await next(made, "open");
      made.send("a");
      await next(made, "message");
      made.close();
      await next(made, "close");
      return seen;
    }),
  "socket: a message is the browser's own": () =>
    outcome(async () => {
      const made = new WebSocket(ECHO);
      await next(made, "open");
      made.send("a");
      const { isTrusted, origin, lastEventId, source, ports } = (await next(made, "message")) as MessageEvent;
      made.close();
      return [isTrusted, origin, lastEventId, source, ports.length];
    }),
};
