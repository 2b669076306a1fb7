import { describe, expect, test } from "vitest";
import { candidatesOf, targetOf } from "../../../shared/catalog/catalog-index.ts";
import {
  catalogHosts,
  choicePatterns,
  framePatterns,
  headerPatterns,
  indexCatalog,
  matchPatterns,
  shapePatterns,
  spellingPatterns,
  touches,
} from "../../../shared/catalog/recognize.ts";
import { isLetThrough } from "../../../shared/catalog/pattern-match.ts";
import { storeScopes } from "../../../shared/catalog/store-scopes.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { FIXTURES, SAMPLES } from "./recorded-samples.ts";

const catalog = indexCatalog(SERVICES);
const patterns = matchPatterns(catalog);
const spellings = spellingPatterns(catalog);

/** A match pattern as a browser reads it; `path` is a glob over path and query. */
interface Pattern {
  readonly text: string;
  readonly schemes: readonly string[];
  readonly host: string;
  readonly path: RegExp;
}

function parsed(text: string): Pattern {
  const [, scheme = "", host = "", path = ""] = /^([^:]+):\/\/([^/]+)(\/.*)$/.exec(text) ?? [];
  const schemes = scheme === "*" ? ["http:", "https:"] : [`${scheme}:`];
  const glob = path.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return { text, schemes, host, path: new RegExp(`^${glob.join(".*")}$`) };
}

/** Gives the first of the patterns that lets an address through; the port of a host does not count. */
function listenerOn(all: readonly string[]): (address: string) => string | undefined {
  const byHost = Map.groupBy(all.map(parsed), ({ host }) => host);
  return (address) => {
    const { protocol, hostname, pathname, search } = new URL(address);
    const labels = hostname.split(".");
    const domains = labels.map((_label, n) => `*.${labels.slice(n).join(".")}`);
    return ["*", hostname, ...domains]
      .flatMap((host) => byHost.get(host) ?? [])
      .find(({ schemes, path }) => schemes.includes(protocol) && path.test(pathname + search))?.text;
  };
}

const hears = listenerOn(patterns);

describe("matchPatterns", () => {
  test.each([...SAMPLES, ...FIXTURES])("lets $name through to the listener", ({ sample }) => {
    const stores = sample.from === undefined ? [] : storeScopes(catalog).flatMap((scope) => scope.patterns);
    expect(hears(sample.url) ?? listenerOn(stores)(sample.url)).toBeDefined();
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
    "https://shop.example/models/vw/golf?next=/account",
    "https://shop.example/model/golf",
    "https://code.example/v2/models",
    "wss://chat.example/v1/messages",
    "wss://x.com/i/api",
  ])("keeps %s away from the listener", (address) => {
    expect(hears(address)).toBeUndefined();
  });

  test("are few, since the browser goes through them for each request, and through its address for each star in front", () => {
    expect(patterns.length).toBeLessThan(700);
    expect(patterns.filter((pattern) => pattern.startsWith("*://*/")).length).toBeLessThan(40);
  });
});

/** Hosts or paths of a record with something wherever it leaves something open: nothing, one segment or two for a run. */
function filled(open: string): string[] {
  const named = open.replaceAll(/\{\w+(:|\*\*)?\}/g, (found) => (found.endsWith(":}") ? "a:" : "a"));
  if (!named.includes("*")) return [named];
  return ["a", "a/b", ""].map((run) => named.replaceAll(/\*+/g, run).replaceAll("//", "/"));
}

interface Sent {
  readonly address: string;
  readonly method: string;
  readonly touch: ReturnType<typeof touches>;
}

/** A call for every host, path and method of the catalog, by each scheme that has a listener of its own. */
const SENT: readonly Sent[] = [
  ...new Set(
    SERVICES.flatMap(({ hosts, like, endpoints }) => {
      const lent = SERVICES.filter(({ service }) => like?.includes(service));
      const all = [...endpoints, ...lent.flatMap((record) => record.endpoints)];
      const wheres = hosts.length === 0 ? ["gateway.example"] : hosts.map((host) => filled(host)[0]);
      const calls = all.flatMap(({ method, paths }) =>
        paths.flatMap(filled).flatMap((path) => callsTo(path, method)),
      );
      return wheres.flatMap((host) => calls.map((call) => call.replace("HOST", host ?? "")));
    }),
  ),
].map((call) => {
  const [method = "", address = ""] = call.split(" ");
  return { address, method, touch: touches(catalog, address, method) };
});

function callsTo(path: string, methods: string): string[] {
  const calls = methods.split("|").filter((method) => method !== "WS");
  const plain = [...calls.map((method) => `${method} https`), "GET http"];
  return [
    ...plain.map((call) => `${call}://HOST${path}/?at=1`),
    `GET ws://HOST${path}`,
    `GET wss://HOST${path}`,
  ];
}

/** Of all calls those that a listener must hear of and does not. */
function unheard(all: readonly string[], mustHear: (sent: Sent) => boolean): { asked: number; lost: Sent[] } {
  const isHeard = listenerOn(all);
  const asked = SENT.filter(mustHear);
  return { asked: asked.length, lost: asked.filter(({ address }) => isHeard(address) === undefined) };
}

