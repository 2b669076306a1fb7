/** The two kinds of browsers that rules are made for. */
export type RuleTaker = "chrome" | "firefox";

/** Everything but pages, since no transport may open before the worker is ready. */
const CALLS = [
  "xmlhttprequest",
  "websocket",
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

/** What only one of them knows as a type: a rule that names a type which the browser does not know is no rule to it. */
const MORE_CALLS: Readonly<Record<RuleTaker, readonly string[]>> = {
  chrome: ["webtransport", "webbundle"],
  firefox: ["beacon", "imageset", "speculative", "web_manifest", "xml_dtd", "xslt"],
};

/** What the rule that lifts the baseline lets through; WebTransport, which shows no body, stays closed on AI hosts. */
export function liftedTypes(taker: RuleTaker): readonly string[] {
  return ["main_frame", ...CALLS, ...(taker === "firefox" ? MORE_CALLS.firefox : [])];
}

/** Object stores that are closed to some pages; see `storeScopes` of the catalog. */
export interface ClosedStores {
  readonly pages: readonly string[];
  readonly patterns: readonly string[];
  readonly methods: readonly string[];
}

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
 * pages to object stores are blocked. `shapes` are match patterns on any host.
 */
export function baselineRules(
  hosts: readonly string[],
  shapes: readonly string[],
  taker: RuleTaker,
  stores: readonly ClosedStores[],
): BaselineRule[] {
  const calls = [...CALLS, ...MORE_CALLS[taker]];
  const domains = hosts.map((host) => host.replace(/^\*\./, ""));
  const conditions = [
    ...[...new Set(shapes.map(urlFilter))].map((filter) => ({ urlFilter: filter })),
    ...stores.flatMap(storeConditions),
  ];
  return [
    ...(domains.length === 0 ? [] : hostRules(domains, calls)), // a rule for no host would be one for all
    ...conditions.map((condition, index) => ({
      id: index + 3,
      priority: 1,
      action: { type: "block" as const },
      condition: { ...condition, resourceTypes: [...calls, "main_frame"] },
    })),
  ];
}

/** One condition for each path of the stores. */
function storeConditions({ pages, patterns, methods }: ClosedStores): Partial<BaselineRule["condition"]>[] {
  const byPath = Map.groupBy(patterns, (pattern) => urlFilter(pattern.replace(/\/\/[^/]+/, "//*")));
  return [...byPath].map(([filter, same]) => ({
    initiatorDomains: pages,
    requestDomains: same.map(
      (pattern) => new URL(pattern.replace("*:", "https:").replace("*.", "")).hostname,
    ),
    requestMethods: methods.map((method) => method.toLowerCase()),
    urlFilter: filter,
  }));
}

function hostRules(domains: readonly string[], calls: readonly string[]): BaselineRule[] {
  return [
    {
      id: 1,
      priority: 1,
      action: { type: "block" },
      condition: { requestDomains: domains, resourceTypes: calls },
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
