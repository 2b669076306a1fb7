/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no spaces (RFC 8785).
 * Two equal events give the same bytes, so a hash over them identifies the event.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = new Map(Object.entries(value));
  let text = "";
  for (const key of Array.from(members.keys()).sort()) {
    const member = members.get(key);
    if (member !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonical(member)}`;
  }
  return `{${text}}`;
}
