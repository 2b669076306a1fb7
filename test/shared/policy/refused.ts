import { expect } from "vitest";
import { problemsOf } from "./story.ts";

/** What is wrong, the text, the problem it must give, its place (`line:column`), and a word of the mend. */
export type Malformed = readonly [what: string, text: string, code: string, place: string, mend: string];

/** Holds that a malformed policy is refused with its place and its mend, in a sentence. */
export function isRefused(...[, text, code, place, mend]: Malformed): void {
  const problems = problemsOf(text);
  const found = problems.find(
    (problem) => problem.code === code && `${problem.line}:${problem.column}` === place,
  );
  expect(found ?? problems).toMatchObject({ code, file: "policy.yaml" });
  expect(found?.mend).toContain(mend);
  expect(found?.message).toMatch(/^[A-Za-z].*\.$/s);
}
