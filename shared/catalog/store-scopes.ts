import type { Recognizer } from "../schema/recognizer.ts";
import type { Catalog } from "./catalog-index.ts";
import { globsOf } from "./path-globs.ts";
import { pageHosts } from "./page-hosts.ts";

/** Pages whose uploads to object stores are their services' own, and where these stores are. */
export interface StoreScope {
  /** Host names, without `www.`. */
  readonly pages: readonly string[];
  /** Match patterns of http and https. */
  readonly patterns: readonly string[];
  /** Upper case. */
  readonly methods: readonly string[];
}

/** One scope for each record of stores that services use. */
export function storeScopes({ recognizers }: Catalog): StoreScope[] {
  return recognizers.flatMap((store) => {
    const users = recognizers.filter(({ stores }) => stores?.includes(store.service));
    if (users.length === 0) return [];
    const methods = store.endpoints.flatMap(({ method }) => method.split("|"));
    return [
      {
        pages: [...new Set(users.flatMap(pageHosts))],
        patterns: patternsOfStore(store),
        methods: [...new Set(methods)],
      },
    ];
  });
}

function patternsOfStore({ hosts, endpoints }: Recognizer): string[] {
  const globs = [...new Set(endpoints.flatMap(({ paths }) => paths.flatMap(globsOf)))];
  const all = new Set(hosts.flatMap((host) => globs.map((glob) => `*://${host}${glob}`)));
  // A pattern for subdomains lets their parent through as well.
  return [...all].filter((pattern) => !all.has(pattern.replace("://", "://*.")));
}
