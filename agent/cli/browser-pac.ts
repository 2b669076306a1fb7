import { indexCatalog } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import { socketHosts } from "../../shared/catalog/socket-hosts.ts";
import { socketPac } from "../../shared/catalog/socket-pac.ts";
import { otherwiseOf } from "../platform/otherwise.ts";
import { surroundings } from "../platform/places.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { print, printJson } from "./print.ts";

/**
 * `browser pac`: the proxy auto-configuration for browsers whose proxy setting is a policy's. Fails where the agent's
 * port is not fixed, since a policy cannot follow it.
 */
export async function browserPac(given: Given): Promise<number> {
  const { sockets } = await configOf(given);
  const otherwise = otherwiseOf(sockets, surroundings());
  if (sockets.port === 0)
    throw new CommandError(
      "usage",
      "A policy needs a fixed port. Write `sockets: {port: 18943}` in agent.yaml.",
    );
  if (otherwise === null)
    throw new CommandError(
      "usage",
      "What other traffic gets is not known. Write `sockets: {otherwise: DIRECT}` in agent.yaml, or this company's proxies.",
    );
  const pac = socketPac({
    hosts: socketHosts(indexCatalog(SERVICES)),
    port: sockets.port,
    otherwise,
  });
  const policy = {
    ProxySettings: {
      ProxyMode: "pac_script",
      ProxyPacMandatory: true,
      ProxyPacUrl: `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(pac).toString("base64")}`,
    },
  };
  if (given.json) printJson(policy);
  else print(pac.trimEnd());
  return EXIT.done;
}
