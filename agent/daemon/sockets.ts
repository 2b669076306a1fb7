import { socketHostFinder, socketHosts } from "../../shared/catalog/socket-hosts.ts";
import { catalogOf } from "../../shared/catalog/edition.ts";
import { indexCatalog } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import type { GapEvent } from "../../shared/schema/audit-event.ts";
import type { ToExtension } from "../../shared/wire/native.ts";
import { frameOfMessage } from "../local-api/message.ts";
import { otherwiseOf } from "../platform/otherwise.ts";
import { surroundings } from "../platform/places.ts";
import { SocketProxy } from "../proxy/socket-proxy.ts";
import { Unseen } from "../proxy/unseen.ts";
import type { Sources } from "./sources.ts";

/** The proxy for sockets as the agent runs it: for the hosts of the edition in force, by the configuration in force. */
export class Sockets {
  readonly proxy: SocketProxy;
  readonly #sources: Sources;
  readonly #unseen: Unseen;
  #finder: { readonly of: string; readonly find: (host: string) => string | null } | null = null;

  /** `tell` is given the records of sockets that were stopped. */
  constructor(sources: Sources, tell: (event: GapEvent) => void) {
    this.#sources = sources;
    this.#unseen = new Unseen(tell);
    this.proxy = new SocketProxy({
      find: (host) => this.#find(host),
      upstream: () => sources.config.sockets.upstream,
      unseen: (host) => this.#unseen.add(host, Date.now()),
    });
  }

  /** What an extension needs to lead its sockets here; nothing where the proxy does not listen. */
  frames(): readonly Buffer[] {
    const { port, secret } = this.proxy;
    if (port === null) return [];
    const otherwise = otherwiseOf(this.#sources.config.sockets, surroundings());
    return [frameOfMessage({ type: "socket_proxy", port, secret, otherwise } satisfies ToExtension)];
  }

  /** Ends every socket, and records what was not recorded yet. */
  close(): void {
    this.proxy.close();
    this.#unseen.flush();
  }

  #find(host: string): string | null {
    const { name } = this.#sources.catalog;
    if (this.#finder?.of !== name) {
      const content = this.#sources.catalog.content();
      const catalog = content === null ? indexCatalog(SERVICES) : catalogOf(content);
      this.#finder = { of: name, find: socketHostFinder(socketHosts(catalog)) };
    }
    return this.#finder.find(host);
  }
}
