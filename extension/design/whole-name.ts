/** A text around a name, so that the name can stay whole where lines break; all of it is `before` where the name is not in it. */
export function aroundName(
  text: string,
  name: string | null,
): { readonly before: string; readonly name: string; readonly after: string } {
  const at = name === null || name === "" ? -1 : text.indexOf(name);
  if (name === null || at < 0) return { before: text, name: "", after: "" };
  return { before: text.slice(0, at), name, after: text.slice(at + name.length) };
}
