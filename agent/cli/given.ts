import { CommandError } from "./exit.ts";

/** What was typed after a command's name. */
export interface Given {
  /** Words that are no options. */
  readonly words: readonly string[];
  /** True for `--json`: everything on stdout is JSON then. */
  readonly json: boolean;
  /** True where a flag without a value was typed. */
  readonly flag: (name: string) => boolean;
  /** The last value of an option, or null. */
  readonly value: (name: string) => string | null;
  /** Every value of an option. */
  readonly values: (name: string) => readonly string[];
}

/**
 * Reads options from the words as typed. The parser has checked them, but it makes numbers of what looks like one,
 * and a person whose id is `007` is not person 7.
 */
export function givenBy(typed: readonly string[], words: readonly string[]): Given {
  const values = (name: string): readonly string[] =>
    typed.flatMap((one, index) => {
      if (one.startsWith(`--${name}=`)) return [one.slice(name.length + 3)];
      const next = typed[index + 1];
      return one === `--${name}` && next !== undefined ? [next] : [];
    });
  const flag = (name: string): boolean => typed.includes(`--${name}`);
  return { words, json: flag("json"), flag, values, value: (name) => values(name).at(-1) ?? null };
}

/** A word that the command cannot do without. */
export function word(given: Given, index: number, name: string): string {
  const found = given.words[index];
  if (found === undefined) throw new CommandError("usage", `${name} is missing.`);
  return found;
}

/** An option that the command cannot do without. */
export function needed(given: Given, name: string): string {
  const found = given.value(name);
  if (found === null) throw new CommandError("usage", `--${name} is missing.`);
  return found;
}
