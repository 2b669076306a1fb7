import { describe, expect, test } from "vitest";
import { accountKind } from "../../../shared/policy/account.ts";
import { prepare } from "../../../shared/policy/authority.ts";
import { missingSentence } from "../../../shared/policy/missing-words.ts";
import { modelName, spelledName } from "../../../shared/policy/model-name.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { standing } from "../../../shared/policy/standing.ts";
import { Missing } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { ENGINEER, HEAD, NOON, policyOf } from "./story.ts";

const POLICY = `
lanyard: 1
organization: Example Corp
levels: [open, standard, controlled]
unidentified: forbid
agent_away: { open_up_to: standard }
accounts: { corporate: [acme-1] }
names: { google/gemini-3-pro: Gemini 3 Pro, lab/vectors: Vectors }
classify:
  - { models: [anthropic/mythos-5], level: controlled, compartments: [cyber] }
  - { models: [anthropic/fable-5], level: standard }
rules:
  - { id: chat, permit: [chat], models: ["anthropic/*"], when: { account: corporate } }
  - { id: reason, permit: [chat], models: [google/gemini-3-pro], require: [warn, justify], until: 2026-07-01 }
  - { id: vectors, permit: [embedding], models: [lab/vectors] }
  - { id: own, permit: [chat], models: [lab/own], when: { account: personal } }
  - id: informed
    forbid: all
    models: [anthropic/fable-5]
    unless: [us-person, license]
    because: A license is required.
    instead: [anthropic/claude-opus-4-8]
  - { id: proof, forbid: all, models: [anthropic/proof-1], unless: [us-person] }
`;

function stands(model: string, agentAway = false, person: Partial<Person> = {}) {
  return standing(prepare(resolve(policyOf(POLICY), { ...ENGINEER, ...person })), model, NOON, agentAway);
}

describe("how a person stands to a model", () => {
  test("may: on the company's account nothing more is asked", () => {
    expect(stands("anthropic/claude-opus-4-8")).toEqual({
      state: "may",
      words: "May use",
      ground: "rule",
      conditions: [],
      why: "Your company opens Claude Opus 4.8 to you.",
      missing: [],
      instead: [],
      rules: ["chat"],
      until: null,
    });
  });

  test("conditions: what is asked is said, the reason first, and when it ends", () => {
    expect(stands("google/gemini-3-pro")).toMatchObject({
      state: "conditions",
      words: "May, with a reason and after a warning",
      conditions: [{ kind: "justify" }, { kind: "warn" }],
      until: Date.parse("2026-07-01"),
    });
  });

  test("conditions: another action or another account is said", () => {
    expect(stands("lab/vectors")).toMatchObject({
      words: "May, for embeddings only",
      conditions: [{ kind: "only", action: "embedding" }],
    });
    expect(stands("lab/own")).toMatchObject({
      words: "May, with a personal account",
      conditions: [{ kind: "personal_account" }],
    });
  });

  test.each([
    ["anthropic/fable-5", "Not without a license"],
    ["anthropic/proof-1", "Not without proof of US-person status"],
    ["anthropic/mythos-5", "Not without Controlled clearance"],
  ])("obtainable: %s, %s", (model, words) =>
    expect(stands(model)).toMatchObject({ state: "obtainable", words }),
  );

  test("obtainable: a compartment, once the level is there", () => {
    const words = "Not without the compartment Cyber";
    expect(stands("anthropic/mythos-5", false, { level: "controlled" })).toMatchObject({
      state: "obtainable",
      words,
    });
  });

  test("obtainable: with why, what gives access, and what to use instead", () => {
    expect(stands("anthropic/fable-5")).toMatchObject({
      why: "A license is required.",
      missing: [{ kind: "us_person" }, { kind: "license" }],
      instead: ["anthropic/claude-opus-4-8", "google/gemini-3-pro"],
    });
  });

  test("not: nothing the person could bring would help", () => {
    expect(stands("deepseek/deepseek-v4-pro")).toMatchObject({ state: "not", words: "May not use" });
  });

  test("off while the agent is away, unless its level stays open", () => {
    expect(stands("anthropic/mythos-5", true)).toMatchObject({ state: "not", words: "Off, agent away" });
    expect(stands("anthropic/claude-opus-4-8", true)).toMatchObject({ state: "may" });
  });
});

