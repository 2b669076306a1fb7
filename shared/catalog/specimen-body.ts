/** Puts a value where the steps of a place lead, below what is there already; makes what is missing on the way. */
export function planted(under: unknown, steps: readonly string[], value: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step === "$json") return JSON.stringify(planted(parsed(under), rest, value));
  if (step === "$text") return [{ role: "user", content: value }];
  if (step.startsWith("$flag:")) return `${value} --${step.slice(6).split("|")[0]} 8`;
  if (step.startsWith("$after:")) return `x${step.slice(7)}${value}`;
  if (step.startsWith("$")) return planted(under, rest, value);
  if (step === "*") return plantedFirst(under, rest, value);
  return /^\d+$/.test(step)
    ? plantedAt(under, Number(step), rest, value)
    : plantedUnder(under, step, rest, value);
}

/** A value as the text of a header, field or parameter. */
export function plantedText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parsed(text: unknown): unknown {
  return typeof text === "string" && /^[[{]/.test(text) ? (JSON.parse(text) as unknown) : undefined;
}

function plantedFirst(under: unknown, rest: readonly string[], value: string): unknown {
  const list = Array.isArray(under) ? (under as readonly unknown[]) : [];
  return [planted(list[0], rest, value), ...list.slice(1)];
}

function plantedAt(under: unknown, index: number, rest: readonly string[], value: string): unknown {
  const list = Array.isArray(under) ? [...(under as readonly unknown[])] : [];
  while (list.length < index) list.push(null);
  list[index] = planted(list[index], rest, value);
  return list;
}

function plantedUnder(under: unknown, key: string, rest: readonly string[], value: string): unknown {
  const object = typeof under === "object" && under !== null && !Array.isArray(under) ? under : {};
  const known = Object.entries(object).find(([name]) => name === key)?.[1] as unknown;
  return { ...object, [key]: planted(known, rest, value) };
}
