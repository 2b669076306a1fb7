import { describe, expect, test } from "vitest";
import type { AccessChange } from "../../../agent/policy-tools/access-change.ts";
import { accessDiff } from "../../../agent/policy-tools/access-diff.ts";
import { changeSentence } from "../../../agent/policy-tools/change-words.ts";
import { ANY_OTHER } from "../../../agent/policy-tools/model-classes.ts";
import type { CompiledPolicy, CompiledRule } from "../../../shared/policy/compiled-policy.ts";
import { spelledName } from "../../../shared/policy/model-name.ts";
import { ACTIONS } from "../../../shared/schema/action.ts";
import { ANY_MOMENT, license, policy, rule } from "../../shared/policy/plain-policy.ts";
import { NOON, person } from "./sample-policy.ts";

const PEOPLE = [person("ada", ["engineering"]), person("bob", ["engineering"]), person("cy", ["legal"])];
const KNOWN = ["anthropic/mythos-5", "anthropic/fable-5", "openai/gpt-5.5", "openai/gpt-5.2"];
const DAY = 86_400_000;

function diff(before: CompiledPolicy, after: CompiledPolicy): readonly AccessChange[] {
  return accessDiff({ before, after, people: PEOPLE, known: KNOWN, at: NOON });
}

function sentences(changes: readonly AccessChange[]): readonly string[] {
  return changes.map((change) => changeSentence(change, spelledName));
}

const OPEN = rule("open", { actions: ["chat"], models: ["anthropic/*", "openai/*"] });
const OPEN_OF_COMPANY = { ...OPEN, when: { ...ANY_MOMENT, account: "corporate" as const } };

describe("what changes is told once for all it is the same for", () => {
  test("the same policy, written twice or in another order, changes nobody's access", () => {
    expect(diff(policy([OPEN]), policy([OPEN]))).toEqual([]);
    expect(diff(policy([OPEN]), policy([OPEN, { ...OPEN, id: "again" }], { revision: "r2" }))).toEqual([]);
  });

  test("a forbid is a loss of the people, the actions and the models that were open", () => {
    const closed = rule("hold", { effect: "forbid", models: ["openai/*"], who: { groups: ["engineering"] } });
    const [change, ...others] = diff(policy([OPEN]), policy([OPEN, closed])).filter(
      ({ circumstance }) => circumstance === "",
    );
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      kind: "lost",
      actions: ["chat"],
      models: ["openai/gpt-5.5", "openai/gpt-5.2"],
      people: ["ada", "bob"],
      rules: ["hold"],
      from: null,
      until: null,
    });
    expect(sentences([change as AccessChange])).toEqual([
      "2 people lose chat on GPT-5.5 and GPT-5.2 (hold): ada, bob.",
    ]);
  });

  test("a permit is a gain, of models that nobody lists and of calls without a name too", () => {
    const before = policy([], { unidentified: "permit" });
    const after = policy([rule("all")], { unidentified: "permit" });
    const [change] = diff(before, after);
    expect(change).toMatchObject({ kind: "gained", actions: [...ACTIONS], people: ["ada", "bob", "cy"] });
    expect(change?.models).toEqual(expect.arrayContaining([...KNOWN, ANY_OTHER, null]));
    expect(sentences([change as AccessChange])[0]).toMatch(
      /^3 people gain everything on .*, every model that nobody lists and calls that name no model \(all\)/,
    );
  });

  test("an obligation more is not a loss, and one less is not a gain", () => {
    const asking = policy([{ ...OPEN, obligations: ["warn", "justify"] }]);
    expect(diff(policy([OPEN]), asking)[0]).toMatchObject({ kind: "asked_more", added: ["warn", "justify"] });
    expect(diff(asking, policy([OPEN]))[0]).toMatchObject({
      kind: "asked_less",
      dropped: ["warn", "justify"],
    });
  });

  test("another reason for the same denial is no change of access", () => {
    const closed = rule("closed", { effect: "forbid", because: "No." });
    expect(diff(policy([]), policy([closed]))).toEqual([]);
  });
});

function forPurposes(...purposes: string[]): CompiledRule {
  return rule("needs", { when: { ...ANY_MOMENT, purposes } });
}

describe("circumstances", () => {
  test("a condition on the account is a loss with other accounts alone", () => {
    const changes = diff(policy([OPEN]), policy([OPEN_OF_COMPANY]));
    expect(changes.map(({ circumstance, kind }) => [circumstance, kind])).toEqual([
      ["with a personal account", "lost"],
      ["with an account that cannot be told", "lost"],
    ]);
  });

  test("what needs a purpose and a region together is asked with both", () => {
    const needing = rule("needs", { when: { ...ANY_MOMENT, purposes: ["review"], regions: ["eu-*"] } });
    const [change] = diff(policy([]), policy([needing]));
    expect(change).toMatchObject({ kind: "gained", circumstance: "in regions like eu-* for review" });
  });

  test("a purpose that is no longer enough is found behind the first", () => {
    const changes = diff(policy([forPurposes("a", "b")]), policy([forPurposes("a")]));
    expect(changes.map(({ circumstance, kind }) => [circumstance, kind])).toEqual([["for b", "lost"]]);
  });

  test("what a stale policy closes is told with its age", () => {
    const stale = [{ after: 2 * DAY, obligations: [], openUpTo: -1 }];
    const changes = diff(policy([OPEN]), policy([OPEN], { stale }));
    expect(sentences(changes)[0]).toContain("with a policy that is 2 days old");
  });

  test("the set behind a string is compared as a call of its own", () => {
    const closed = rule("closed", { effect: "forbid", models: ["anthropic/mythos-5"] });
    const sets = [{ service: "claude-web", sent: "auto", models: ["anthropic/mythos-5", "openai/gpt-5.5"] }];
    const before = policy([OPEN, closed], { sets: [{ ...sets[0]!, models: ["openai/gpt-5.5"] }] });
    const [change] = diff(before, policy([OPEN, closed], { sets }));
    expect(change).toMatchObject({ kind: "lost", models: [{ service: "claude-web", sent: "auto" }] });
    expect(sentences([change as AccessChange])[0]).toContain("“auto” of claude-web");
  });
});

describe("dates", () => {
  test("a change that a date brings is told from that date, and one that ends until it", () => {
    const from = NOON + DAY;
    const until = NOON + 3 * DAY;
    const hold = rule("hold", { effect: "forbid", models: ["openai/gpt-5.5"], from, until });
    const changes = diff(policy([OPEN]), policy([OPEN, hold])).filter(
      ({ circumstance }) => circumstance === "",
    );
    expect(changes).toEqual([expect.objectContaining({ kind: "lost", from, until })]);
    expect(sentences(changes)[0]).toContain("from 2026-06-13 12:00 UTC until 2026-06-15 12:00 UTC");
  });

  test("a license that runs out is a change at its end", () => {
    const closed = rule("closed", { effect: "forbid", models: ["anthropic/*"], unless: ["license"] });
    const before = policy([OPEN, closed], { licenses: [license("one")] });
    const after = policy([OPEN, closed], { licenses: [license("one", { until: NOON + DAY })] });
    const changes = diff(before, after).filter(({ circumstance }) => circumstance === "");
    expect(changes).toEqual([expect.objectContaining({ kind: "lost", from: NOON + DAY, until: null })]);
  });
});
