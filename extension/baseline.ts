import type { StoreScope } from "../shared/catalog/store-scopes.ts";

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
    readonly initiatorDomains?: readonly string[];
    readonly requestMethods?: readonly string[];
    readonly urlFilter?: string;
    readonly resourceTypes: readonly string[];
  };
}

/**
 * The static rules that hold whenever the worker has not said that it is ready: calls to catalog hosts and to paths
 * of AI shapes are blocked, pages of catalog hosts become the blocked page, which opens them as soon as it may, and uploads of their
 * pages to object stores are blocked.
 */
export function baselineRules(
  hosts: readonly string[],
  patterns: readonly string[],
  stores: readonly StoreScope[],
): BaselineRule[] {
  const domains = hosts.map((host) => host.replace(/^\*\./, ""));
  const shapes = patterns.filter((pattern) => pattern.startsWith("*://*/")).map(urlFilter);
  const conditions = [
    ...[...new Set(shapes)].map((filter) => ({ urlFilter: filter })),
    ...stores.flatMap(storeConditions),
  ];
  return [
    ...(domains.length === 0 ? [] : hostRules(domains)), // a rule for no host would be one for all
    ...conditions.map((condition, index) => ({
      id: index + 3,
      priority: 1,
      action: { type: "block" as const },
      condition: { ...condition, resourceTypes: [...CALLS, "main_frame"] },
    })),
  ];
}

/** One condition for each path of the stores. */
function storeConditions({ pages, patterns, methods }: StoreScope): Partial<BaselineRule["condition"]>[] {
  const byPath = Map.groupBy(patterns, (pattern) => urlFilter(pattern.replace(/\/\/[^/]+/, "//*")));
  return [...byPath].map(([filter, same]) => ({
    initiatorDomains: pages,
    requestDomains: same.map(
      (pattern) => new URL(pattern.replace("*:", "https:").replace("*.", "")).hostname,
    ),
    requestMethods: methods.map((method) => method.toLowerCase()),
    ...(filter !== "/" && filter !== "" && { urlFilter: filter }),
  }));
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
