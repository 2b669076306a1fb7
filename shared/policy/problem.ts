/** Everything that can be wrong with a policy. */
export type ProblemCode =
  | "no_files"
  | "too_large"
  | "too_deep"
  | "too_many_aliases"
  | "nul"
  | "not_yaml"
  | "duplicate_key"
  | "unknown_key"
  | "missing_key"
  | "wrong_value"
  | "unknown_action"
  | "unknown_level"
  | "wrong_model"
  | "wrong_date"
  | "from_after_until"
  | "duplicate_id"
  | "permit_or_forbid"
  | "unless_on_permit"
  | "empty_list"
  | "said_twice"
  | "top_level_open"
  | "too_long"
  | "look_alike"
  | "restrict_only"
  | "names_and_facts"
  | "never_matches"
  | "shadowed"
  | "stale_order"
  | "unknown_name"
  | "unknown_template"
  | "template_cycle"
  | "template_slot"
  | "template_too_large"
  | "no_known_model"
  | "wrong_pattern"
  | "nothing_asked"
  | "nothing_cut"
  | "nobody_proves"
  | "level_alone"
  | "no_reviewers"
  | "wrong_reviewers"
  | "never_found"
  | "too_few_approvers"
  | "shared_key";

/** Where something stands in a file; both from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing to mend: `message` says what is wrong and where, `mend` what to write instead. */
export interface Problem extends Position {
  readonly code: ProblemCode;
  /** A warning never keeps a policy from being published. */
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly mend: string;
}

/** A problem that does not know yet where it stands. */
export type Unplaced = Pick<Problem, "code" | "message" | "mend">;

/** A problem at a position. */
export function problemAt(position: Position, code: ProblemCode, message: string, mend: string): Problem {
  return { ...position, code, severity: "error", message, mend };
}

/** Something at a position that is probably not meant, and harms nothing. */
export function warningAt(position: Position, code: ProblemCode, message: string, mend: string): Problem {
  return { ...position, code, severity: "warning", message, mend };
}

/** Most problems that one parse reports: whoever mends a hundred runs it again. */
export const PROBLEM_LIMIT = 100;

/** The start of a file, for what belongs to no line. */
export function startOf(file: string): Position {
  return { file, line: 1, column: 1 };
}

/** By file, line and column, at most `PROBLEM_LIMIT`. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems
    .toSorted(
      (a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || a.line - b.line || a.column - b.column,
    )
    .slice(0, PROBLEM_LIMIT);
}
