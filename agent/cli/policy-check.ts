import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { policyOf } from "./policy-files.ts";
import { plain, print, printJson } from "./print.ts";

/** `policy check DIR`: every problem at its place, or what the policy holds. */
export async function policyCheck(given: Given): Promise<number> {
  const found = await policyOf(word(given, 0, "The policy's folder"));
  if ("problems" in found) {
    if (given.json) printJson({ problems: found.problems });
    else for (const problem of found.problems) print(plain(problemLine(problem)));
    return EXIT.found;
  }
  const summary = summaryOf(found.policy);
  if (given.json) printJson({ problems: [], ...summary });
  else print(plain(sentenceOf(summary)));
  return EXIT.done;
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
