import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Configuration, interactionPolicy, Provider } from "oidc-provider";

/** Claims of the people who have an account with the provider, by their login. */
export type Accounts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Seconds that what the provider gives holds, and its settings that tests differ in. */
export interface ProviderSettings {
  readonly idToken?: number;
  readonly port?: number;
  readonly more?: Configuration;
}

const CLAIMS = ["email", "email_verified", "name", "groups", "company", "ctry", "us"];

/** A real OpenID provider on loopback, with accounts that need no password. `stop` ends it, `accounts` may be replaced. */
export class CompanyProvider {
  readonly issuer: string;
  /** The paths that were asked for, in their order. */
  readonly asked: string[] = [];
  accounts: Accounts;
  readonly #server: Server;
  readonly provider: Provider;

  private constructor(server: Server, accounts: Accounts, settings: ProviderSettings) {
    this.#server = server;
    this.accounts = accounts;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.provider = new Provider(this.issuer, this.#configuration(settings));
    this.provider.on("server_error", (_context: unknown, error: unknown) => console.error(error));
    const answer = this.provider.callback();
    server.on("request", (request, response) => {
      this.asked.push((request.url ?? "").split("?")[0] ?? "");
      if (request.url?.startsWith("/interaction/") === true)
        this.#interact(request, response).catch((error: unknown) => {
          console.error(error);
          response.destroy();
        });
      else void answer(request, response);
    });
  }

  static async open(accounts: Accounts, settings: ProviderSettings = {}): Promise<CompanyProvider> {
    const server = createServer();
    server.listen(settings.port ?? 0, "127.0.0.1");
    await once(server, "listening");
    return new CompanyProvider(server, accounts, settings);
  }

  get port(): number {
    return Number(new URL(this.issuer).port);
  }

  readonly stop = (): void => {
    this.#server.close();
    this.#server.closeAllConnections();
  };

  #configuration({ idToken = 3_600, more = {} }: ProviderSettings): Configuration {
    return {
      clients: [
        {
          client_id: "lanyard",
          token_endpoint_auth_method: "none",
          application_type: "native",
          grant_types: [
            "authorization_code",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
          ],
          response_types: ["code"],
          redirect_uris: ["http://127.0.0.1/signed-in"],
        },
      ],
      claims: {
        openid: ["sub", "acr", "amr"],
        email: ["email", "email_verified"],
        profile: CLAIMS.slice(2),
        acr: null,
        amr: null,
      },
      scopes: ["openid", "profile", "email", "offline_access"],
      cookies: { keys: ["test"] },
      features: {
        devInteractions: { enabled: false },
        deviceFlow: { enabled: true },
        revocation: { enabled: true },
        rpInitiatedLogout: { enabled: true },
      },
      ttl: {
        IdToken: idToken,
        AccessToken: 3_600,
        RefreshToken: 86_400,
        Grant: 86_400,
        Session: 86_400,
        Interaction: 600,
        DeviceCode: 600,
        AuthorizationCode: 60,
      },
      issueRefreshToken: () => true,
      rotateRefreshToken: true,
      interactions: {
        policy: withoutConsent(),
        url: (_context, interaction) => `/interaction/${interaction.uid}`,
      },
      findAccount: (_context, id) => {
        const said = this.accounts[id];
        return said && { accountId: id, claims: () => ({ sub: id, ...said }) };
      },
      loadExistingGrant: async (context) => {
        const { client, session } = context.oidc;
        const grant = new this.provider.Grant({
          clientId: client?.clientId ?? "",
          accountId: session?.accountId ?? "",
        });
        grant.addOIDCScope("openid profile email offline_access");
        await grant.save();
        return grant;
      },
      ...more,
    };
  }

  /** The page on which a person says who they are. */
  async #interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "GET") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(
        '<!doctype html><title>Sign in</title><form method="post"><label>Login <input name="login"></label><button>Sign in</button><button name="abort" value="1">Cancel</button></form>',
      );
      return;
    }
    const form = new URLSearchParams(await text(request));
    await this.provider.interactionFinished(
      request,
      response,
      form.has("abort")
        ? { error: "access_denied" }
        : { login: { accountId: form.get("login") ?? "", amr: ["pwd", "mfa"] } },
      { mergeWithLastSubmission: false },
    );
  }
}

/** The company has consented for everybody; who is asked is only who they are. */
function withoutConsent(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  return policy;
}
