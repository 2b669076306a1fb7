import { parseDocument } from "yaml";
import { KNOWLEDGE } from "../../shared/catalog/knowledge.ts";
import { compile } from "../../shared/policy/compile.ts";
import { PolicyLoader } from "../../shared/policy/load.ts";
import { parse, type PolicyFile, type PolicySource } from "../../shared/policy/parse.ts";
import { readPlain } from "../../shared/policy/plain-yaml.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const SIZES = [1_000, 10_000, 100_000];
const ROUNDS = 3;

/** Above it the `yaml` package takes tens of seconds. */
const YAML_LIMIT = 10_000;

const HEAD: PolicyFile = { file: "0.yaml", text: "lanyard: 1\nunidentified: forbid\n" };

/**
 * From text to a compiled policy: reading YAML beside the `yaml` package, parsing with all checks, compiling, and
 * loading a folder again of which one small file has changed.
 */
export function* compileBench(): Generator<BenchRow> {
  for (const size of SIZES) {
    const text = `rules:\n${Array.from({ length: size }, (_, number) => ruleOf(number)).join("")}`;
    const files = [HEAD, { file: "rules.yaml", text }];
    yield* reading(size, text);
    yield* one("parse with every check", size, () => sourceOf(files));
    const source = sourceOf(files);
    yield* one("compile", size, () => compile(source, KNOWLEDGE));
    yield* one("load", size, () => new PolicyLoader(KNOWLEDGE).load(files));
    yield* loadingAgain(size, files);
  }
}

function ruleOf(number: number): string {
  const effect = number % 10 === 0 ? "forbid: [embedding]" : "permit: [chat, completion]";
  return `  - id: rule-${number}
    ${effect}
    models: [lab-${number % 50}/m-${Math.floor(number / 2)}, "openai/*"]
    who: { groups: [g-${number % 1_000}] }
    when: { account: corporate }
`;
}

function sourceOf(files: readonly PolicyFile[]): PolicySource {
  const parsed = parse(files);
  if ("ok" in parsed) return parsed.ok;
  throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
}

function reading(size: number, text: string): BenchRow[] {
  const times = new Map([["Lanyard", timesOf(() => readPlain(text))]]);
  if (size <= YAML_LIMIT)
    times.set(
      "yaml",
      timesOf(() => parseDocument(text, { uniqueKeys: false }).toJS()),
    );
  return rowsOf(`read ${(text.length / 1e6).toFixed(1)} MB of YAML`, size, "ms", times);
}

function loadingAgain(size: number, files: readonly PolicyFile[]): BenchRow[] {
  const loader = new PolicyLoader(KNOWLEDGE);
  loader.load(files);
  let round = 0;
  return one("load again, one directive more", size, () => {
    round += 1;
    const text = `directives: [{ id: hold-${round}, forbid: all, models: [lab-1/m-${round}], unless: [us-person] }]\n`;
    loader.load([...files, { file: "directive.yaml", text }]);
  });
}

function one(what: string, size: number, run: () => unknown): BenchRow[] {
  return rowsOf(what, size, "ms", new Map([["Lanyard", timesOf(run)]]));
}

function timesOf(run: () => unknown): number[] {
  return Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
}
