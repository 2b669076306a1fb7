import type { DeclarativeNetRequest } from "webextension-polyfill";
import type { Clearance } from "../../shared/schema/clearance.ts";
import { replaceDynamicRules } from "./dynamic-rules.ts";
import type { Posture } from "./posture.ts";
import { type TenantHeaders, tenantHeaders } from "./tenant-headers.ts";

/** Above the rule that lifts the baseline: an `allow` takes away every change of headers that is not above it. */
const PRIORITY = 20;

/** Without the types named, pages themselves would go without. */
const EVERYTHING: DeclarativeNetRequest.ResourceType[] = [
  "main_frame",
  "sub_frame",
  "stylesheet",
  "script",
  "image",
  "font",
  "object",
  "xmlhttprequest",
  "ping",
  "csp_report",
  "media",
  "websocket",
  "other",
];

/**
 * Keeps the browser's rules in step with the tenants of the clearance. The rules outlast the worker and the browser, so
 * that the first request after a start has its headers; only a clearance that names other tenants, or none, changes
 * them. While there is no clearance they stay as they are.
 */
export function tellTenants(posture: Posture): void {
  let told: Clearance | null = null;
  let settled: Promise<unknown> = Promise.resolve();
  posture.watch(() => {
    const { clearance } = posture;
    if (clearance === null || clearance === told) return;
    told = clearance;
    const rules = tenantRules(tenantHeaders(clearance.tenants ?? {}));
    settled = settled
      .then(() => replaceDynamicRules("tenants", rules))
      // What the browser would not take is told again at the next change of anything.
      .catch(() => {
        told = null;
      });
  });
}

/** One rule for each group of hosts. `set` writes over what a page put there itself. */
export function tenantRules(groups: readonly TenantHeaders[]): DeclarativeNetRequest.Rule[] {
  return groups.map(({ hosts, headers }, index) => ({
    id: index + 1,
    priority: PRIORITY,
    action: {
      type: "modifyHeaders",
      requestHeaders: headers.map(({ name, value }) => ({ header: name, operation: "set", value })),
    },
    condition: { regexFilter: addressOf(hosts), resourceTypes: EVERYTHING },
  }));
}

/** Addresses of exactly these hosts, on any port, also where the name ends with the dot that means the same host. */
function addressOf(hosts: readonly string[]): string {
  const names = hosts.map((host) => {
    const literal = host.replace(/^\*\./, "").replaceAll(".", "\\.");
    return host.startsWith("*.") ? `([^/:@]+\\.)?${literal}` : literal;
  });
  return `^(https?|wss?)://(${names.join("|")})\\.?(:[0-9]+)?/`;
}
