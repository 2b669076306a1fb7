import browser from "webextension-polyfill";
import type { SocketProxyPush } from "../../shared/wire/socket-proxy.ts";
import type { Posture } from "./posture.ts";
import { leadSockets, takesProxy } from "./proxy-setting.ts";

/** What leads sockets needs to know, and whom it tells. */
export interface SocketLeadParts {
  readonly posture: Posture;
  /** Hosts of the edition in force, as records spell them. */
  readonly hosts: () => readonly string[];
  /** Tells the journal, once for each new problem. */
  readonly degraded: (problem: string) => void;
}

/** Keeps the browser's proxy setting as the agent's proxy and the edition in force want it. One change at a time. */
export class SocketLead {
  readonly #parts: SocketLeadParts;
  #push: SocketProxyPush | null = null;
  #problem: string | null = null;
  #settled: Promise<void> = Promise.resolve();

  constructor(parts: SocketLeadParts) {
    this.#parts = parts;
    // A policy or another extension may take the setting, or give it back.
    if (takesProxy()) browser.proxy.settings.onChange.addListener(() => this.again());
  }

  /** Leads sockets where the agent says. */
  to(push: SocketProxyPush): void {
    this.#push = push;
    this.again();
  }

  /** Looks at the setting anew. */
  again(): void {
    const push = this.#push;
    if (push === null) return;
    this.#settled = this.#settled
      .then(() => leadSockets(push, this.#parts.hosts()))
      .catch((error: unknown) => `The browser's proxy cannot be set: ${String(error)}.`)
      .then((problem) => this.#found(problem));
  }

  #found(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#parts.posture.sockets(problem);
    if (problem !== null) this.#parts.degraded(problem);
  }
}
