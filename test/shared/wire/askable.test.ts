import { expect, test } from "vitest";
import { covers } from "../../../shared/policy/pattern.ts";
import type { Missing } from "../../../shared/schema/decision.ts";
import type { AccessState } from "../../../shared/wire/access.ts";
import { isAskable } from "../../../shared/wire/askable.ts";

const ACCESS: AccessState = {
  requests: [],
  models: ["anthropic/mythos-*"],
  longest: 3_600_000,
  approvers: 1,
  routes: true,
  purposes: [],
};
const GRANT: readonly Missing[] = [
  { kind: "license", value: null },
  { kind: "grant", value: null },
];

test.each([
  ["a grant is one of what is missing", ACCESS, "anthropic/Mythos-5", GRANT, true],
  ["policy lets nobody ask for the model", ACCESS, "anthropic/fable-5", GRANT, false],
  ["no grant would help", ACCESS, "anthropic/mythos-5", [{ kind: "level", value: "controlled" }], false],
  ["no model is known", ACCESS, null, GRANT, false],
  ["policy lets nobody ask", undefined, "anthropic/mythos-5", GRANT, false],
] as const)("one may ask where it can help alone: %s", (_, access, model, missing, askable) => {
  expect(isAskable(access, { model, missing }, covers)).toBe(askable);
});
