/** An address as it may be shown and kept: prompts travel in queries. */
export function withoutQuery(address: string | null): string | null {
  return address === null ? null : (address.split(/[?#]/, 1)[0] ?? null);
}

/** True for a host of the catalog, which spells whole domains `*.example.com`. */
export function isOneOf(hosts: readonly string[], host: string): boolean {
  return hosts.some((known) => (known.startsWith("*.") ? host.endsWith(known.slice(1)) : host === known));
}
