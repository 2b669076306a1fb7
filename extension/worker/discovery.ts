import browser, { type WebRequest } from "webextension-polyfill";
import * as z from "zod/mini";
import { unknownHosts } from "../../shared/catalog/ai-hosts.ts";
import type { Catalog } from "../../shared/catalog/recognize.ts";
import type { AuditEvent } from "../../shared/schema/audit-event.ts";
import { DegradedEvent, DiscoveryEvent } from "../../shared/schema/discovery-event.ts";
import { Moment } from "../../shared/schema/text.ts";
import { RULE_TAKER } from "./baseline.ts";
import { type Count, type Counted, Hourly } from "./hourly.ts";

/** Where counts wait for the worker's next life; the area ends with the browser. */
const KEY = "discovery";
/** How long counts gather before they are kept, in milliseconds. */
const PAUSE = 500;

/** What an event gets when it is told. */
const TOLD = { id: true, time: true, calls: true, from: true, until: true } as const;

/** What is met and not known: an event without its counts. */
const Unknown = z.discriminatedUnion("kind", [
  z.omit(DiscoveryEvent, { ...TOLD, visits: true }),
  z.omit(DegradedEvent, TOLD),
]);
export type Unknown = z.infer<typeof Unknown>;

const Kept = z.array(
  z.strictObject({
    key: z.string(),
    thing: Unknown,
    told: Moment,
    waiting: z.nullable(
      z.strictObject({ visits: z.number(), calls: z.number(), from: Moment, until: Moment }),
    ),
  }),
);

/** Counts what no recognizer knows or can read, and tells it hour by hour, over all lives of the worker. */
export class Discovery {
  readonly #hourly: Hourly<Unknown>;
  readonly #recalled: Promise<void>;
  #willKeep = false;

  /** `tell` is given each event, complete. */
  constructor(tell: (event: AuditEvent) => void) {
    this.#hourly = new Hourly((thing, count) => tell(eventOf(thing, count)));
    this.#recalled = recallCounts()
      .then((kept) => this.#hourly.recall(kept))
      .catch(() => undefined); // an area that cannot be read costs the rest of an hour's counts, no more
  }

  /** Counts one sight of what `first` says; called only where the key is new. */
  see(key: string, sight: Pick<Count, "visits" | "calls">, time: number, first: () => Unknown): void {
    this.#afterRecall(() => this.#hourly.see(key, sight, time, first));
  }

  /** Tells what has waited long enough. */
  tellDue(time: number): void {
    this.#afterRecall(() => this.#hourly.tellDue(time));
  }

  /** What an earlier life counted comes first, so that nothing is told as new twice in an hour. */
  #afterRecall(act: () => void): void {
    void this.#recalled.then(() => {
      act();
      if (!this.#willKeep) setTimeout(() => this.#keep(), PAUSE);
      this.#willKeep = true;
      return undefined;
    });
  }

  #keep(): void {
    this.#willKeep = false;
    void browser.storage.session.set({ [KEY]: this.#hourly.kept() });
  }
}

/**
 * Counts what is sent to hosts of AI services that no recognizer knows. The listener does not block and asks for no
 * body; only its host is taken from an address. Gives what ends it.
 */
export function watchUnknownHosts(catalog: Catalog, discovery: Discovery): () => void {
  const { hosts, listed } = unknownHosts(catalog);
  const onRequest = ({ url, method, type }: WebRequest.OnBeforeRequestDetailsType): undefined => {
    const sight = sightOf(method, type);
    const host = sight === null ? null : listed(new URL(url).hostname);
    if (sight === null || host === null) return undefined;
    discovery.see(`service ${host}`, sight, Date.now(), () => unknownService(host));
    return undefined;
  };
  const { onBeforeRequest } = browser.webRequest;
  onBeforeRequest.addListener(onRequest, {
    urls: patternsOf(hosts),
    types: ["main_frame", "xmlhttprequest", "websocket"],
  });
  return () => onBeforeRequest.removeListener(onRequest);
}

function unknownService(host: string): Unknown {
  return { kind: "discovery", what: "unknown_service", host, service: null };
}

/** A page that is opened is a visit; what sends something, and a socket, is a call. */
function sightOf(method: string, type: WebRequest.ResourceType): Pick<Count, "visits" | "calls"> | null {
  const visits = type === "main_frame" ? 1 : 0;
  const calls = type === "websocket" || !/^(?:GET|HEAD|OPTIONS)$/.test(method) ? 1 : 0;
  return visits + calls === 0 ? null : { visits, calls };
}

/**
 * The browser compares each of these with every request, so that what can be heard of together is: all of `.ai`, where
 * two in five of the listed hosts are and little else than AI, and in Chromium, whose `*:` is no socket, sockets to all
 * hosts. What is not listed is dropped at once.
 */
function patternsOf(hosts: readonly string[]): string[] {
  const apart = hosts.filter((host) => !host.endsWith(".ai"));
  const sockets = RULE_TAKER === "firefox" ? [] : ["wss://*/*"];
  return [...apart.map((host) => `*://*.${host}/*`), "*://*.ai/*", ...sockets];
}

function eventOf(thing: Unknown, { visits, calls, from, until }: Count): AuditEvent {
  const head = { id: crypto.randomUUID(), time: until };
  return thing.kind === "discovery"
    ? { ...head, ...thing, visits, calls, from, until }
    : { ...head, ...thing, calls, from, until };
}

/** What an earlier life kept, parsed again at this door; nothing where it does not parse. */
async function recallCounts(): Promise<readonly Counted<Unknown>[]> {
  const parsed = Kept.safeParse((await browser.storage.session.get(KEY))[KEY]);
  return parsed.success ? parsed.data : [];
}
