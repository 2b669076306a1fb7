import type { Tenants } from "../../shared/schema/tenants.ts";

/** Headers that all requests to some hosts get. */
export interface TenantHeaders {
  /** Exact names, or `*.suffix` for a domain and all below it; those that the vendor's page names, and no others. */
  readonly hosts: readonly string[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/**
 * What the vendors are told of the company's tenants, so that they let people into no others. The headers are the ones
 * that vendors document for proxies; a browser that sets them itself looks the same to the server. None of them could be
 * tried against its vendor here, since that takes an account with each: the end-to-end test sees them arrive, on these
 * hosts only. What the vendors say of them is beside each.
 */
export function tenantHeaders(tenants: Tenants): readonly TenantHeaders[] {
  const { openai = [], anthropic = [], microsoft = {}, google = [] } = tenants;
  return [
    ...openAi(openai),
    ...(anthropic.length === 0 ? [] : [anthropicOrganizations(anthropic)]),
    ...entra(microsoft),
    ...(google.length === 0 ? [] : [workspaceDomains(google)]),
  ];
}

/**
 * ChatGPT Enterprise: help.openai.com/en/articles/20001323-corporate-network-controls-in-chatgpt-enterprise (workspaces
 * that are not listed, personal ones among them, are left out; 403 where none is left, 400 where an id is malformed;
 * `https://chatgpt.com/*`; who is not signed in is not stopped by it, which is for policy's `account`).
 * API: platform.openai.com, "API organization blocking" (`https://api.openai.com/*`; said of signing in to the API
 * platform; whether calls by API key are held to it is not said).
 */
function openAi(ids: readonly string[]): readonly TenantHeaders[] {
  const organizations = ids.filter((id) => id.startsWith("org-"));
  const workspaces = ids.filter((id) => !id.startsWith("org-"));
  return [
    ...one("chatgpt.com", "ChatGPT-Allowed-Workspace-Id", workspaces),
    ...one("api.openai.com", "OpenAI-Allowed-Organization-Ids", organizations),
  ];
}

function one(host: string, name: string, ids: readonly string[]): readonly TenantHeaders[] {
  return ids.length === 0 ? [] : [{ hosts: [host], headers: [{ name, value: ids.join(",") }] }];
}

/** Ids in one header line: 100 make 3.7 kB, which servers take; the vendor allows ten lines. */
const IDS_IN_A_LINE = 100;

/**
 * support.claude.com/en/articles/13198485-enforce-network-level-access-control-with-tenant-restrictions (Enterprise plans
 * and Console organizations; claude.ai in a browser, sign-in, API keys and OAuth; 403 `tenant_restriction_violation`).
 * Long lists go on in numbered headers, of which the first says how many there are.
 */
function anthropicOrganizations(ids: readonly string[]): TenantHeaders {
  const total = Math.ceil(ids.length / IDS_IN_A_LINE);
  const lines = Array.from({ length: total }, (_, n) =>
    ids.slice(n * IDS_IN_A_LINE, (n + 1) * IDS_IN_A_LINE).join(","),
  );
  const headers = lines.map((line, n) => ({
    name: `anthropic-allowed-org-ids${n === 0 ? "" : n}`,
    value: n === 0 && total > 1 ? `${line};n=${total}` : line,
  }));
  return { hosts: ["claude.ai", "api.anthropic.com"], headers };
}

const SIGN_IN = ["login.microsoftonline.com", "login.microsoft.com", "login.windows.net"];
const CONSUMER_SIGN_IN = "login.live.com";
const ENTRA_POLICY = "sec-Restrict-Tenant-Access-Policy";

/**
 * learn.microsoft.com/entra/identity/enterprise-apps/tenant-restrictions (the lists, and `restrict-msa` for personal
 * accounts) and learn.microsoft.com/entra/external-id/tenant-restrictions-v2 (the policy kept in Entra, on these hosts and
 * the consumers' own; sent alone, since `restrict-msa` contradicts it). Both hold when somebody signs in: a session that
 * is already there goes on until its token ends. Copilot has no restriction of its own beside these.
 */
function entra({
  tenants,
  directory,
  consumers,
  policy,
}: NonNullable<Tenants["microsoft"]>): readonly TenantHeaders[] {
  if (policy !== undefined)
    return [{ hosts: [...SIGN_IN, CONSUMER_SIGN_IN], headers: [{ name: ENTRA_POLICY, value: policy }] }];
  const lists: TenantHeaders[] =
    tenants === undefined || directory === undefined
      ? []
      : [
          {
            hosts: SIGN_IN,
            headers: [
              { name: "Restrict-Access-To-Tenants", value: tenants.join(",") },
              { name: "Restrict-Access-Context", value: directory },
            ],
          },
        ];
  return consumers === "forbid"
    ? [...lists, ...one(CONSUMER_SIGN_IN, ENTRA_POLICY, ["restrict-msa"])]
    : lists;
}

/**
 * support.google.com/a/answer/1668854 (every request to `*.google.com`; browsers set it themselves under their policy
 * `AllowedDomainsForApps`, so Google takes it from a browser). It holds for signing in; who is not signed in is not
 * stopped, and whether the Gemini app, AI Studio and NotebookLM heed it is not said.
 */
function workspaceDomains(domains: readonly string[]): TenantHeaders {
  return {
    hosts: ["*.google.com"],
    headers: [{ name: "X-GoogApps-Allowed-Domains", value: domains.join(",") }],
  };
}
