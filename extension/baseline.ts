/** Everything but pages, since no transport may open before the worker is ready. */
const CALLS = [
  "xmlhttprequest",
  "websocket",
  "webtransport",
  "webbundle",
  "ping",
  "other",
  "script",
  "image",
  "media",
  "object",
  "csp_report",
  "font",
  "stylesheet",
  "sub_frame",
] as const;

/** One declarativeNetRequest rule, as the browsers take it. */
export interface BaselineRule {
  readonly id: number;
  readonly priority: number;
  readonly action: {
    readonly type: "block" | "redirect";
    readonly redirect?: { readonly extensionPath: string };
  };
  readonly condition: {
    readonly requestDomains?: readonly string[];
    readonly urlFilter?: string;
    readonly resourceTypes: readonly string[];
  };
}

/**
 * The static rules that hold whenever the worker has not said that it is ready: calls to catalog hosts and to paths
 * of AI shapes are blocked, pages of catalog hosts become the blocked page, which opens them as soon as it may.
 */
export function baselineRules(hosts: readonly string[], patterns: readonly string[]): BaselineRule[] {
  const domains = hosts.map((host) => host.replace(/^\*\./, ""));
  const shapes = patterns.filter((pattern) => pattern.startsWith("*://*/")).map(urlFilter);
  return [
    ...(domains.length === 0 ? [] : hostRules(domains)), // a rule for no host would be one for all
    ...[...new Set(shapes)].map((filter, index) => ({
      id: index + 3,
      priority: 1,
      action: { type: "block" as const },
      condition: { urlFilter: filter, resourceTypes: [...CALLS, "main_frame"] },
    })),
  ];
}

function hostRules(domains: readonly string[]): BaselineRule[] {
  return [
    {
      id: 1,
      priority: 1,
      action: { type: "block" },
      condition: { requestDomains: domains, resourceTypes: CALLS },
    },
    {
      id: 2,
      priority: 1,
      action: { type: "redirect", redirect: { extensionPath: "/blocked/index.html" } },
      condition: { requestDomains: domains, resourceTypes: ["main_frame"] },
    },
  ];
}

/** The path of a match pattern on any host, as a filter that matches anywhere in an address. */
function urlFilter(pattern: string): string {
  return pattern
    .replace("*://*", "")
    .replace(/^\/\*(?=\/)/, "")
    .replace(/\*+$/, "");
}
