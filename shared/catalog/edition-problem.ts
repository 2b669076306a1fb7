/** One thing that is wrong with an edition. */
export interface EditionProblem {
  /** Record and field: `services/openai-api endpoints.0.paths.1`. */
  readonly at: string;
  /** A sentence: what is wrong, or what to write instead. */
  readonly sentence: string;
}

/** The problem as one line. */
export function editionProblemLine({ at, sentence }: EditionProblem): string {
  return at === "" ? sentence : `${at}: ${sentence}`;
}

/** The first of the problems as a line, with the number of the others. */
export function editionProblemsInShort(problems: readonly EditionProblem[]): string {
  const [first, ...others] = problems;
  if (first === undefined) return "";
  return editionProblemLine(first) + (others.length === 0 ? "" : ` (and ${others.length} more)`);
}
