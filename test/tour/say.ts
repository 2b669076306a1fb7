import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** A text in a style, where the terminal shows styles. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Prints one line of the tour. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what is being done, does it, and gives its result. */
export async function during<T>(words: string, work: () => Promise<T>): Promise<T> {
  say(`${styled("dim", "·")} ${words}`);
  return work();
}
