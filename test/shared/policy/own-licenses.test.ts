import { describe, expect, test } from "vitest";
import { resolve } from "../../../shared/policy/resolve.ts";
import type { Person, PersonLicense } from "../../../shared/schema/person.ts";
import { ENGINEER, HEAD, policyOf } from "./story.ts";

const MYTHOS = "anthropic/mythos-5";
const CLOSED = `rules:\n  - { id: closed, forbid: all, models: [${MYTHOS}], unless: [license] }\n`;

function bringing(...licenses: readonly PersonLicense[]): Person {
  return { ...ENGINEER, licenses: [...licenses] };
}

function rulesFor(text: string, person: Person) {
  return resolve(policyOf(HEAD + text), person).rules;
}

describe("a license that a person brings along (P6)", () => {
  test("exempts from what it covers, without end or until its end", () => {
    expect(rulesFor(CLOSED, ENGINEER)[0]?.exempt).toEqual([]);
    const [endless] = rulesFor(CLOSED, bringing({ id: "O", models: [MYTHOS], number: "D7" }));
    expect(endless?.exempt).toMatchObject([{ by: "O", number: "D7", until: null }]);
    const [rule] = rulesFor(CLOSED, bringing({ id: "O", models: [MYTHOS], until: "2026-07-01" }));
    expect(rule?.exempt).toMatchObject([{ by: "O", kind: "license", until: Date.parse("2026-07-01") }]);
  });

  test("covers the destinations that it names alone", () => {
    const [rule] = rulesFor(CLOSED, bringing({ id: "O", models: [MYTHOS], regions: ["eu-*"] }));
    expect(rule?.exempt).toMatchObject([{ regions: ["eu-*"] }]);
  });

  test("says nothing of other models, and a grant is no license", () => {
    expect(
      rulesFor(CLOSED, bringing({ id: "O", models: ["openai/*"], until: "2026-07-01" }))[0]?.exempt,
    ).toMatchObject([{ models: ["openai/*"] }]);
    const byGrant = CLOSED.replace("[license]", "[grant]");
    expect(rulesFor(byGrant, bringing({ id: "O", models: ["*"] }))[0]?.exempt).toEqual([]);
  });

  test("does not widen one of the policy's by bearing its name", () => {
    const named = CLOSED.replace("[license]", '["license:L"]');
    const others = `licenses:\n  - { id: L, holder: { people: [somebody-else] }, models: [${MYTHOS}] }\n`;
    expect(rulesFor(others + named, bringing({ id: "L", models: ["*"] }))[0]?.exempt).toEqual([]);
  });

  test("counts for nothing where its date is no moment", () => {
    expect(rulesFor(CLOSED, bringing({ id: "O", models: [MYTHOS], until: "2026-02-30" }))).toHaveLength(1);
    expect(rulesFor(CLOSED, bringing({ id: "O", models: [MYTHOS], until: "soon" }))[0]?.exempt).toEqual([]);
  });
});
