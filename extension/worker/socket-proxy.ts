import browser, { type WebRequest } from "webextension-polyfill";
import { plainHost } from "../../shared/catalog/socket-hosts.ts";
import { challengeText, Nonce, type SocketProxyPush } from "../../shared/wire/socket-proxy.ts";
import { setNewest } from "./newest.ts";

type Asked = Pick<
  WebRequest.OnAuthRequiredDetailsType,
  "requestId" | "url" | "isProxy" | "challenger" | "realm"
>;

/** The agent's proxy in this life of the agent. */
interface Known {
  readonly ports: readonly number[];
  readonly key: Promise<CryptoKey>;
}

/** Handshakes that are kept until somebody asks; where nobody does, until so many newer ones have come. */
const MOST_ON_THE_WAY = 1_024;
/** How long a worker that has just woken waits for the agent to say its secret, in milliseconds. */
const PATIENCE = 5_000;

const PASS: WebRequest.BlockingResponse = {};
const CANCEL: WebRequest.BlockingResponse = { cancel: true };

/**
 * Answers the agent's proxy for sockets that the network layer saw and let pass, once each. A socket that raises no
 * event here (of a shared worker, of a page's service worker) has nobody to answer for it.
 */
export class SocketProxy {
  readonly #isLed: (host: string) => boolean;
  readonly #onTheWay = new Map<string, string>();
  readonly #waiting = new Set<() => void>();
  #known: Known | null = null;

  /** `isLed` says of which hosts the sockets are led to the agent's proxy; others are none of our business. */
  constructor(isLed: (host: string) => boolean) {
    this.#isLed = isLed;
  }

  /** Takes the way and the secret of this life of the agent. */
  take({ ports, secret }: SocketProxyPush): void {
    this.#known = { ports, key: importSecret(secret) };
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** A handshake goes out: no listener of ours, and none of others, stopped it. */
  sent({ requestId, url }: Pick<Asked, "requestId" | "url">): void {
    if (!this.#isLed(new URL(url).hostname)) return;
    setNewest(this.#onTheWay, requestId, url, MOST_ON_THE_WAY);
  }

  /** The answer to a proxy that asks who is there. Proxies that are not ours are none of our business. */
  async answer(asked: Asked): Promise<WebRequest.BlockingResponse> {
    if (!asked.isProxy || asked.challenger.host !== "127.0.0.1") return PASS;
    if (!this.#isLed(new URL(asked.url).hostname)) return PASS;
    const known = this.#known ?? (await this.#learned());
    if (known === null) return CANCEL;
    if (!known.ports.includes(asked.challenger.port)) return PASS;
    const nonce = Nonce.safeParse(asked.realm);
    const isOurs = this.#onTheWay.get(asked.requestId) === asked.url;
    this.#onTheWay.delete(asked.requestId);
    if (!nonce.success || !isOurs) return CANCEL;
    const password = await signed(await known.key, nonce.data, new URL(asked.url));
    return { authCredentials: { username: nonce.data, password } };
  }

  async #learned(): Promise<Known | null> {
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      setTimeout(resolve, PATIENCE);
    });
    return this.#known;
  }
}

/**
 * Registers the listeners in the worker's first turn. They hear of sockets to all hosts, and hold none but those that a
 * proxy asks about: two addresses that the browser compares with each request, where the hosts would be hundreds.
 */
export function watchHandshakes(proxy: SocketProxy): void {
  const filter = { urls: ["ws://*/*", "wss://*/*"], types: ["websocket" as const] };
  browser.webRequest.onSendHeaders.addListener((details) => proxy.sent(details), filter);
  const onAsked = (
    details: WebRequest.OnAuthRequiredDetailsType,
    reply?: (response: WebRequest.BlockingResponse) => void,
  ): undefined => {
    proxy.answer(details).then(reply, () => reply?.(CANCEL));
    return undefined;
  };
  browser.webRequest.onAuthRequired.addListener(onAsked, filter, ["asyncBlocking"]);
}

function importSecret(secret: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(secret.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function signed(key: CryptoKey, nonce: string, { protocol, hostname, port }: URL): Promise<string> {
  const usual = protocol === "wss:" ? 443 : 80;
  const text = challengeText(nonce, plainHost(hostname), port === "" ? usual : Number(port));
  const bytes = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
