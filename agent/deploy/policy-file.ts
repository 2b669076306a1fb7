import type { BrowserPolicy, PolicyValue } from "./browser-policy.ts";

/** Values by policy, as one browser's own file has them. */
export type PolicyValues = Readonly<Record<string, PolicyValue>>;

/** The policies as one map: several entries of one policy are parts of its value. */
export function valuesOf(policies: readonly BrowserPolicy[]): PolicyValues {
  const values: Record<string, PolicyValue> = {};
  for (const { policy, value } of policies) {
    const before = values[policy];
    values[policy] = isMap(before) && isMap(value) ? { ...before, ...value } : value;
  }
  return values;
}

/** True for a map of values. */
export function isMap(value: unknown): value is PolicyValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text of the file that browsers of Chromium's family read on Linux, in their folder of managed policies. */
export function linuxJson(policies: readonly BrowserPolicy[]): string {
  return `${JSON.stringify(valuesOf(policies), null, 2)}\n`;
}

/** Text of Firefox's `policies.json`, the same on every system. */
export function firefoxJson(policies: readonly BrowserPolicy[]): string {
  return `${JSON.stringify({ policies: valuesOf(policies) }, null, 2)}\n`;
}
