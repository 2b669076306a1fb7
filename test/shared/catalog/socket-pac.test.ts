import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { socketHostFinder, socketHosts } from "../../../shared/catalog/socket-hosts.ts";
import { leadsTo, socketPac } from "../../../shared/catalog/socket-pac.ts";

const HOSTS = socketHosts(indexCatalog(SERVICES));
const OURS = /^PROXY s[0-9a-z]*\.lanyard\.localhost:40123$/;

function find(pac: string, url: string): string {
  return runInNewContext(`${pac}; FindProxyForURL(url, host)`, { url, host: new URL(url).hostname });
}

const pac = socketPac({ hosts: HOSTS, port: 40_123, otherwise: "PROXY proxy.example:3128; DIRECT" });

test.each([
  "wss://api.openai.com/",
  "ws://chatgpt.com/",
  "wss://api.openai.com./",
  "WSS://API.openai.com/",
  "wss://eu.api.openai.com/",
  "wss://contoso.openai.azure.com/",
  "wss://europe-west4-aiplatform.googleapis.com/",
])("%s goes to the agent", (url) => expect(find(pac, url)).toMatch(OURS));

test.each([
  "https://api.openai.com/",
  "wss://intranet.example/",
  "wss://api.openai.com.evil.example/",
  "wss://notchatgpt.com/",
  "wss://constructor/",
  "wss://localhost:11434/",
])("%s goes where it went", (url) => expect(find(pac, url)).toBe("PROXY proxy.example:3128; DIRECT"));

test("the script, the agent and the extension mean the same hosts", () => {
  const finder = socketHostFinder(HOSTS);
  for (const host of HOSTS) {
    const name = host.replace(/^\*\./, "tenant.").replaceAll("*", "x1");
    expect(finder(name), name).not.toBeNull();
    expect(find(pac, `wss://${name}/`), name).toMatch(OURS);
  }
  expect(finder("CHATGPT.com.")).toBe("chatgpt.com");
  expect(finder("contoso.openai.azure.com")).toBe("*.openai.azure.com");
});

test("each socket has a proxy of its own, so that none is handed the tunnel of another", () => {
  const asking = `Array.from({ length: 10_000 }, () => FindProxyForURL("wss://chatgpt.com/", "chatgpt.com"))`;
  const proxies: string[] = runInNewContext(`${pac}; ${asking}`);
  expect(new Set(proxies).size).toBe(10_000);
  expect(find(pac, "https://chatgpt.com/")).toBe("PROXY proxy.example:3128; DIRECT");
});

test("a script that leads to another port, or to none, is told from ours", () => {
  expect([40_123, 4_012, 1].map((port) => leadsTo(pac, port))).toEqual([true, false, false]);
});

test("the script is ASCII, and what it says of other traffic cannot leave its string", () => {
  expect(pac).toMatch(/^[\x20-\x7e\n]*$/);
  const odd = socketPac({ hosts: [], port: 1, otherwise: '"; evil(); "' });
  expect(find(odd, "wss://chatgpt.com/")).toBe('"; evil(); "');
});
