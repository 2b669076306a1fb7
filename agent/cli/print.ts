import { visible } from "../../shared/schema/visible.ts";

/** Prints a line for people or programs on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a value as one JSON line on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** Tells whoever typed the command something beside its output, on stderr. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A text that comes from outside, safe to print: a terminal obeys what it is shown. */
export function plain(text: string): string {
  return visible(text);
}
