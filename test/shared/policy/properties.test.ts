import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { CompiledPolicy } from "../../../shared/policy/compiled-policy.ts";
import { CASES, forbid, person, policy, request, restriction } from "./arbitrary.ts";
import { answerOf, asSets } from "./answers.ts";
import { FACTS, forget } from "./forget.ts";
import type { NaiveAnswer } from "./naive.ts";
import { holds } from "./readable.ts";

vi.setConfig({ testTimeout: Math.max(30_000, CASES * 3) });

/** Nothing but rules decides, so that the property is not met by calls that never come to them. */
function reaching(law: CompiledPolicy): CompiledPolicy {
  const open = { unidentified: "permit", uninspectable: "permit", openWhileAway: 99 } as const;
  return { ...law, ...open, classifications: [], stale: [] };
}

function permissive(law: CompiledPolicy): CompiledPolicy {
  return { ...reaching(law), stale: law.stale, default: "permit" };
}

describe("order and duplication never matter (P4)", () => {
  test("everything in another order, and each twice, decides the same", () => {
    holds(
      fc.property(policy, person, request, (law, whom, asked) => {
        const answer = asSets(answerOf(law, whom, asked));
        const reversed: CompiledPolicy = {
          ...law,
          rules: law.rules.toReversed(),
          licenses: law.licenses.toReversed(),
          classifications: law.classifications.toReversed(),
          stale: law.stale.toReversed(),
        };
        expect(asSets(answerOf(reversed, whom, asked))).toEqual(answer);
        const doubled: CompiledPolicy = {
          ...law,
          rules: twice(law.rules),
          licenses: twice(law.licenses),
          classifications: twice(law.classifications),
          stale: twice(law.stale),
        };
        expect(asSets(answerOf(doubled, whom, asked))).toEqual(answer);
      }),
      CASES,
    );
  });

  test("adding a forbid never turns a deny into a permit", () => {
    holds(
      fc.property(policy, forbid, person, request, (law, added, whom, asked) => {
        fc.pre(answerOf(law, whom, asked).effect === "deny");
        expect(answerOf(withRule(law, added), whom, asked).effect).toBe("deny");
      }),
      CASES,
    );
  });
});

function twice<T>(list: readonly T[]): T[] {
  return list.flatMap((one) => [one, one]);
}

function withRule(law: CompiledPolicy, added: CompiledPolicy["rules"][number]): CompiledPolicy {
  return { ...law, rules: [added, ...law.rules] };
}

describe("what is unknown never opens anything (P5)", () => {
  test("forgetting a fact of the person, the device or the call never turns a deny into a permit", () => {
    holds(
      fc.property(policy, person, request, fc.constantFrom(...FACTS), (law, whom, asked, fact) => {
        fc.pre(answerOf(law, whom, asked).effect === "deny");
        const less = forget(fact, whom, asked);
        expect(answerOf(law, less.person, less.request).effect).toBe("deny");
      }),
      CASES,
    );
  });
});

describe("a layer that restricts never grants (P6)", () => {
  test("a directive or guardrail, whatever it says, never turns a deny into a permit", () => {
    holds(
      fc.property(policy, restriction, person, request, (law, added, whom, asked) => {
        fc.pre(answerOf(law, whom, asked).effect === "deny");
        expect(answerOf(withRule(law, added), whom, asked).effect).toBe("deny");
      }),
      CASES,
    );
  });

  test("nor takes an obligation from a permit", () => {
    holds(
      fc.property(policy.map(permissive), restriction, person, request, (law, added, whom, asked) => {
        const before = answerOf(law, whom, asked);
        const after = answerOf(withRule(law, added), whom, asked);
        fc.pre(before.effect === "permit" && after.effect === "permit");
        expect(after.obligations).toEqual(expect.arrayContaining([...before.obligations]));
      }),
      CASES,
    );
  });
});

