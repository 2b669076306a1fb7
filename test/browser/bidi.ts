import { once } from "node:events";

/** A command that the browser refused; the code is one of WebDriver BiDi's. */
export class BidiError extends Error {
  readonly code: string;

  constructor(method: string, code: string, message: string) {
    super(`${method}: ${code}: ${message}`);
    this.code = code;
  }
}

interface Answer {
  readonly type: "success" | "error" | "event";
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (cause: Error) => void;
}

/** A line of WebDriver BiDi to one browser: commands and their answers; events are not asked for. */
export class Bidi {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(JSON.parse(String(data)) as Answer));
    socket.addEventListener("close", () => this.#lose());
  }

  /** Connects to the address that the browser says, and opens a session that trusts the stand-ins' certificate. */
  static async connect(address: string): Promise<Bidi> {
    const socket = new WebSocket(`${address}/session`);
    await once(socket, "open");
    const bidi = new Bidi(socket);
    await bidi.send("session.new", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
    return bidi;
  }

  /** Sends a command; rejects with `BidiError` where the browser refuses it or goes away. */
  async send(method: string, params: object): Promise<unknown> {
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (this.#socket.readyState !== WebSocket.OPEN) throw gone(method);
    this.#waiting.set(id, { method, resolve, reject });
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise;
  }

  #take({ type, id, result, error = "unknown", message = "" }: Answer): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if (type === "success") waiting.resolve(result);
    else waiting.reject(new BidiError(waiting.method, error, message));
  }

  #lose(): void {
    for (const { method, reject } of this.#waiting.values()) reject(gone(method));
    this.#waiting.clear();
  }
}

function gone(method: string): BidiError {
  return new BidiError(method, "closed", "The browser is gone.");
}