describe("names of models for people", () => {
  const clearance = resolve(policyOf(`${HEAD}names: { anthropic/mythos-5: The Myth }\n`), ENGINEER);

  test("are the policy's where it has one", () =>
    expect(modelName(clearance, "anthropic/mythos-5")).toBe("The Myth"));

  test.each([
    ["anthropic/claude-opus-4-8", "Claude Opus 4.8"],
    ["anthropic/claude-haiku-4-5-20251001", "Claude Haiku 4.5 20251001"],
    ["openai/gpt-5.6-sol", "GPT-5.6 Sol"],
    ["openai/gpt-oss-120b", "GPT OSS 120B"],
    ["deepseek/deepseek-v4-pro", "DeepSeek V4 Pro"],
    ["google/gemini-3.1-pro", "Gemini 3.1 Pro"],
    ["openai/o3-mini", "o3 Mini"],
    ["minimax/MiniMax-M2.5", "MiniMax M2.5"],
    ["x/constructor", "Constructor"],
    ["x/-", "x/-"],
  ])("else are made from the id: %s is %s", (id, name) => expect(spelledName(id)).toBe(name));
});

describe("whose account a call uses", () => {
  const listed = resolve(policyOf(POLICY), ENGINEER);
  const unlisted = resolve(policyOf(HEAD), ENGINEER);

  test.each([
    ["a listed id", listed, { id: "acme-1", signedOut: false }, "corporate"],
    ["another id", listed, { id: "mine", signedOut: false }, "personal"],
    ["another id, where the policy lists none", unlisted, { id: "mine", signedOut: false }, "unknown"],
    ["nobody's, at the anonymous endpoint", listed, { id: null, signedOut: true }, "personal"],
    [
      "a listed id that a page claims at the anonymous endpoint",
      listed,
      { id: "acme-1", signedOut: true },
      "personal",
    ],
    ["an account without an id", listed, { id: null, signedOut: false }, "unknown"],
    ["no account on the wire", listed, null, "unknown"],
    [
      "somebody at a listed tenant",
      listed,
      { id: "3f0c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8@ACME-1", signedOut: false },
      "corporate",
    ],
    ["somebody at another tenant", listed, { id: "acme-1@elsewhere", signedOut: false }, "personal"],
    ["a place among the accounts of a browser", listed, { id: "0", signedOut: false }, "unknown"],
    ["a service for consumers alone", unlisted, { id: "consumer", signedOut: false }, "personal"],
    [
      "a tenant that vendors are told of",
      resolve(policyOf(`${HEAD}tenants: { openai: [org-Example] }\n`), ENGINEER),
      { id: "org-Example", signedOut: false },
      "corporate",
    ],
  ] as const)("%s", (_, clearance, account, kind) => expect(accountKind(clearance, account)).toBe(kind));
});

describe("what gives access, in words", () => {
  const clearance = resolve(policyOf(POLICY), ENGINEER);

  test.each([
    ["us_person", null, "Proof that you are a US person"],
    ["license", null, "A license that covers you"],
    ["license", "EX-1", "The license EX-1"],
    ["level", "controlled", "Controlled clearance"],
    ["account", "corporate", "Your company account"],
    ["rule", null, "A rule of Example Corp that opens it to you"],
  ] as const)("%s %s", (kind, value, words) =>
    expect(missingSentence({ kind, value }, clearance)).toBe(words),
  );

  test("there are words for everything that can be missing, and no codes among them", () => {
    for (const kind of Missing.shape.kind.options) {
      expect(missingSentence({ kind, value: null }, clearance)).toMatch(/^[A-Z][^_]+$/);
    }
  });
});
