import { globSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";

/** The top of the project. */
const ROOT = join(import.meta.dirname, "../..");

/** One import of one source file, both as paths from the top (`npm:NAME` and `node:NAME` for packages). */
export interface Import {
  readonly file: string;
  readonly target: string;
}

const STATEMENT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

/** Every import of the product's sources. */
export function productImports(): Import[] {
  const files = globSync("{shared,extension,agent}/**/*.{ts,tsx}", { cwd: ROOT });
  return files.flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), "utf8")));
}

function importsOf(file: string, source: string): Import[] {
  return Array.from(source.matchAll(STATEMENT), ([, from, dynamic]) => ({
    file,
    target: resolved(file, from ?? dynamic ?? ""),
  }));
}

function resolved(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return normalize(join(file, "..", specifier));
  if (specifier.startsWith("node:")) return specifier;
  const parts = specifier.split("/");
  return `npm:${specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]}`;
}
