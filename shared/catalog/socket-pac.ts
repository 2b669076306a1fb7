import { hostGlob } from "./host-glob.ts";

/** What a PAC is made of. */
export interface SocketPac {
  /** As records spell them. */
  readonly hosts: readonly string[];
  /** Ports of the agent's proxy on 127.0.0.1; sockets take turns. */
  readonly ports: readonly number[];
  /** What all else gets: `DIRECT`, `PROXY proxy.example:3128; DIRECT`. */
  readonly otherwise: string;
}

/** How a PAC names the agent's proxy at one of its ports. */
export function proxyDirective(port: number): string {
  return `PROXY 127.0.0.1:${port}`;
}

/** The proxy auto-configuration that leads sockets of AI services to the agent's proxy, and nothing else. ASCII. */
export function socketPac({ hosts, ports, otherwise }: SocketPac): string {
  const exact = hosts.filter((host) => !host.includes("*"));
  const globs = hosts.flatMap((host) => hostGlob(host)?.source ?? []);
  return `// Lanyard: sockets of AI services go through the agent, which asks the extension for each of them.
var LANYARD_HOSTS = ${JSON.stringify(Object.fromEntries(exact.map((host) => [host, 1])))};
var LANYARD_GLOBS = new RegExp(${JSON.stringify(globs.length === 0 ? "^$" : globs.join("|"))});
var LANYARD_PROXIES = ${JSON.stringify(ports.map(proxyDirective))};
var LANYARD_TURN = 0;
function FindProxyForURL(url, host) {
  if (/^wss?:/i.test(url)) {
    var name = host.toLowerCase().replace(/\\.+$/, "");
    if (Object.prototype.hasOwnProperty.call(LANYARD_HOSTS, name) || LANYARD_GLOBS.test(name))
      return LANYARD_PROXIES[LANYARD_TURN++ % LANYARD_PROXIES.length];
  }
  return ${JSON.stringify(otherwise)};
}
`;
}
