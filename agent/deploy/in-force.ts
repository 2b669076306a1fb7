import type { BrowserPolicy } from "./browser-policy.ts";
import { isMap, type PolicyValues } from "./policy-file.ts";

/** How one policy stands on a machine. */
export interface PolicyStanding {
  readonly policy: BrowserPolicy;
  readonly isInForce: boolean;
  /** What the machine says instead; undefined: nothing. */
  readonly found: unknown;
}

/** Which of the policies hold under the values that a browser was given. */
export function standings(
  policies: readonly BrowserPolicy[],
  values: Readonly<Record<string, unknown>>,
): readonly PolicyStanding[] {
  return policies.map((policy) => {
    const found = values[policy.policy];
    const wanted = [policy.value, ...(policy.also ?? [])];
    const isInForce =
      found === undefined ? policy.usual === true : wanted.some((value) => covers(found, value));
    return { policy, isInForce, found };
  });
}

/**
 * True where a value says at least what is wanted: maps and lists may hold more. Texts that only people or updates read
 * may be others, as long as they are there.
 */
function covers(found: unknown, wanted: unknown): boolean {
  if (isMap(wanted)) {
    return (
      isMap(found) &&
      Object.entries(wanted).every(
        ([key, value]) => FREE.has(key) || (Object.hasOwn(found, key) && covers(found[key], value)),
      )
    );
  }
  if (Array.isArray(wanted))
    return Array.isArray(found) && wanted.every((one) => found.some((other: unknown) => other === one));
  return found === wanted;
}

/** Keys whose values are a company's own choice. */
const FREE: ReadonlySet<string> = new Set([
  "update_url",
  "install_url",
  "toolbar_pin",
  "blocked_install_message",
]);

/** Extensions besides ours that a browser is told to allow or to install: what they send is not seen. */
export function otherExtensions(values: Readonly<Record<string, unknown>>, ours: string): readonly string[] {
  const settings: PolicyValues = isMap(values["ExtensionSettings"]) ? values["ExtensionSettings"] : {};
  return Object.entries(settings).flatMap(([id, setting]) => {
    if (id === ours || id === "*") return [];
    const mode = isMap(setting) ? setting["installation_mode"] : undefined;
    return mode === "blocked" || mode === "removed" ? [] : [id];
  });
}
