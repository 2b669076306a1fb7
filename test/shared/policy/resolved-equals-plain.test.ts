import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { prepare } from "../../../shared/policy/authority.ts";
import { compile } from "../../../shared/policy/compile.ts";
import { decide } from "../../../shared/policy/decide.ts";
import type { PolicySource } from "../../../shared/policy/parse.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import { Clearance } from "../../../shared/schema/clearance.ts";
import { Decision } from "../../../shared/schema/decision.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { CASES, forbidBody, person, policySource, request } from "./arbitrary.ts";
import { naive } from "./naive.ts";

/** The generated ids are in one spelling already. */
const asWritten = (id: string): string => id;

function authorityOf(policy: PolicySource, whom: Person) {
  return prepare(resolve(compile(policy, asWritten), whom));
}

/** What P10 compares: everything but the words and the advice. */
function fast(policy: PolicySource, whom: Person, asked: AccessRequest) {
  const {
    because: _because,
    instead: _instead,
    revision: _revision,
    ...answer
  } = decide(authorityOf(policy, whom), asked);
  return answer;
}

/** The same, with what has no order in order. */
function asSets(policy: PolicySource, whom: Person, asked: AccessRequest) {
  const answer = fast(policy, whom, asked);
  const missing = answer.missing.map(({ kind, value }) => `${kind} ${value}`).toSorted();
  return { ...answer, rules: answer.rules.toSorted(), missing };
}

const runs = { numRuns: CASES };

describe("resolved equals plain (P10)", () => {
  test("deciding from the clearance gives what the naive evaluator gives over the whole policy", () => {
    fc.assert(
      fc.property(policySource, person, request, (policy, whom, asked) => {
        expect(fast(policy, whom, asked)).toEqual(naive(policy, whom, asked));
      }),
      runs,
    );
  });

  test("an authority that remembers gives what a new one gives, in whatever order it is asked", () => {
    fc.assert(
      fc.property(policySource, person, fc.array(request, { maxLength: 8 }), (policy, whom, asked) => {
        const authority = authorityOf(policy, whom);
        for (const one of asked)
          expect(decide(authority, one)).toEqual(decide(authorityOf(policy, whom), one));
      }),
      { numRuns: CASES / 4 },
    );
  });

  test("clearance and decision are what their schemas say, and the clearance is canonical", () => {
    fc.assert(
      fc.property(policySource, person, request, (policy, whom, asked) => {
        const clearance = resolve(compile(policy, asWritten), whom);
        const shuffled = { ...whom, groups: [...whom.groups, ...whom.groups].toReversed() };
        expect(Clearance.parse(clearance)).toEqual(clearance);
        expect(JSON.stringify(resolve(compile(policy, asWritten), shuffled))).toBe(JSON.stringify(clearance));
        const decision = decide(prepare(clearance), asked);
        expect(Decision.parse(decision)).toEqual(decision);
      }),
      { numRuns: CASES / 4 },
    );
  });
});

describe("an answer holds until it says it ends (P9)", () => {
  test("nothing that decides changes between the time of the request and `until`", () => {
    fc.assert(
      fc.property(policySource, person, request, fc.nat(), (policy, whom, asked, later) => {
        const now = fast(policy, whom, asked);
        const span = (now.until ?? asked.time + 10 ** 11) - asked.time;
        expect(span).toBeGreaterThan(0);
        const then = { ...asked, time: asked.time + (later % span) };
        const { missing: _now, ...before } = now;
        const { missing: _then, ...after } = fast(policy, whom, then);
        expect(after).toEqual(before);
      }),
      runs,
    );
  });
});

describe("order and duplication never matter (P4)", () => {
  test("rules in another order, and each twice, decide the same", () => {
    fc.assert(
      fc.property(policySource, person, request, (policy, whom, asked) => {
        const reversed = {
          ...policy,
          rules: policy.rules.toReversed(),
          classify: policy.classify.toReversed(),
        };
        expect(asSets(reversed, whom, asked)).toEqual(asSets(policy, whom, asked));
        const twice = {
          ...policy,
          rules: policy.rules.flatMap((rule) => [rule, rule]),
          licenses: policy.licenses.toReversed(),
        };
        const { rules, ...rest } = asSets(twice, whom, asked);
        expect({ ...rest, rules: [...new Set(rules)] }).toEqual(asSets(policy, whom, asked));
      }),
      runs,
    );
  });

  test("adding a forbid never turns a deny into a permit", () => {
    fc.assert(
      fc.property(policySource, forbidBody, person, request, (policy, added, whom, asked) => {
        const stricter = { ...policy, rules: [{ ...added, id: "added" }, ...policy.rules] };
        fc.pre(fast(policy, whom, asked).effect === "deny");
        expect(fast(stricter, whom, asked).effect).toBe("deny");
      }),
      runs,
    );
  });
});

describe("what is unknown never opens anything (P5)", () => {
  test("forgetting a fact never turns a deny into a permit", () => {
    const forget = fc.constantFrom("organization", "level", "us_person", "account" as const);
    fc.assert(
      fc.property(policySource, person, request, forget, (policy, whom, asked, fact) => {
        const { organization, level, us_person, ...rest } = whom;
        const less: Person = {
          ...rest,
          us_person: fact === "us_person" ? "unknown" : us_person,
          ...(fact !== "organization" && organization !== undefined && { organization }),
          ...(fact !== "level" && level !== undefined && { level }),
        };
        const blind = fact === "account" ? { ...asked, account: "unknown" as const } : asked;
        fc.pre(fast(policy, whom, asked).effect === "deny");
        expect(fast(policy, less, blind).effect).toBe("deny");
      }),
      runs,
    );
  });
});

describe("a set is decided as its strictest member (P7)", () => {
  test("a set is permitted only if each of its models is, and its order does not matter", () => {
    const several = fc.array(fc.constantFrom("lab/one", "lab/two", "Other/One", "lab/new"), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(policySource, person, request, several, (policy, whom, asked, models) => {
        const each = models.map((model) => fast(policy, whom, { ...asked, models: [model] }));
        const whole = fast(policy, whom, { ...asked, models });
        expect(whole.effect).toBe(each.every(({ effect }) => effect === "permit") ? "permit" : "deny");
        expect(fast(policy, whom, { ...asked, models: models.toReversed() })).toEqual(whole);
        if (whole.effect === "deny") return;
        expect(new Set(whole.obligations)).toEqual(new Set(each.flatMap(({ obligations }) => obligations)));
      }),
      runs,
    );
  });
});

describe("alternatives are real", () => {
  test("each model to use instead is permitted for the same action, now and on this account", () => {
    fc.assert(
      fc.property(policySource, person, request, (policy, whom, asked) => {
        const authority = authorityOf(policy, whom);
        const { instead } = decide(authority, asked);
        expect(instead.length).toBeLessThanOrEqual(3);
        for (const model of instead) {
          expect(decide(authority, { ...asked, models: [model], inspectable: true }).effect).toBe("permit");
        }
      }),
      runs,
    );
  });
});
