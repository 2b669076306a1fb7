import type { BrowserPolicy } from "./browser-policy.ts";
import type { RegistryValue } from "./registry.ts";

/** Lines that explain one policy: what each of its entries closes, and why. */
export function explanation(policies: readonly BrowserPolicy[], policy: string): readonly string[] {
  return policies
    .filter((one) => one.policy === policy)
    .map(({ closes, why }) => `${policy} closes ${closes}: ${why}`);
}

/** Text of a file for regedit, or `reg import`. */
export function regFile(values: readonly RegistryValue[], policies: readonly BrowserPolicy[]): string {
  const lines = byPolicy(values).flatMap(({ policy, own }) =>
    [""].concat(
      remarks(policies, policy),
      own.flatMap((value, at) =>
        (own[at - 1]?.key === value.key ? [] : section(value)).concat(regValue(value)),
      ),
    ),
  );
  return ["Windows Registry Editor Version 5.00", ...lines, ""].join("\r\n");
}

function section({ key }: RegistryValue): string[] {
  return [`[HKEY_LOCAL_MACHINE\\${key}]`];
}

function regValue({ name, data }: RegistryValue): string {
  const number = data.toString(16).padStart(8, "0");
  return `${quoted(name)}=${typeof data === "number" ? `dword:${number}` : quoted(data)}`;
}

/** Text for Microsoft's LGPO.exe, which makes the `registry.pol` of a group policy from it. */
export function gpoText(values: readonly RegistryValue[], policies: readonly BrowserPolicy[]): string {
  const lines = byPolicy(values).flatMap(({ policy, own }) =>
    remarks(policies, policy).concat(own.flatMap(gpoEntry)),
  );
  return lines.join("\r\n");
}

function gpoEntry({ key, name, data }: RegistryValue): readonly string[] {
  return ["Computer", key, name, typeof data === "number" ? `DWORD:${data}` : `SZ:${data}`, ""];
}

function remarks(policies: readonly BrowserPolicy[], policy: string): string[] {
  return explanation(policies, policy).map((line) => `; ${line}`);
}

interface OfPolicy {
  readonly policy: string;
  readonly own: readonly RegistryValue[];
}

function byPolicy(values: readonly RegistryValue[]): readonly OfPolicy[] {
  const policies = [...new Set(values.map(({ policy }) => policy))];
  return policies.map((policy) => ({ policy, own: values.filter((value) => value.policy === policy) }));
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}
