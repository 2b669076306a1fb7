import { describe, expect, test } from "vitest";
import {
  catalogHosts,
  headerPatterns,
  indexCatalog,
  matchPatterns,
  touches,
} from "../../../shared/catalog/recognize.ts";
import { storeScopes } from "../../../shared/catalog/store-scopes.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { FIXTURES, SAMPLES } from "./recorded-samples.ts";

const catalog = indexCatalog(SERVICES);
const patterns = matchPatterns(catalog);

/** What a browser does with a match pattern: scheme, host without port, path and query as a glob. */
function matches(pattern: string, address: string): boolean {
  const [, scheme = "", host = "", path = ""] = /^([^:]+):\/\/([^/]+)(\/.*)$/.exec(pattern) ?? [];
  const url = new URL(address);
  const protocol = url.protocol.slice(0, -1);
  if (scheme === "*" ? protocol !== "http" && protocol !== "https" : protocol !== scheme) return false;
  const suffix = host.slice(2);
  if (host.startsWith("*.") && url.hostname !== suffix && !url.hostname.endsWith(`.${suffix}`)) return false;
  if (!host.startsWith("*") && url.hostname !== host) return false;
  const glob = path.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${glob.join(".*")}$`).test(url.pathname + url.search);
}

describe("matchPatterns", () => {
  test.each([...SAMPLES, ...FIXTURES])("lets $name through to the listener", ({ sample }) => {
    const stores = sample.from === undefined ? [] : storeScopes(catalog).flatMap((scope) => scope.patterns);
    expect([...patterns, ...stores].some((pattern) => matches(pattern, sample.url))).toBe(true);
  });

  test("are all of a form that browsers take", () => {
    for (const pattern of patterns) {
      expect(pattern).toMatch(/^(\*|wss?):\/\/(\*|(\*\.)?[a-z0-9.-]+)\/[^\s{}[\]]*$/);
    }
    expect(new Set(patterns).size).toBe(patterns.length);
  });

  test.each([
    "https://example.com/",
    "https://news.example.com/story?about=chatgpt.com",
    "https://x.com/home",
    "https://huggingface.co/docs",
    "http://localhost:3000/index.html",
    "https://s3.us-east-1.amazonaws.com/bucket/model.bin",
    "https://fonts.googleapis.com/css",
    "https://api.cloudflare.com/client/v4/zones",
  ])("keeps %s away from the listener", (address) => {
    expect(patterns.filter((pattern) => matches(pattern, address))).toEqual([]);
  });
});

/** A host or path of a record with `a` wherever it leaves something open. */
function filled(open: string): string {
  const named = open.replaceAll(/\{\w+(:|\*\*)?\}/g, (found) => (found.endsWith(":}") ? "a:" : "a"));
  return named.replaceAll(/\*+/g, "a");
}

/** An address for every host and path of the catalog. */
const ADDRESSES = SERVICES.flatMap(({ hosts, like, endpoints }) => {
  const lent = SERVICES.filter(({ service }) => like?.includes(service));
  const paths = [...endpoints, ...lent.flatMap((record) => record.endpoints)].flatMap(
    (endpoint) => endpoint.paths,
  );
  return hosts.flatMap((host) => paths.map((path) => `https://${filled(host)}${filled(path)}`));
});

test("headerPatterns leaves out no call that waits for its headers: it would wait forever, and pass", () => {
  const waiting = ADDRESSES.filter((address) =>
    ["GET", "POST", "PUT"].some((method) => touches(catalog, address, method)?.readsHeaders === true),
  );
  const heard = headerPatterns(catalog);
  expect(waiting.length).toBeGreaterThan(20);
  expect(waiting.filter((address) => !heard.some((pattern) => matches(pattern, address)))).toEqual([]);
});

test("a raw API pays for no second event", () => {
  const heard = headerPatterns(catalog);
  expect(heard.filter((pattern) => matches(pattern, "https://api.openai.com/v1/chat/completions"))).toEqual(
    [],
  );
});

test("catalogHosts gives hosts that a match pattern can carry", () => {
  const hosts = catalogHosts(catalog);
  for (const host of hosts) expect(host).toMatch(/^(\*\.)?[a-z0-9.-]+$/);
  expect(hosts).toEqual(
    expect.arrayContaining(["chatgpt.com", "claude.ai", "gemini.google.com", "*.openai.azure.com"]),
  );
  expect(hosts).not.toContain("localhost");
});
