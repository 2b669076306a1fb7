import { expect, test } from "vitest";
import { heldAuthorities } from "../../../shared/policy/held.ts";
import { ENGINEER, HEAD, policyOf } from "./story.ts";

const POLICY = `${HEAD}
licenses:
  - id: bis-2026-11
    authority: Bureau of Industry and Security
    holder: { organizations: [Example Corp] }
    models: [anthropic/mythos-5]
    until: 2026-12-01
  - { id: others, holder: { people: [eve@example.com] }, models: [anthropic/mythos-5] }
grants:
  - { id: req-0398, holder: { people: [${ENGINEER.id}] }, models: [google/gemini-3-pro], actions: [file_upload] }
`;
const own = { id: "ear-7", number: "D-77", models: ["openai/gpt-5.6-sol"], until: "2026-07-01" };

test("a person sees the licenses and grants that are theirs, by policy or by passport, and nobody else's", () => {
  const person = {
    ...ENGINEER,
    organization: "Example Corp",
    licenses: [own, { ...own, id: "bis-2026-11" }],
  };
  const held = heldAuthorities(policyOf(POLICY), person);
  expect(held.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    "license bis-2026-11",
    "grant req-0398",
    "license ear-7",
  ]);
  expect(held[0]).toEqual({
    id: "bis-2026-11",
    kind: "license",
    authority: "Bureau of Industry and Security",
    models: ["anthropic/mythos-5"],
    actions: null,
    purposes: null,
    regions: null,
    from: null,
    until: Date.parse("2026-12-01"),
  });
  expect(JSON.stringify(held)).not.toContain("eve@");
});

test("a person without any sees none", () => {
  expect(heldAuthorities(policyOf(HEAD), ENGINEER)).toEqual([]);
});
