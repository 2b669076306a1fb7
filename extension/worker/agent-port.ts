import browser, { type Runtime } from "webextension-polyfill";
import type { CatalogContent } from "../../shared/schema/catalog-edition.ts";
import { type AgentState, type FromExtension, ToExtension } from "../../shared/wire/native.ts";
import type { MineAnswer } from "../../shared/wire/mine.ts";
import type { SocketProxyPush } from "../../shared/wire/socket-proxy.ts";
import { PartedText } from "./parted-text.ts";

/** The native messaging host that `lanyard browser install` registers. */
const HOST = "com.lanyard.agent";
/** An agent that does not answer a ping within this time counts as away, even if its process lives. */
const PATIENCE = 5_000;
const PING_EVERY = 20_000;
const RETRY_FIRST = 250;
const RETRY_MOST = 30_000;

/** What the port tells its owner. */
export interface AgentPortEvents {
  /** The agent can be reached: greet it, deliver what waits. */
  readonly connected: () => void;
  readonly state: (state: AgentState) => void;
  /** The edition of the catalog that the agent hands over; null: the built-in one. */
  readonly catalog: (content: CatalogContent | null) => void;
  /** Where the agent's proxy for sockets is. */
  readonly socketProxy: (push: SocketProxyPush) => void;
  /** An address that the agent wants opened for the person. */
  readonly open: (url: string) => void;
  /** What is recorded about the person, as they asked. */
  readonly mine: (answer: MineAnswer) => void;
  readonly stored: (ids: readonly string[]) => void;
  readonly lost: () => void;
  /** The agent could not take a frame of ours. */
  readonly refused: (code: string, message: string) => void;
}

/**
 * The one open line to the agent. It stays open, which also keeps the worker alive, and opens itself again; what it
 * says of the agent is what frames say: the link, an answer to each ping, a state.
 */
export class AgentPort {
  readonly #events: AgentPortEvents;
  readonly #parts = new PartedText();
  #port: Runtime.Port | null = null;
  #retry = RETRY_FIRST;
  #pings = 0;
  #overdue: ReturnType<typeof setTimeout> | undefined;

  constructor(events: AgentPortEvents) {
    this.#events = events;
    setInterval(() => this.#ping(), PING_EVERY);
  }

  /** Opens the line if it is not open; safe to call at any time. */
  open(): void {
    if (this.#port !== null) return;
    const port = browser.runtime.connectNative(HOST);
    this.#port = port;
    port.onMessage.addListener((message: unknown) => this.#receive(message));
    port.onDisconnect.addListener(() => this.#closed(port));
  }

  /** Sends a frame if the line is open; what must not be lost waits in the outbox, not here. */
  send(message: FromExtension): void {
    try {
      this.#port?.postMessage(message);
    } catch {
      // The port closed between its event and this call: its onDisconnect says so to everybody.
    }
  }

  #receive(message: unknown): void {
    const parsed = ToExtension.safeParse(message);
    if (!parsed.success) {
      this.#events.refused(
        "unknown_frame",
        "The agent sent a frame that this version of the extension does not know.",
      );
      return;
    }
    this.#take(parsed.data);
  }

  #take(message: ToExtension): void {
    switch (message.type) {
      case "link":
        return message.up ? this.#up() : this.#down();
      case "state":
        return this.#state(message);
      case "catalog":
        return this.#events.catalog(message.content);
      case "socket_proxy":
        return this.#events.socketProxy(message);
      case "part": {
        const whole = this.#parts.add(message);
        return whole === null ? undefined : this.#receive(JSON.parse(whole));
      }
      case "open":
        return this.#events.open(message.url);
      case "mine":
        return this.#events.mine(message);
      case "stored":
        return this.#events.stored(message.ids);
      case "pong":
        return clearTimeout(this.#overdue);
      case "refused":
        return this.#events.refused(message.code, message.message);
    }
  }

  #state(state: AgentState): void {
    this.#retry = RETRY_FIRST;
    this.#events.state(state);
  }

  #up(): void {
    this.#parts.clear();
    this.#events.connected();
  }

  #down(): void {
    clearTimeout(this.#overdue);
    this.#events.lost();
  }

  #closed(port: Runtime.Port): void {
    if (this.#port !== port) return;
    this.#port = null;
    this.#down();
    setTimeout(() => this.open(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, RETRY_MOST);
  }

  #ping(): void {
    // Without a line nothing but this keeps the worker from being stopped, and a stopped one hears new hosts late.
    if (this.#port === null) return void browser.runtime.getPlatformInfo();
    this.send({ type: "ping", n: ++this.#pings });
    clearTimeout(this.#overdue);
    this.#overdue = setTimeout(() => this.#hangUp(), PATIENCE);
  }

  /** The process is there and does not answer: a new line may reach a new one. */
  #hangUp(): void {
    const port = this.#port;
    port?.disconnect();
    if (port !== null) this.#closed(port);
  }
}
