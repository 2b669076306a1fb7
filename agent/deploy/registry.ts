import type { BrowserKind, PolicyValue } from "./browser-policy.ts";
import { isMap, type PolicyValues } from "./policy-file.ts";

/** One value of the Windows registry, below HKEY_LOCAL_MACHINE. */
export interface RegistryValue {
  readonly key: string;
  readonly name: string;
  readonly data: number | string;
  /** The policy that it is, or is a part of. */
  readonly policy: string;
}

const KEYS: Readonly<Record<BrowserKind, string>> = {
  chrome: String.raw`SOFTWARE\Policies\Google\Chrome`,
  edge: String.raw`SOFTWARE\Policies\Microsoft\Edge`,
  chromium: String.raw`SOFTWARE\Policies\Chromium`,
  firefox: String.raw`SOFTWARE\Policies\Mozilla\Firefox`,
};

/** Policies of Firefox whose maps are read as JSON (`contentMediaType` in its policies-schema); other maps are keys. */
export const FIREFOX_JSON: ReadonlySet<string> = new Set(["ExtensionSettings", "Preferences"]);

/** Values of policies as the browser reads them from the registry: those that its own ADMX templates write. */
export function registryValues(kind: BrowserKind, values: PolicyValues): readonly RegistryValue[] {
  return Object.entries(values).flatMap(([policy, value]) =>
    entries(kind, KEYS[kind], policy, value, policy),
  );
}

function entries(
  kind: BrowserKind,
  key: string,
  name: string,
  value: PolicyValue,
  policy: string,
): readonly RegistryValue[] {
  const one = (data: number | string): readonly RegistryValue[] => [{ key, name, data, policy }];
  if (typeof value === "string" || typeof value === "number") return one(value);
  if (typeof value === "boolean") return one(value ? 1 : 0);
  const below = `${key}\\${name}`;
  if (!isMap(value)) return value.flatMap((item, at) => entries(kind, below, String(at + 1), item, policy));
  // Chromium's family reads every map as JSON.
  if (kind !== "firefox" || FIREFOX_JSON.has(policy)) return one(JSON.stringify(value));
  return Object.entries(value).flatMap(([part, inner]) => entries(kind, below, part, inner, policy));
}
