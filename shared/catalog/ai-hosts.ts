import list from "./ai-hosts.json" with { type: "json" };
import { knowsHost, type Catalog } from "./catalog-index.ts";

/** Hosts of AI services that no recognizer of a catalog is for. */
export interface UnknownHosts {
  /** As listed, each for its subdomains too. */
  readonly hosts: readonly string[];
  /**
   * The listed host that a host belongs to; null where it belongs to none, or a recognizer is for it. Never the host
   * itself: subdomains are chosen by customers and pages.
   */
  readonly listed: (host: string) => string | null;
}

/** Takes what a catalog knows out of the list; what an edition adds is then no longer unknown. */
export function unknownHosts(catalog: Catalog): UnknownHosts {
  const hosts = list.hosts.split(" ").filter((host) => !knowsHost(catalog, host));
  const known = new Set(hosts);
  return {
    hosts,
    listed(host) {
      if (knowsHost(catalog, host)) return null;
      for (let rest = host; rest !== ""; rest = afterDot(rest)) if (known.has(rest)) return rest;
      return null;
    },
  };
}

function afterDot(host: string): string {
  const dot = host.indexOf(".");
  return dot < 0 ? "" : host.slice(dot + 1);
}
