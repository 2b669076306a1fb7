import type { Recognizer } from "../schema/recognizer.ts";

/** The host of a page as its record may name it: `www.` and a trailing dot change nothing. */
export function pageHost(host: string): string {
  return host.replace(/\.$/, "").replace(/^www\./, "");
}

/** Hosts where all pages are a service's own, and that of its home. */
export function pageHosts({ home, hosts, mixed }: Recognizer): readonly string[] {
  const own = mixed === true ? [] : hosts.filter((host) => !host.includes("*"));
  const all = home === null ? own : [new URL(home).hostname, ...own];
  return [...new Set(all.map(pageHost))];
}
