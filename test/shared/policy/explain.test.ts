import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { prepare } from "../../../shared/policy/authority.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { explain, explainCell } from "../../../shared/policy/explain.ts";
import { missingPhrase } from "../../../shared/policy/missing-words.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { standing } from "../../../shared/policy/standing.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import { Missing } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { authorityOf } from "./answers.ts";
import { CASES, person, policy, request } from "./arbitrary.ts";
import { law, when } from "./law.ts";
import { rule } from "./plain-policy.ts";
import { holds } from "./readable.ts";
import { CHAT, ENGINEER, NOON } from "./story.ts";

const NOW = { time: NOON, agentAway: false, policyAge: 0 };

function told(
  rules: Parameters<typeof law>[0],
  call: Partial<AccessRequest> = {},
  change: Partial<CompiledPolicy> = {},
) {
  return explain(prepare(resolve(law(rules, change), ENGINEER)), { ...CHAT, ...call });
}

const LETTER = rule("letter", {
  layer: "directive",
  effect: "forbid",
  models: ["anthropic/mythos-5"],
  unless: ["license", "us-person"],
  because: "A license is required.",
  instead: ["anthropic/claude-opus-4-8"],
});
const MYTHOS = { models: ["anthropic/mythos-5"] };

describe("an explanation", () => {
  test("of a denial: what, why, the shortest list of what is missing, what to use instead", () => {
    expect(told([rule("p"), LETTER], MYTHOS)).toEqual([
      "You may not use Mythos 5 for chat.",
      "A license is required.",
      "What would give access: a license for Mythos 5, or US-person status proven.",
      "Use Claude Opus 4.8 instead.",
    ]);
  });

  test("of a permit: with what is asked, and until when it holds", () => {
    const rules = [rule("p", { obligations: ["warn", "justify"], until: Date.parse("2026-07-01") })];
    expect(told(rules)).toEqual([
      "You may use Claude Opus 4.8 for chat, after a warning, with a reason.",
      "Your company opens Claude Opus 4.8 to you.",
      "This holds until 2026-07-01T00:00:00.000Z.",
    ]);
  });

  test("of a class: everything that is needed, together", () => {
    const classifications = [{ ...MYTHOS, unknownToo: false, level: 2, compartments: ["cyber"] }];
    expect(told([rule("p")], MYTHOS, { classifications })[2]).toBe(
      "What would give access: Controlled clearance and the compartment Cyber.",
    );
  });

  test("of what nothing would open, and of what only a rule would", () => {
    expect(told([rule("f", { effect: "forbid" })])[2]).toBe(
      "Nothing that you could bring would give access.",
    );
    expect(told([])[2]).toBe("What would give access: a rule of Example Corp that opens it to you.");
  });

  test("of a purpose that has only to be declared", () => {
    const rules = [rule("p", { when: when({ purposes: ["review"] }) })];
    expect(told(rules).slice(1)).toEqual([
      "No rule of your company opens Claude Opus 4.8 to you unless you declare Incident review.",
      "What would give access: the purpose Incident review, declared.",
    ]);
  });

  test("of what rules on trial would change (P8)", () => {
    const trial = rule("trial", { effect: "forbid", monitor: true });
    expect(told([rule("p"), trial]).at(-1)).toBe("If trial counted, the answer would be a denial.");
  });

  test("of a cell is that of a call on the company's account", () => {
    const authority = prepare(resolve(law([rule("p", { when: when({ account: "corporate" }) })]), ENGINEER));
    expect(explainCell(authority, "lab/one", "embedding", NOW)).toEqual([
      "You may use One for embeddings.",
      "Your company opens One to you for embeddings.",
    ]);
  });

  test("is there for whatever is asked, in whole sentences", () => {
    holds(
      fc.property(policy, person, request, (anyLaw: CompiledPolicy, whom: Person, asked: AccessRequest) => {
        for (const sentence of explain(authorityOf(anyLaw, whom), asked))
          expect(sentence).toMatch(/^\p{Lu}.*[.”]$/su);
      }),
      CASES / 10,
    );
  });

  test("has a phrase for everything that may be missing", () => {
    const clearance = resolve(law([]), ENGINEER);
    const kinds = Missing.shape.kind.options;
    const phrases = kinds.map((kind) => missingPhrase({ kind, value: null }, clearance, "Mythos 5"));
    expect(new Set(phrases).size).toBe(kinds.length);
    for (const phrase of phrases) expect(phrase).not.toMatch(/_|null|undefined/);
  });
});

function stands(rules: Parameters<typeof law>[0], policyAge = 0, change: Partial<CompiledPolicy> = {}) {
  return standing(prepare(resolve(law(rules, change), ENGINEER)), "lab/one", NOON, false, policyAge);
}

describe("how a person stands to a model", () => {
  test("is told for what they have declared", () => {
    const authority = prepare(resolve(law([rule("p", { when: when({ purposes: ["review"] }) })]), ENGINEER));
    const words = (purpose: string | null) => standing(authority, "lab/one", NOON, false, 0, purpose).words;
    expect(words("review")).toBe("May use");
    expect(words(null)).toBe("May, for the purpose Incident review");
  });

  test.each([
    [{ purposes: ["review"] }, "May, for the purpose Incident review"],
    [{ regions: ["eu-*"] }, "May, in eu-*"],
    [{ tenants: ["acme-1"] }, "May, with the account acme-1"],
    [{ dataClasses: ["public"] }, "May, with data of the class public"],
  ])("names the condition that is the person's to meet: %j", (conditions, words) => {
    expect(stands([rule("p", { when: when(conditions) })])).toMatchObject({
      state: "conditions",
      words,
      rules: ["p"],
    });
  });

  test.each([
    [{ assurance: 2 }, "Not without better proof of your identity"],
    [{ managed: true }, "Not without a managed device"],
    [{ posture: ["screen-lock"] }, "Not without a device with screen-lock"],
    [{ locations: ["US"] }, "Not without proof of where you work"],
  ])("names the proof that is missing: %j", (who, words) => {
    expect(stands([rule("p", { who })])).toMatchObject({ state: "obtainable", words });
  });

  test("is off while the policy is too old", () => {
    const stale = [{ after: 1_000, obligations: [], openUpTo: -1 }];
    expect(stands([rule("p")], 1_000, { stale })).toMatchObject({
      state: "not",
      words: "Off, policy too old",
    });
  });
});
