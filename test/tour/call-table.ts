import { say, styled } from "./say.ts";

/** One line of the tour's table. */
export interface TableRow {
  readonly call: string;
  readonly model: string;
  readonly effect: "permit" | "deny";
  readonly why: string;
  /** Milliseconds that the decision took. */
  readonly took: number;
}

const WIDTHS = { call: 22, model: 17, effect: 10, took: 8 };

/** Prints the head of the table. */
export function printHead(): void {
  say(styled("bold", line("call", "model", "effect", "ms", "why")));
}

/** Prints one line of the table. */
export function printRow({ call, model, effect, why, took }: TableRow): void {
  const words =
    effect === "permit"
      ? styled("green", "permitted".padEnd(WIDTHS.effect))
      : styled("red", "denied".padEnd(WIDTHS.effect));
  say(line(call, model, words, took.toFixed(2), why));
}

function line(call: string, model: string, effect: string, took: string, why: string): string {
  const cells = [
    fitted(call, WIDTHS.call),
    fitted(model, WIDTHS.model),
    effect.padEnd(WIDTHS.effect),
    took.padStart(WIDTHS.took - 2),
    ` ${why}`,
  ];
  return cells.join(" ");
}

function fitted(text: string, width: number): string {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}
