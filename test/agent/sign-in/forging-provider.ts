import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey } from "jose";

/** An ID token's claims, as this provider would say them of Ada if it were honest. */
export type ForgedClaims = Record<string, unknown>;

/** What a forger makes of a token: its claims are those of an honest one. */
export type Forge = (claims: ForgedClaims, forger: ForgingProvider) => Promise<string> | string;

/** A provider on loopback whose ID tokens are what a test makes of them. */
export class ForgingProvider {
  readonly issuer: string;
  /** What discovery says besides. */
  metadata: Record<string, unknown> = {};
  /** What its token endpoint answers besides the ID token. */
  further: Record<string, unknown> = {};
  forge: Forge = (claims, forger) => forger.signed(claims);
  readonly stop: () => void;
  readonly #key: CryptoKey;
  readonly #public: CryptoKey;
  /** The nonce of the newest request, which a browser would have brought. */
  nonce = "";

  private constructor(server: Server, key: CryptoKey, publicKey: CryptoKey) {
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#key = key;
    this.#public = publicKey;
    this.stop = () => {
      server.close();
      server.closeAllConnections();
    };
    server.on("request", (request, response) => {
      void this.#respond(request.url ?? "", response);
    });
  }

  static async open(): Promise<ForgingProvider> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    return new ForgingProvider(server, privateKey, publicKey);
  }

  /** What an honest ID token says. */
  claims(): ForgedClaims {
    const now = Math.floor(Date.now() / 1_000);
    const person = { sub: "ada", email: "ada@example.com", email_verified: true, groups: [] };
    return { iss: this.issuer, aud: "lanyard", iat: now, exp: now + 3_600, nonce: this.nonce, ...person };
  }

  async signed(claims: ForgedClaims, key: CryptoKey = this.#key): Promise<string> {
    return await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(key);
  }

  /** Signed with HS256 by the text of the public key, which everybody has. */
  async signedByPublicKey(claims: ForgedClaims): Promise<string> {
    const data = [{ alg: "HS256", kid: "one" }, claims].map(encoded).join(".");
    const secret = await exportSPKI(this.#public);
    return `${data}.${createHmac("sha256", secret).update(data).digest("base64url")}`;
  }

  async #respond(url: string, response: ServerResponse): Promise<void> {
    const [status, body] = await this.#answer(url);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }

  async #answer(url: string): Promise<readonly [number, unknown]> {
    if (url.startsWith("/.well-known/")) return [200, this.#discovery()];
    if (url === "/jwks") return [200, { keys: [{ ...(await exportJWK(this.#public)), kid: "one" }] }];
    if (url !== "/token") return [404, {}];
    const id_token = await this.forge(this.claims(), this);
    return [200, { access_token: "a", token_type: "Bearer", expires_in: 60, id_token, ...this.further }];
  }

  #discovery(): object {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    };
  }
}

/** A token that nobody has signed. */
export function unsigned(claims: ForgedClaims): string {
  return `${[{ alg: "none" }, claims].map(encoded).join(".")}.`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