test("matchPatterns leaves out no call or socket that touches says may be for an AI service", () => {
  const { asked, lost } = unheard(patterns, ({ touch }) => touch !== null);
  expect(asked).toBeGreaterThan(1_000);
  expect(lost).toEqual([]);
});

test("matchPatterns leaves out no WebTransport session: the browser names it https, and we take it for a socket", () => {
  const { asked, lost } = unheard(
    patterns,
    ({ address, method }) =>
      address.startsWith("https:") && touches(catalog, address.replace("https:", "wss:"), method) !== null,
  );
  expect(asked).toBeGreaterThan(100);
  expect(lost).toEqual([]);
});

/** The same path to many servers: in other letters, and with its last letter escaped. */
function respelled(address: string): string[] {
  const [path = ""] = /(?<=[^/]\/)[^/][^?]*/.exec(address) ?? [];
  const last = path.search(/[a-z][^a-z]*$/);
  const escaped = `%${path.charCodeAt(last).toString(16)}`;
  if (last < 0) return [];
  return [path.toUpperCase(), path.slice(0, last) + escaped + path.slice(last + 1)].map((other) =>
    address.replace(path, other),
  );
}

test("spellingPatterns leave out no call to a host that serves much else, however its path is spelled", () => {
  const partly = SERVICES.filter(({ mixed, abstract }) => mixed === true && abstract !== true);
  const names = new Set(partly.map(({ service }) => service));
  const others = listenerOn([...patterns, ...spellings.escaped, ...spellings.letters]);
  const sent = SENT.filter(({ touch }) => touch !== null && names.has(touch.service));
  const asked = sent.flatMap(({ address, method }) =>
    respelled(address).filter((other) => touches(catalog, other, method) !== null),
  );
  expect(asked.length).toBeGreaterThan(200);
  expect(asked.filter((address) => hears(address) === undefined).length).toBeGreaterThan(100);
  expect(asked.filter((address) => others(address) === undefined)).toEqual([]);
});

test("spellingPatterns hear of a Vertex model with its colon escaped", () => {
  const vertex = "https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google";
  const address = `${vertex}/models/gemini-3-pro%3AgenerateContent`;
  expect([hears(address), listenerOn(spellings.escaped)(address)]).toEqual([
    undefined,
    "*://*.googleapis.com/*%*",
  ]);
});

test("isLetThrough says of each call what the patterns' own reading says", () => {
  const all = SENT.filter((_sent, n) => n % 7 === 0)
    .flatMap(({ address }) => [[address], respelled(address)].flat())
    .filter((address) => URL.canParse(address));
  const wrong = all.filter((address) => isLetThrough(patterns, address) !== (hears(address) !== undefined));
  expect(all.length).toBeGreaterThan(1_000);
  expect(wrong).toEqual([]);
});

test("framePatterns leaves out no socket whose frames matter: it would open without a word", () => {
  const { asked, lost } = unheard(framePatterns(catalog), ({ touch }) => touch?.readsFrames === true);
  expect(asked).toBeGreaterThan(20);
  expect(lost).toEqual([]);
});

test("choicePatterns leaves out no call that may choose the model of a conversation: its answer would teach nothing", () => {
  const { asked, lost } = unheard(choicePatterns(catalog), ({ address, method }) => {
    const target = targetOf(address, method);
    if (target === null) return false;
    return Array.from(candidatesOf(catalog, target)).some(({ endpoint }) => endpoint.remember !== undefined);
  });
  expect(asked).toBeGreaterThan(20);
  expect(lost).toEqual([]);
});

test("headerPatterns leaves out no call that waits for its headers: it would wait forever, and pass", () => {
  const { asked, lost } = unheard(headerPatterns(catalog), ({ touch }) => touch?.readsHeaders === true);
  expect(asked).toBeGreaterThan(20);
  expect(lost).toEqual([]);
});

test("a raw API pays for no second event", () => {
  expect(listenerOn(headerPatterns(catalog))("https://api.openai.com/v1/chat/completions")).toBeUndefined();
});

test("shapePatterns, which close without a look, let through less than the listener hears", () => {
  const closed = listenerOn(shapePatterns(catalog));
  expect(closed("https://gateway.example/x/v1/models/gemini-3-pro:generateContent")).toBeDefined();
  expect(closed("https://shop.example/models/vw:golf")).toBeUndefined();
  expect(hears("https://shop.example/models/vw:golf")).toBe("*://*/*models/*:*");
  const { lost } = unheard(shapePatterns(catalog), ({ address, touch }) => {
    const service = touch?.service;
    return (
      address.startsWith("http") && SERVICES.some((one) => one.service === service && one.hosts.length === 0)
    );
  });
  expect(lost).toEqual([]);
});

test("catalogHosts gives hosts that a match pattern can carry", () => {
  const hosts = catalogHosts(catalog);
  for (const host of hosts) expect(host).toMatch(/^(\*\.)?[a-z0-9.-]+$/);
  expect(hosts).toEqual(
    expect.arrayContaining(["chatgpt.com", "claude.ai", "gemini.google.com", "*.openai.azure.com"]),
  );
  expect(hosts).not.toContain("localhost");
});
