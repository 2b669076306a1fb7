import { describe, expect, test } from "vitest";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load } from "../../../shared/policy/load.ts";

const BASE = "lanyard: 1\nunidentified: forbid\n";

function loaded(signIn: string, ...more: readonly string[]) {
  const files = [`${BASE}sign_in: ${signIn}\n`, ...more].map((text, n) => ({ file: `${n}.yaml`, text }));
  return load(files, KNOWLEDGE);
}

function problemsOf(signIn: string, ...more: readonly string[]): readonly string[] {
  const found = loaded(signIn, ...more);
  return "problems" in found ? found.problems.map(({ message, mend }) => `${message} ${mend}`) : [];
}

describe("the sign-in of a policy", () => {
  test("says whose it is and which claims are read, in one order whatever it is written in", () => {
    const one = loaded(
      '{issuer: "https://login.example.com/realm", groups: groups, claims: {location: ctry, organization: company}, assurance: {amr: {mfa: 2, hwk: 3}}, greatest_age: 12h}',
    );
    const other = loaded(
      '{greatest_age: 12h, assurance: {amr: {hwk: 3, mfa: 2}}, claims: {organization: company, location: ctry}, groups: groups, issuer: "https://login.example.com/realm"}',
    );
    if ("problems" in one || "problems" in other) throw new Error("The policy has problems.");
    expect(one.policy.signIn).toEqual({
      issuer: "https://login.example.com/realm",
      person: null,
      groups: "groups",
      claims: { organization: "company", location: "ctry" },
      assurance: { acr: {}, amr: { hwk: 3, mfa: 2 } },
      greatestAge: 43_200_000,
    });
    expect(one.policy.revision).toBe(other.policy.revision);
  });

  test("is left out where it is not said, and makes another revision where it is", () => {
    const without = load([{ file: "a.yaml", text: BASE }], KNOWLEDGE);
    const signing = loaded('{issuer: "https://login.example.com"}');
    if ("problems" in without || "problems" in signing) throw new Error("The policy has problems.");
    expect(without.policy.signIn).toBeUndefined();
    expect(signing.policy.revision).not.toBe(without.policy.revision);
  });

  test.each([
    ['{issuer: "http://login.example.com"}', "provider's address"],
    ['{issuer: "https://login.example.com/?x=1"}', "provider's address"],
    ['{issuer: "https://user@login.example.com"}', "provider's address"],
    ["{groups: groups}", "issuer"],
    ['{issuer: "https://login.example.com", groups: [a]}', "Write the name of the claim that lists groups."],
    ['{issuer: "https://login.example.com", claims: {level: lvl}}', "organization"],
    ['{issuer: "https://login.example.com", assurance: 2}', "Write what `acr` or `amr` are worth"],
    ['{issuer: "https://login.example.com", assurance: {amr: {mfa: 4}}}', "1"],
    ['{issuer: "https://login.example.com", greatest_age: soon}', "`90m`"],
  ])("that is %s is refused with the mend", (signIn, words) => {
    expect(problemsOf(signIn).join(" ")).toContain(words);
  });

  test("is said once in a folder", () => {
    const other = 'lanyard: 1\nsign_in: {issuer: "https://other.example.com"}\n';
    expect(problemsOf('{issuer: "https://login.example.com"}', other).join(" ")).toContain(
      "Keep one of the two.",
    );
  });
});
