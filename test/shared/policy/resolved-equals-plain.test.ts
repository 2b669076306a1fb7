import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { prepare } from "../../../shared/policy/authority.ts";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { decide } from "../../../shared/policy/decide.ts";
import { resolve, Resolver } from "../../../shared/policy/resolve.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import { Clearance } from "../../../shared/schema/clearance.ts";
import { Decision } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { CASES, licensed, licenses, person, policy, request, rules } from "./arbitrary.ts";
import { answerOf, asSets, authorityOf } from "./answers.ts";
import { naive } from "./naive.ts";
import { holds } from "./readable.ts";

vi.setConfig({ testTimeout: Math.max(30_000, CASES * 3) });

describe("resolved equals plain (P10)", () => {
  test("deciding from the clearance gives what the naive evaluator gives over the whole policy", () => {
    holds(
      fc.property(policy, licensed, request, (law, whom, asked) => {
        expect(asSets(answerOf(law, whom, asked))).toEqual(asSets(naive(law, whom, asked)));
      }),
      CASES,
    );
  });

  test("rules keep the order of the policy in the answer", () => {
    holds(
      fc.property(policy, licensed, request, (law, whom, asked) => {
        expect(answerOf(law, whom, asked).rules).toEqual(naive(law, whom, asked).rules);
      }),
      CASES / 4,
    );
  });

  test("an authority that remembers gives what a new one gives, in whatever order it is asked", () => {
    holds(
      fc.property(policy, person, fc.array(request, { maxLength: 8 }), (law, whom, asked) => {
        const authority = authorityOf(law, whom);
        for (const one of [...asked, ...asked])
          expect(decide(authority, one)).toEqual(decide(authorityOf(law, whom), one));
      }),
      CASES / 4,
    );
  });

  test("clearance and decision are what their schemas say, and the clearance is canonical", () => {
    holds(
      fc.property(policy, licensed, request, (law, whom, asked) => {
        const clearance = resolve(law, whom);
        const shuffled = { ...whom, groups: [...whom.groups, ...whom.groups].toReversed() };
        expect(Clearance.parse(clearance)).toEqual(clearance);
        expect(JSON.stringify(resolve(law, shuffled))).toBe(JSON.stringify(clearance));
        const decision = decide(prepare(clearance), asked);
        expect(Decision.parse(decision)).toEqual(decision);
      }),
      CASES / 4,
    );
  });
});

/** Some of the rules and licenses taken out, some moved, others put in. */
const next = (law: CompiledPolicy): fc.Arbitrary<CompiledPolicy> =>
  fc
    .record({
      kept: fc.shuffledSubarray([...law.rules], { minLength: Math.max(0, law.rules.length - 2) }),
      isMoved: fc.boolean(),
      added: rules(2, 100),
      at: fc.nat(6),
      licenses: fc.oneof(fc.constant(law.licenses), licenses),
    })
    .map(({ kept, isMoved, added, at, ...rest }) => {
      const order = isMoved ? kept : law.rules.filter((rule) => kept.includes(rule));
      return Object.assign({}, law, rest, { rules: order.toSpliced(at, 0, ...added) });
    });
const states = policy.chain((law) =>
  fc
    .tuple(fc.constant(law), next(law), next(law))
    .chain(([first, second, third]) =>
      fc.constantFrom([first, second, third], [first, second, first], [first, first, third]),
    ),
);

describe("a resolver that has resolved before", () => {
  test("gives what a new one gives, whatever has changed", () => {
    holds(
      fc.property(states, person, (laws, whom) => {
        const resolver = new Resolver(whom);
        for (const law of laws) expect(resolver.resolve(law)).toEqual(resolve(law, whom));
      }),
      CASES,
    );
  });

  test("gives the same rule objects for rules that are the same", () => {
    holds(
      fc.property(policy, rules(1, 100), person, (law, added, whom) => {
        const resolver = new Resolver(whom);
        const before = new Set(resolver.resolve(law).rules);
        const after = resolver.resolve({ ...law, rules: [...added, ...law.rules] }).rules;
        expect(after.filter((rule) => !before.has(rule)).length).toBeLessThanOrEqual(added.length);
      }),
      CASES / 4,
    );
  });
});

/** What holds for a request must hold of what the rest of the endpoint is told, whatever is asked. */
describe("alternatives are real", () => {
  test("each model to use instead is permitted for the same action, now and on this account", () => {
    holds(
      fc.property(policy, licensed, request, (law: CompiledPolicy, whom: Person, asked: AccessRequest) => {
        const authority = authorityOf(law, whom);
        const { instead } = decide(authority, asked);
        expect(instead.length).toBeLessThanOrEqual(3);
        for (const model of instead) {
          expect(decide(authority, { ...asked, models: [model], inspectable: true }).effect).toBe("permit");
        }
      }),
      CASES,
    );
  });
});
