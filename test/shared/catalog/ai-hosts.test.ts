import { expect, test } from "vitest";
import { unknownHosts } from "../../../shared/catalog/ai-hosts.ts";
import list from "../../../shared/catalog/ai-hosts.json" with { type: "json" };
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { aiHosts, hostsOfPattern } from "../../generate/ai-hosts.ts";

const { hosts, listed } = unknownHosts(indexCatalog(SERVICES));

test("the file is what the generator gives: npm run generate:hosts writes it anew", () =>
  expect(list.hosts.split(" ")).toEqual(aiHosts()));

test("the file stays small, since the worker carries it", () =>
  expect(JSON.stringify(list).length).toBeLessThan(8_000));

test("no host of the list is under another one of it", () =>
  expect(aiHosts().filter((host) => aiHosts().some((other) => host.endsWith(`.${other}`)))).toEqual([]));

test("what a record knows is not unknown: its hosts, their subdomains, and the page it names", () => {
  const known = ["chatgpt.com", "api.openai.com", "res.openai.azure.com", "suno.com", "www.suno.com"];
  expect(known.map(listed)).toEqual(known.map(() => null));
  expect(hosts).not.toContain("suno.com");
});

test("a host is told as it is listed, whoever's subdomain it is", () => {
  const catalog = indexCatalog(SERVICES.filter(({ service }) => service !== "suno-web"));
  const all = unknownHosts(catalog);
  expect(all.listed("project-of-ada.suno.com")).toBe("suno.com");
  expect(all.listed("notsuno.com")).toBeNull();
  expect(listed("example.com")).toBeNull();
});

test("patterns of prices name their hosts, and those that are open in the middle name none", () => {
  expect(hostsOfPattern("https://api\\.minimax(i)?\\.(?:com|io)")).toEqual([
    "api.minimaxi.com",
    "api.minimaxi.io",
    "api.minimax.com",
    "api.minimax.io",
  ]);
  expect(hostsOfPattern("https://api\\.arcee\\.ai(?:/|$)")).toEqual(["api.arcee.ai"]);
  expect(hostsOfPattern("https://bedrock-runtime\\.[a-z0-9-]+\\.amazonaws\\.com(/|$)")).toEqual([]);
  expect(hostsOfPattern("https://api\\.moonshot\\.")).toEqual([]);
});
