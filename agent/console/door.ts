import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { plainPage } from "./plain-page.ts";

/** Everything that the page may do is named; nothing from elsewhere, nothing inline, in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": POLICY,
  "Cache-Control": "no-store",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

const COOKIE = "lanyard-console";

/**
 * Who may come in. Loopback is open to every user and every page of this machine, so: the name in the address must be
 * ours (a page can make its own name mean 127.0.0.1), nothing may come from another page, and only the browser that
 * brought the token, which counts once, has the cookie. The whole console lies under a path that nobody can guess: browsers
 * send cookies to every port of a host, and by the path this one is sent to no other server on 127.0.0.1.
 */
export class Door {
  /** What the address ends with that lets one in, once. */
  readonly token = secret();
  /** The folder of the whole console: `/…`. */
  readonly base = `/${secret()}`;
  readonly #key = secret();
  #host = "";
  #used = false;
  /** Called when the token was used. */
  onUsed: () => void = () => undefined;

  /** Says at which port it stands; before that nobody comes in. */
  stand(port: number): void {
    this.#host = `127.0.0.1:${port}`;
  }

  /** The address that lets one in, once. */
  get address(): string {
    return `http://${this.#host}/enter?token=${this.token}`;
  }

  /** For every request: headers, and only GET from here to here. */
  readonly guard: MiddlewareHandler = async (context, next) => {
    const refusal = this.#refusalOf(context);
    if (refusal === null) await next();
    else context.res = refused(context, ...refusal);
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  };

  /** For what lies under `base`: only whoever has the cookie, and no page of another origin. */
  readonly inside: MiddlewareHandler = async (context, next) => {
    const from = context.req.header("sec-fetch-site") ?? "none";
    if (from !== "same-origin" && from !== "none") return refused(context, 403, "foreign_origin");
    if (!isSame(getCookie(context, COOKIE) ?? "", this.#key)) return refused(context, 401, "no_session");
    return next();
  };

  /** Exchanges the token for the cookie. The page that answers leads on by itself: a redirection would be without the cookie. */
  enter(context: Context): Response {
    const token = context.req.query("token") ?? "";
    if (!isSame(token, this.token)) return refused(context, 403, "no_token");
    if (this.#used) return refused(context, 403, "token_used");
    this.#used = true;
    this.onUsed();
    setCookie(context, COOKIE, this.#key, { httpOnly: true, sameSite: "Strict", path: this.base });
    return context.html(plainPage("Lanyard console", "Opening the console.", `${this.base}/`));
  }

  #refusalOf({ req }: Context): Refusal | null {
    if (req.header("host") !== this.#host) return [403, "other_host"];
    const origin = req.header("origin");
    if (origin !== undefined && origin !== `http://${this.#host}`) return [403, "foreign_origin"];
    return req.method === "GET" ? null : [405, "only_get"];
  }
}

const SENTENCES = {
  other_host: "This address is not the console’s. Open the one that `lanyard console` printed.",
  foreign_origin: "Another page asked for this. Only the console’s own page may.",
  only_get: "The console only reads.",
  no_token: "This address does not let anybody in. Open the one that `lanyard console` printed.",
  token_used: "This address was used already, and it works once. End `lanyard console` and start it again.",
  no_session: "This browser was not let in. Open the address that `lanyard console` printed.",
} as const;

type Refusal = readonly [status: 401 | 403 | 405, code: keyof typeof SENTENCES];

function refused(context: Context, ...[status, code]: Refusal): Response {
  const wantsPage = (context.req.header("accept") ?? "").includes("text/html");
  if (wantsPage) return context.html(plainPage("Not let in", SENTENCES[code], null), status);
  return context.json({ error: { code, message: SENTENCES[code] } }, status);
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}

/** Takes the same time whatever differs. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", wanted, "buffer"));
}