describe("a set is decided as its strictest member (P7)", () => {
  const several = fc.array(fc.constantFrom("lab/one", "lab/two", "Other/One", "lab/new"), {
    minLength: 2,
    maxLength: 4,
  });

  test("a set is permitted only if each of its models is, and its order does not matter", () => {
    holds(
      fc.property(policy, person, request, several, (law, whom, asked, models) => {
        const each = models.map((model) => answerOf(law, whom, { ...asked, models: [model] }));
        const whole = answerOf(law, whom, { ...asked, models });
        expect(whole.effect).toBe(each.every(({ effect }) => effect === "permit") ? "permit" : "deny");
        expect(answerOf(law, whom, { ...asked, models: models.toReversed() })).toEqual(whole);
        if (whole.effect === "deny") return;
        expect(new Set(whole.obligations)).toEqual(new Set(each.flatMap(({ obligations }) => obligations)));
      }),
      CASES,
    );
  });
});

describe("mode: monitor changes nothing (P8)", () => {
  test("but the shadow: without what is monitored, everything else is the same", () => {
    holds(
      fc.property(policy, person, request, (law, whom, asked) => {
        const without = { ...law, rules: law.rules.filter(({ monitor }) => !monitor) };
        const { shadow: _shadow, ...answer } = answerOf(law, whom, asked);
        expect({ ...answer, shadow: null }).toEqual(answerOf(without, whom, asked));
      }),
      CASES,
    );
  });

  test("and the shadow is the answer that comes once it counts", () => {
    holds(
      fc.property(policy.map(reaching).map(halfMonitored), person, request, (law, whom, asked) => {
        const { shadow } = answerOf(law, whom, asked);
        fc.pre(shadow !== null);
        const counted = { ...law, rules: law.rules.map((rule) => ({ ...rule, monitor: false })) };
        const { effect, obligations } = answerOf(counted, whom, asked);
        expect({ effect, obligations }).toEqual({ effect: shadow?.effect, obligations: shadow?.obligations });
      }),
      CASES,
    );
  });
});

function halfMonitored(law: CompiledPolicy): CompiledPolicy {
  return { ...law, rules: law.rules.map((rule, place) => ({ ...rule, monitor: place % 2 === 0 })) };
}

describe("an answer holds until it says it ends (P9)", () => {
  test("nothing that decides changes between the time of the request and `until`", () => {
    holds(
      fc.property(policy, person, request, fc.nat(), (law, whom, asked, later) => {
        const now = answerOf(law, whom, asked);
        const span = (now.until ?? asked.time + 10 ** 11) - asked.time;
        expect(span).toBeGreaterThan(0);
        const then = { ...asked, time: asked.time + (later % span) };
        expect(determined(answerOf(law, whom, then))).toEqual(determined(now));
        expect(answerOf(law, whom, then).until).toBe(now.until);
      }),
      CASES,
    );
  });
});

/** What the rules determine; what is missing may change with the time, and the shadow has an end of its own. */
function determined({ effect, ground, rules, obligations, model }: NaiveAnswer) {
  return { effect, ground, rules, obligations, model };
}

/** The policy with the stated rules alone, or without them. */
function stated(law: CompiledPolicy, { rules }: NaiveAnswer, kept: boolean): CompiledPolicy {
  return { ...law, rules: law.rules.filter(({ id }) => rules.includes(id) === kept) };
}

describe("the rules that a decision states are its reason (P9)", () => {
  test("sufficient: without all others it is the same", () => {
    holds(
      fc.property(policy, person, request, (law, whom, asked) => {
        const answer = answerOf(law, whom, asked);
        const { model: _model, ...alone } = determined(answerOf(stated(law, answer, true), whom, asked));
        // Of a set, models that only the other rules opened are denied as well, and one of these may be told first.
        expect(alone).toEqual({ ...determined(answer), model: undefined });
      }),
      CASES,
    );
  });

  test("necessary: without them it is another", () => {
    holds(
      fc.property(policy.map(reaching), person, request, (law, whom, asked) => {
        const answer = answerOf(law, whom, asked);
        fc.pre(answer.ground === "rule");
        const { effect, ground } = answerOf(stated(law, answer, false), whom, asked);
        expect({ effect, ground }).not.toEqual({ effect: answer.effect, ground: "rule" });
      }),
      CASES,
    );
  });
});
