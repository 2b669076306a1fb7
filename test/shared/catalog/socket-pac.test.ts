import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { socketHostFinder, socketHosts } from "../../../shared/catalog/socket-hosts.ts";
import { socketPac } from "../../../shared/catalog/socket-pac.ts";

const HOSTS = socketHosts(indexCatalog(SERVICES));
const OURS = "PROXY 127.0.0.1:40123";

function find(pac: string, url: string): unknown {
  return runInNewContext(`${pac}; FindProxyForURL(url, host)`, { url, host: new URL(url).hostname });
}

const pac = socketPac({ hosts: HOSTS, ports: [40_123], otherwise: "PROXY proxy.example:3128; DIRECT" });

test.each([
  "wss://api.openai.com/",
  "ws://chatgpt.com/",
  "wss://api.openai.com./",
  "WSS://API.openai.com/",
  "wss://eu.api.openai.com/",
  "wss://contoso.openai.azure.com/",
  "wss://europe-west4-aiplatform.googleapis.com/",
])("%s goes to the agent", (url) => expect(find(pac, url)).toBe(OURS));

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
    expect(find(pac, `wss://${name}/`), name).toBe(OURS);
  }
  expect(finder("CHATGPT.com.")).toBe("chatgpt.com");
  expect(finder("contoso.openai.azure.com")).toBe("*.openai.azure.com");
});

test("sockets take turns among the agent's ports, and nothing else does", () => {
  const many = socketPac({ hosts: HOSTS, ports: [1, 2, 3], otherwise: "DIRECT" });
  const urls = ["wss://chatgpt.com/", "https://chatgpt.com/", "wss://api.openai.com/"];
  const found: unknown = runInNewContext(
    `${many}; [...urls, ...urls].map((url) => FindProxyForURL(url, new URL(url).hostname))`,
    { urls, URL },
  );
  const [one, two, three] = [1, 2, 3].map((port) => `PROXY 127.0.0.1:${port}`);
  expect(found).toEqual([one, "DIRECT", two, three, "DIRECT", one]);
});

test("the script is ASCII, and what it says of other traffic cannot leave its string", () => {
  expect(pac).toMatch(/^[\x20-\x7e\n]*$/);
  const odd = socketPac({ hosts: [], ports: [1], otherwise: '"; evil(); "' });
  expect(find(odd, "wss://chatgpt.com/")).toBe('"; evil(); "');
});
