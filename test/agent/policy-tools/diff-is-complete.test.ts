import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccessChange } from "../../../agent/policy-tools/access-change.ts";
import { accessDiff } from "../../../agent/policy-tools/access-diff.ts";
import { modelClasses } from "../../../agent/policy-tools/model-classes.ts";
import { ordinaryCall } from "../../../agent/policy-tools/ordinary-call.ts";
import { changeBetween, outcomeOf } from "../../../agent/policy-tools/outcome.ts";
import { prepare } from "../../../shared/policy/authority.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { ACTIONS } from "../../../shared/schema/action.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { CASES, forbid, person, policy } from "../../shared/policy/arbitrary.ts";
import { holds } from "../../shared/policy/readable.ts";
import { NOON } from "./sample-policy.ts";

/** Every model of the generated policies, and one that none of them names. */
const MODELS = ["lab/one", "lab/two", "lab/two-mini", "other/one", "other/deep/two", "third/model"];
const people = fc.uniqueArray(person, { minLength: 1, maxLength: 4, selector: ({ id }) => id });

/** Two states of a policy: unrelated, or one with a forbid more. */
const change = fc.oneof(
  fc.tuple(policy, policy),
  fc
    .tuple(policy, forbid)
    .map(([before, more]) => [before, { ...before, rules: [...before.rules, more] }] as const),
);

/** What changes on ordinary calls now, asked one by one for everybody and every model. */
function plainly(before: CompiledPolicy, after: CompiledPolicy, all: readonly Person[]): readonly string[] {
  return all.flatMap((one) => {
    const [old, now] = [prepare(resolve(before, one)), prepare(resolve(after, one))];
    return MODELS.flatMap((model) =>
      ACTIONS.flatMap((action) => {
        const request = ordinaryCall(action, [model], NOON);
        const changed = changeBetween(outcomeOf(old, request), outcomeOf(now, request));
        return changed === null ? [] : [JSON.stringify([one.id, model, action, changed])];
      }),
    );
  });
}

/** The same from what the diff tells. */
function told(changes: readonly AccessChange[]): readonly string[] {
  return changes
    .filter(({ circumstance, from }) => circumstance === "" && from === null)
    .flatMap(({ people: ids, models, actions, kind, added, dropped }) =>
      ids.flatMap((id) =>
        models.flatMap((model) =>
          typeof model === "string" && MODELS.includes(model)
            ? actions.map((action) => JSON.stringify([id, model, action, { kind, added, dropped }]))
            : [],
        ),
      ),
    );
}

test("the diff tells every change of an ordinary call, for every person, model and action, and no other", () => {
  holds(
    fc.property(change, people, ([before, after], all) => {
      const changes = accessDiff({ before, after, people: all, known: MODELS, at: NOON });
      expect(told(changes).toSorted()).toEqual(plainly(before, after, all).toSorted());
    }),
    CASES / 10,
  );
});

test("models that are asked for as one are selected alike by every rule", () => {
  holds(
    fc.property(policy, person, (one, who) => {
      const authority = prepare(resolve(one, who));
      for (const { names } of modelClasses([one], MODELS)) {
        const ids = names.filter((name) => typeof name === "string");
        const outcomes = ids.map((id) =>
          JSON.stringify(outcomeOf(authority, ordinaryCall("chat", [id], NOON))),
        );
        expect(new Set(outcomes).size).toBeLessThan(2);
      }
    }),
    CASES / 4,
  );
});
