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

/**
 * A text that comes from outside, safe to print: control characters and marks that turn the direction of writing
 * are shown as escapes, since a page can choose its model's name and a terminal obeys what it is shown.
 */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (mark) => {
    const code = mark.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
