/** What `$tag:mode`, `$after:;`, `$before:-x` and `$flag:v|niji` make of a value; nothing of what is neither text nor number. */
export function rewritten(value: unknown, step: string): readonly string[] {
  if (typeof value !== "string" && typeof value !== "number") return [];
  const colon = step.indexOf(":");
  const argument = step.slice(colon + 1);
  const text = String(value);
  if (step.startsWith("$tag:")) return [`${argument}:${text}`];
  if (step.startsWith("$flag:")) return flags(text, new Set(argument.split("|")));
  const at = text.indexOf(argument);
  if (step.startsWith("$before:")) return at < 0 ? [] : [text.slice(0, at)];
  return [at < 0 ? text : text.slice(at + argument.length)];
}

/** Keyboards make a dash of two hyphens, and the service takes it. */
const FLAG = /(?:^|\s)(?:--|[\u2013\u2014])([a-z]{1,20})\s+([a-z0-9.]{1,20})/gi;

function flags(text: string, names: ReadonlySet<string>): readonly string[] {
  const found = Array.from(
    text.matchAll(FLAG),
    ([, name = "", value = ""]) => [name.toLowerCase(), value] as const,
  );
  return found.filter(([name]) => names.has(name)).map(([name, value]) => `--${name} ${value.toLowerCase()}`);
}
