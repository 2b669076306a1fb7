import { endpointsOf, type Catalog } from "./catalog-index.ts";
import { hostGlob } from "./host-glob.ts";
import type { Recognizer } from "../schema/recognizer.ts";

/**
 * Hosts whose sockets belong to AI services, as records spell them: all hosts that serve AI alone, and of those that
 * serve much else the ones with an AI socket. Never this machine itself, which no proxy is asked for.
 */
export function socketHosts(catalog: Catalog): string[] {
  const byName = new Map(catalog.recognizers.map((recognizer) => [recognizer.service, recognizer]));
  const hasSocket = (one: Recognizer): boolean =>
    endpointsOf(one, byName).some(({ method }) => method.split("|").includes("WS"));
  const chosen = catalog.recognizers.filter(
    (one) => one.abstract !== true && one.ports === undefined && (one.mixed !== true || hasSocket(one)),
  );
  return [...new Set(chosen.flatMap(({ hosts }) => hosts))];
}

/** Finds which of these hosts a name means, as it is spelled there: never a customer's own subdomain. */
export function socketHostFinder(hosts: readonly string[]): (host: string) => string | null {
  const exact = new Set(hosts.filter((host) => !host.includes("*")));
  const globs = hosts.flatMap((host) => {
    const glob = hostGlob(host);
    return glob === null ? [] : [{ host, glob }];
  });
  return (name) => {
    const host = plainHost(name);
    return exact.has(host) ? host : (globs.find(({ glob }) => glob.test(host))?.host ?? null);
  };
}

/** A host name as it is compared: lower case, without the dot that may end it. */
export function plainHost(name: string): string {
  return name.toLowerCase().replace(/\.+$/, "");
}
