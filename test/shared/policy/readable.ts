import fc from "fast-check";

/**
 * Runs a property, and tells a counterexample as text that reads like the policy language: keys that say nothing
 * (null, false, an empty list or map) are left out, so that what remains is what it takes to fail.
 */
export function holds<T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>, numRuns: number): void {
  const details = fc.check(property, { numRuns });
  if (!details.failed) return;
  const { counterexample, errorInstance, seed, counterexamplePath, numShrinks } = details;
  const values = counterexample?.map((value) => readable(value)).join("\n---\n");
  const again = `{ seed: ${seed}, path: "${counterexamplePath}" }`;
  const why = errorInstance instanceof Error ? reasonOf(errorInstance) : String(errorInstance);
  throw new Error(
    `After ${numShrinks} shrinks ${again}:\n${values ?? "too many cases were skipped"}\n---\n${why}`,
  );
}

/** Vitest keeps what it compared beside a message that tells little of it. */
function reasonOf(error: Error): string {
  const compared = "actual" in error && "expected" in error ? [error.actual, error.expected] : [];
  const [actual, expected] = compared.map((one) => (typeof one === "string" ? one : readable(one)));
  return actual === undefined ? error.message : `${error.message}\ngot:\n${actual}\nnot:\n${expected}`;
}

/** A value as YAML-like text. */
function readable(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== "object")) return `[${value.join(", ")}]`;
    return value.map((one) => `\n${indent}- ${readable(one, `${indent}  `).trimStart()}`).join("");
  }
  if (typeof value !== "object" || value === null) return String(value);
  const lines = Object.entries(value)
    .filter(([, one]) => says(one))
    .map(([key, one]) => `${indent}${key}: ${nested(one, indent)}`);
  return lines.join("\n");
}

function nested(value: unknown, indent: string): string {
  if (Array.isArray(value) || typeof value !== "object" || value === null)
    return readable(value, `${indent}  `);
  return `{ ${readable(value).split("\n").join(", ")} }`;
}

function says(value: unknown): boolean {
  if (value === null || value === false || value === undefined) return false;
  return typeof value !== "object" || Object.values(value).some((one) => says(one) || one === 0);
}
