import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { Problem } from "../../shared/policy/problem.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { policyOf } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";

/** `policy check DIR`: every problem at its place, or what the policy holds; warnings beside either change no code. */
export async function policyCheck(given: Given): Promise<number> {
  const found = await policyOf(word(given, 0, "The policy's folder"));
  const told = "problems" in found ? found.problems : found.warnings;
  const problems = told.filter(({ severity }) => severity === "error");
  const warnings = told.filter(({ severity }) => severity === "warning");
  const summary = "policy" in found ? summaryOf(found.policy) : null;
  if (given.json) printJson({ problems, warnings, ...summary });
  else for (const line of linesOf(problems, warnings, summary)) print(plain(line));
  return "problems" in found ? EXIT.found : EXIT.done;
}

function linesOf(
  problems: readonly Problem[],
  warnings: readonly Problem[],
  summary: Summary | null,
): readonly string[] {
  return [
    ...problems.map((problem) => problemLine(problem)),
    ...warnings.map((problem) => `Warning: ${problemLine(problem)}`),
    ...(summary === null ? [] : [sentenceOf(summary)]),
  ];
}

interface Summary {
  readonly revision: string;
  readonly organization: string;
  readonly rules: number;
  readonly classifications: number;
  readonly licenses: number;
}

function summaryOf(policy: CompiledPolicy): Summary {
  return {
    revision: policy.revision,
    organization: policy.organization,
    rules: policy.rules.length,
    classifications: policy.classifications.length,
    licenses: policy.licenses.length,
  };
}

function sentenceOf(summary: Summary): string {
  const { rules, classifications, licenses } = summary;
  return (
    `This policy of ${summary.organization} is good. Revision ${summary.revision}: ` +
    `${count(rules, "rule")}, ${count(classifications, "classification")}, ${count(licenses, "license")}.`
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
