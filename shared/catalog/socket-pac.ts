import { hostGlob } from "./host-glob.ts";

/** What a PAC is made of. */
export interface SocketPac {
  /** As records spell them. */
  readonly hosts: readonly string[];
  /** The agent's proxy on loopback. */
  readonly port: number;
  /** What all else gets: `DIRECT`, `PROXY proxy.example:3128; DIRECT`. */
  readonly otherwise: string;
}

/**
 * Names of this machine that the agent's proxy is called by, each by one socket alone (RFC 6761, section 6.3: always
 * loopback, never asked of DNS). Sockets of one proxy share a pool, in which Chromium gives a tunnel whose page has just
 * gone to whoever waits: a worker's socket that nobody answered for. Under a name of its own there is nobody else.
 */
export const PROXY_ZONE = ".lanyard.localhost";

/** True if this script leads to the agent's proxy at this port. */
export function leadsTo(pac: string, port: number): boolean {
  return pac.includes(`"${PROXY_ZONE}:${port}"`);
}

/** The proxy auto-configuration that leads sockets of AI services to the agent's proxy, and nothing else. ASCII. */
export function socketPac({ hosts, port, otherwise }: SocketPac): string {
  const exact = hosts.filter((host) => !host.includes("*"));
  const globs = hosts.flatMap((host) => hostGlob(host)?.source ?? []);
  return `// Lanyard: sockets of AI services go through the agent, which asks the extension for each of them.
var LANYARD_HOSTS = ${JSON.stringify(Object.fromEntries(exact.map((host) => [host, 1])))};
var LANYARD_GLOBS = new RegExp(${JSON.stringify(globs.length === 0 ? "^$" : globs.join("|"))});
var LANYARD_PROXY = ${JSON.stringify(`${PROXY_ZONE}:${port}`)};
function FindProxyForURL(url, host) {
  if (/^wss?:/i.test(url)) {
    var name = host.toLowerCase().replace(/\\.+$/, "");
    if (Object.prototype.hasOwnProperty.call(LANYARD_HOSTS, name) || LANYARD_GLOBS.test(name))
      return "PROXY s" + Math.random().toString(36).slice(2) + LANYARD_PROXY;
  }
  return ${JSON.stringify(otherwise)};
}
`;
}
