/** The pattern of host names that a record means; null for an exact name. `*` in a label is any part of it; a leading `*.` is one label or more. */
export function hostGlob(host: string): RegExp | null {
  if (!host.includes("*")) return null;
  const body = host.replace(/^\*\./, "").replaceAll(".", "\\.").replaceAll("*", "[^.]*");
  return new RegExp(`^${host.startsWith("*.") ? "(?:[^.]+\\.)+" : ""}${body}$`);
}
