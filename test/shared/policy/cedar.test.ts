import { USUAL_ASKING } from "../../../shared/schema/asking.ts";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { cedarOf } from "../../../shared/policy/cedar.ts";
import { compile } from "../../../shared/policy/compile.ts";
import { parse } from "../../../shared/policy/parse.ts";
import type { CompiledPolicy, CompiledRule } from "../../../shared/policy/compiled-policy.ts";
import { answerOf } from "./answers.ts";
import { person, policy, request } from "./arbitrary.ts";
import { ANY_MOMENT } from "./plain-policy.ts";
import { type CedarAnswer, inCedar } from "./in-cedar.ts";
import { naive, type NaiveAnswer } from "./naive.ts";
import { holds } from "./readable.ts";

/** Pairs of a person and a request; nightly, `LANYARD_CASES` raises it to 10,000 at most. */
const PAIRS = Math.min(10_000, Number(process.env["LANYARD_CASES"] ?? 500));
const PAIRS_OF_A_POLICY = 5;

/** Milliseconds that the nightly run may take. */
const NIGHT = 300_000;

const pairs = fc.array(fc.tuple(person, request), {
  minLength: PAIRS_OF_A_POLICY,
  maxLength: PAIRS_OF_A_POLICY,
});

/** What Cedar can say of an answer. */
function asCedar({ effect, ground, rules, obligations }: NaiveAnswer): CedarAnswer {
  return { effect, ground, rules: [...new Set(rules)].toSorted(), obligations };
}

/** The shadow decision's part of it; where nothing monitored matched it is the decision (P8). */
function shadowOf({ shadow, effect, obligations }: NaiveAnswer): Pick<CedarAnswer, "effect" | "obligations"> {
  return shadow === null
    ? { effect, obligations }
    : { effect: shadow.effect, obligations: shadow.obligations };
}

describe("an engine of other people, with the same policy in its own words", () => {
  test(
    "gives the engine's and the naive evaluator's effect, ground, rules and obligations",
    { timeout: NIGHT },
    () => {
      holds(
        fc.property(policy, pairs, (law, asked) => {
          const theirs = inCedar(law);
          for (const [whom, call] of asked) {
            const answer = theirs.decide(whom, call);
            expect(answer).toEqual(asCedar(naive(law, whom, call)));
            expect(answer).toEqual(asCedar(answerOf(law, whom, call)));
          }
        }),
        Math.ceil(PAIRS / PAIRS_OF_A_POLICY),
      );
    },
  );

  test(
    "gives the shadow decision where it is asked for what is only monitored too (P8)",
    { timeout: NIGHT },
    () => {
      holds(
        fc.property(policy, person, request, (law, whom, call) => {
          const { effect, obligations } = inCedar(law).shadow(whom, call);
          expect({ effect, obligations }).toEqual(shadowOf(naive(law, whom, call)));
        }),
        Math.ceil(PAIRS / PAIRS_OF_A_POLICY),
      );
    },
  );
});

describe("the sample organization", () => {
  const sample = new URL("../../tour/organization/", import.meta.url);
  const files = ["policy", "later"].flatMap((folder) =>
    globSync(`${folder}/*.yaml`, { cwd: fileURLToPath(sample) }).map((file) => ({
      file,
      text: readFileSync(new URL(file, sample), "utf8"),
    })),
  );

  test.each(files.filter(({ file }) => file.startsWith("later")).map(({ file }) => file))(
    "is a valid policy of Cedar too, with %s in force",
    (later) => {
      const parsed = parse(files.filter(({ file }) => file === later || file.startsWith("policy")));
      if (!("ok" in parsed)) throw new Error(JSON.stringify(parsed.problems));
      expect(() => inCedar(compile(parsed.ok, KNOWLEDGE))).not.toThrow();
    },
  );
});

const PLAIN: CompiledPolicy = {
  revision: "r7",
  organization: "Example Corp",
  levels: ["open", "controlled"],
  default: "forbid",
  unidentified: "forbid",
  uninspectable: "permit",
  openWhileAway: -1,
  corporateAccounts: [],
  names: {},
  classifications: [],
  licenses: [],
  rules: [],
  stale: [],
  sets: [{ service: "chatgpt-web", sent: "auto", models: ["openai/gpt-5.5", "openai/o3"] }],
  purposes: [],
  asking: USUAL_ASKING,
  dataClasses: [],
  knownModels: null,
};

const LETTER: CompiledRule = {
  id: "is-informed-2026-06-12",
  layer: "directive",
  effect: "forbid",
  monitor: false,
  actions: null,
  models: ["anthropic/mythos-5"],
  unknownToo: false,
  who: {},
  when: ANY_MOMENT,
  from: Date.parse("2026-06-12T21:21:00Z"),
  until: null,
  unless: ["us-person", "license"],
  obligations: ["notify"],
  asking: null,
  because: 'A "license" is required.\nEverywhere.',
  instead: ["anthropic/claude-opus-4-8"],
};

describe("the text", () => {
  test("reads like the policy", () => {
    const { policies } = cedarOf({ ...PLAIN, rules: [LETTER] });
    expect(policies.slice(policies.indexOf('@id("is-informed'))).toBe(`@id("is-informed-2026-06-12")
@layer("directive")
@require("notify")
@because("A \\"license\\" is required.\\u{a}Everywhere.")
@instead("anthropic/claude-opus-4-8")
forbid (principal, action in Action::"call", resource)
when { resource == Model::"anthropic/mythos-5" }
when { context.time >= datetime("2026-06-12T21:21:00Z") }
// proven US persons
unless {
  principal has usPerson
  && principal.usPerson
};
`);
  });

  test("tells of sets what no policy of Cedar can say (P7)", () =>
    expect(cedarOf(PLAIN).policies).toContain(
      '// chatgpt-web: "auto" may be any of openai/gpt-5.5, openai/o3; ask for each, the strictest stands\n',
    ));

  test("grants nothing by a guardrail that says permit (P6)", () =>
    expect(cedarOf({ ...PLAIN, rules: [{ ...LETTER, effect: "permit" }] }).policies).not.toContain(
      "\npermit (",
    ));

  test.each([
    '"] unless { true }; permit (principal, action, resource); //',
    "\n};\npermit (principal, action, resource);\n//",
    "\u2028permit",
    "\\",
    "*\\*",
    "\u0000\u007F",
    "\u{1F600}\uD800",
  ])("stays one policy whatever the names in it: %j", (hostile) => {
    const rules = [
      {
        ...LETTER,
        id: hostile,
        because: hostile,
        instead: [hostile],
        who: { people: [hostile], groups: [hostile] },
        models: [hostile, `${hostile}*`],
      },
    ];
    const license = {
      id: hostile,
      kind: "license",
      authority: hostile,
      number: hostile,
      conditions: [],
      holder: {},
      models: null,
      unknownToo: false,
      actions: null,
      purposes: [hostile],
      regions: [hostile],
      from: null,
      until: null,
    } as const;
    const { policies, schema } = cedarOf({
      ...PLAIN,
      organization: hostile,
      revision: hostile,
      levels: [hostile],
      rules,
      licenses: [license],
      sets: [{ service: hostile, sent: hostile, models: [hostile] }],
    });
    const parts = cedar.policySetTextToParts(policies);
    expect(parts.type === "success" && parts.policies.length).toBe(
      cedarOf({ ...PLAIN, rules: [LETTER] }).policies.split("@id(").length - 1,
    );
    expect(cedar.checkParseSchema(schema)).toEqual({ type: "success" });
  });
});
