/** An element as a strict reader sees it: attributes, elements within, and text where there are none. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const NAME = "[A-Za-z][A-Za-z0-9.-]*";
const TOKEN = new RegExp(
  String.raw`^(?:(?<prolog><\?xml [^?]*\?>|<!DOCTYPE [^>]*>)|<!--(?<comment>[\s\S]*?)-->|</(?<close>${NAME})\s*>|<(?<open>${NAME})(?<attributes>(?:\s+${NAME}="[^"<]*")*)\s*(?<empty>/?)>|(?<text>[^<]+))`,
);
const ENTITY = /&(?:(?<named>amp|lt|gt|quot)|#x(?<code>[0-9A-Fa-f]+));/g;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

/**
 * Reads XML without namespaces, CDATA or processing instructions, and throws at anything that is not well-formed: ends
 * without beginnings, ampersands and brackets that mean nothing, two hyphens in a comment, text beside elements.
 */
export function readXml(source: string): readonly Element[] {
  const stack: Open[] = [{ name: "", attributes: {}, children: [], text: "" }];
  let rest = source;
  while (rest !== "") {
    const groups = TOKEN.exec(rest)?.groups;
    if (groups === undefined) throw new Error(`No XML: ${rest.slice(0, 60)}`);
    take(groups, stack);
    rest = rest.slice(TOKEN.exec(rest)?.[0].length);
  }
  const [root] = stack;
  if (stack.length !== 1 || root === undefined) throw new Error(`${stack.at(-1)?.name} is never closed.`);
  return root.children;
}

function take(groups: Readonly<Record<string, string | undefined>>, stack: Open[]): void {
  const top = stack.at(-1);
  if (top === undefined) throw new Error("There is an end too many.");
  const { comment, close, open, attributes = "", empty, text } = groups;
  if (comment !== undefined && /--|-$/.test(comment)) throw new Error(`A comment ends early: ${comment}`);
  if (text !== undefined) top.text += decoded(text);
  if (open !== undefined) {
    stack.push({ name: open, attributes: attributesIn(attributes), children: [], text: "" });
    if (empty === "/") end(open, stack);
  }
  if (close !== undefined) end(close, stack);
}

function end(name: string, stack: Open[]): void {
  const done = stack.pop();
  const within = stack.at(-1);
  if (done?.name !== name || within === undefined) throw new Error(`${done?.name} is closed as ${name}.`);
  if (done.children.length > 0 && done.text.trim() !== "")
    throw new Error(`Text beside elements: ${done.text}`);
  within.children.push(done);
}

function attributesIn(text: string): Record<string, string> {
  const pairs = text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, "g"));
  return Object.fromEntries([...pairs].map(([, name = "", value = ""]) => [name, decoded(value)]));
}

function decoded(text: string): string {
  if (/&/.test(text.replaceAll(ENTITY, ""))) throw new Error(`An ampersand that means nothing: ${text}`);
  return text.replaceAll(ENTITY, (...match) => {
    const { named, code } = match.at(-1) as { named?: string; code?: string };
    return named === undefined ? String.fromCodePoint(Number.parseInt(code ?? "", 16)) : (NAMED[named] ?? "");
  });
}

/** The value of a property list's element; dates, data and real numbers do not come up. */
function plistValue({ name, children, text }: Element): unknown {
  switch (name) {
    case "true":
    case "false":
      return name === "true";
    case "integer":
      return Number(text);
    case "string":
      return text;
    case "array":
      return children.map(plistValue);
    case "dict":
      return Object.fromEntries(
        Array.from({ length: children.length / 2 }, (_, at) => {
          const [key, value] = children.slice(at * 2, at * 2 + 2);
          if (key?.name !== "key" || value === undefined) throw new Error("A dict is not keys and values.");
          return [key.text, plistValue(value)];
        }),
      );
    default:
      throw new Error(`${name} is not in a property list.`);
  }
}

/** What a property list holds. */
export function readPlist(source: string): unknown {
  const [plist, ...more] = readXml(source);
  const [root, ...others] = plist?.children ?? [];
  if (plist?.name !== "plist" || root === undefined || more.length + others.length > 0)
    throw new Error("No property list.");
  return plistValue(root);
}
