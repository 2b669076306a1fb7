import type { Runtime } from "webextension-polyfill";
import { HANDOVER, PAGE_PORT } from "../../shared/wire/page-names.ts";
import type { FromHook, ToHook } from "../../shared/wire/page.ts";
import { webExtension } from "../design/web-extension.ts";
import { gatherScripts } from "./page-scripts.ts";

/**
 * Passes messages between the hook in the page and the worker, unread but for its own one, to gather the page's scripts. The
 * hook hands its port over in one event before the page's first script; after that nothing that the page does reaches
 * this world. The port to the worker breaks when the worker stops or the page rests in the back/forward cache; a new one
 * takes its place.
 */
export function bridgeToHook(): void {
  window.addEventListener(HANDOVER, take, { once: true });
}

function take(event: Event): void {
  const hook = event instanceof MessageEvent ? event.ports[0] : undefined;
  if (hook === undefined) return;
  event.preventDefault(); // by which the hook knows that its port is taken
  new Bridge(hook).open();
}

/** A port that breaks sooner than this, in ms, is opened again only after as long: the worker has refused this page. */
const SOON = 1_000;

class Bridge {
  readonly #hook: MessagePort;
  #worker: Runtime.Port | null = null;
  #opened = 0;
  #gathering = new AbortController();

  constructor(hook: MessagePort) {
    this.#hook = hook;
  }

  open(): void {
    this.#connect();
    this.#hook.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.#pass(data));
    this.#hook.start();
    window.addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#reconnect();
    });
  }

  #pass(message: unknown): void {
    try {
      this.#worker?.postMessage(message);
    } catch {
      this.#lost();
    }
  }

  #hear(message: ToHook): void {
    if (message.type === "gather") this.#gather(message);
    else this.#say(message);
  }

  /** A worker that starts anew asks anew. */
  #gather({ n, keys }: ToHook & { type: "gather" }): void {
    this.#gathering.abort();
    this.#gathering = new AbortController();
    const hand = (text: string, last: boolean): void =>
      this.#pass({ type: "scripts", n, text, last } satisfies FromHook);
    gatherScripts(keys, hand, this.#gathering.signal);
  }

  #say(message: ToHook): void {
    this.#hook.postMessage(message, []);
  }

  /** False where the extension is gone: it was updated or removed under this page. */
  #connect(): boolean {
    try {
      const worker = webExtension().runtime.connect({ name: PAGE_PORT });
      worker.onMessage.addListener((message: unknown) => this.#hear(message as ToHook));
      worker.onDisconnect.addListener(() => {
        if (this.#worker === worker) this.#lost();
      });
      this.#worker = worker;
      this.#opened = Date.now();
      return true;
    } catch {
      return false;
    }
  }

  #lost(): void {
    this.#worker = null;
    if (Date.now() - this.#opened >= SOON) {
      this.#say({ type: "lost", back: this.#connect() });
      return;
    }
    this.#say({ type: "lost", back: false });
    setTimeout(() => this.#reconnect(), SOON);
  }

  #reconnect(): void {
    const before = this.#worker;
    this.#worker = null;
    before?.disconnect();
    if (this.#connect()) this.#say({ type: "lost", back: true });
  }
}
