import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordOf } from "../../../extension/worker/record.ts";
import { Posture } from "../../../extension/worker/posture.ts";
import { USUAL_PURPOSE } from "../../../shared/schema/purpose.ts";
import type { Clearance } from "../../../shared/schema/clearance.ts";
import { ANY_MOMENT } from "../../shared/policy/plain-policy.ts";
import { CLEARANCE, rule } from "../states.ts";
import { workerWith } from "./asking-worker.ts";

const NOW = Date.UTC(2026, 5, 12, 8);
const PURPOSES = [
  { id: "review", name: "Incident review" },
  { id: "product", name: "Product work" },
];

/** The clearance of a person, with both purposes but for what is changed. */
function clearanceOf(person: string, change: Partial<Clearance> = {}): Clearance {
  return { ...CLEARANCE, holder: { ...CLEARANCE.holder, id: person }, purposes: PURPOSES, ...change };
}

function apply(posture: Posture, clearance: Clearance | null): void {
  const health = { version: "1", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
  posture.apply({ type: "state", clearance, health, promptKey: "0".repeat(64) });
}

function postureOf(clearance: Clearance | null): Posture {
  const posture = new Posture("1.0.0", NOW);
  apply(posture, clearance);
  return posture;
}

/** A posture in which the engineer reviews an incident. */
function reviewing(): Posture {
  const posture = postureOf(clearanceOf("ann"));
  expect(posture.purpose.declare("review", NOW)).toBe(true);
  return posture;
}

const purposeAt = ({ purpose }: Posture, now = NOW) => purpose.at(now)?.purpose ?? null;

describe("a purpose", () => {
  test("is declared of those that policy knows, and taken back", () => {
    const posture = postureOf(clearanceOf("ann"));
    expect(posture.purpose.declare("leisure", NOW)).toBe(false);
    expect(posture.purpose.declare("review", NOW)).toBe(true);
    expect(posture.purpose.at(NOW)).toEqual({
      purpose: "review",
      person: "ann",
      since: NOW,
      until: NOW + USUAL_PURPOSE,
    });
    expect(posture.purpose.declare("product", NOW)).toBe(true);
    expect(purposeAt(posture)).toBe("product");
    expect(posture.purpose.declare(null, NOW)).toBe(true);
    expect(purposeAt(posture)).toBeNull();
  });

  test("is nobody's while nobody is known", () => {
    expect(postureOf(null).purpose.declare("review", NOW)).toBe(false);
    expect(new Posture("1.0.0", NOW).purpose.declare("review", NOW)).toBe(false);
  });

  test("ends by its time, to the millisecond, and where the clock is set back behind it", () => {
    const posture = reviewing();
    expect(purposeAt(posture, NOW + USUAL_PURPOSE - 1)).toBe("review");
    expect(purposeAt(posture, NOW + USUAL_PURPOSE)).toBeNull();
    expect(purposeAt(posture, NOW - 1)).toBeNull();
  });

  test("ends earlier where policy lets it last less by now, and never later", () => {
    const posture = reviewing();
    apply(posture, clearanceOf("ann", { purposeLasts: 60_000 }));
    expect(posture.purpose.at(NOW)?.until).toBe(NOW + 60_000);
    expect(purposeAt(posture, NOW + 60_000)).toBeNull();
    apply(posture, clearanceOf("ann", { purposeLasts: 2 * USUAL_PURPOSE }));
    expect(posture.purpose.at(NOW)?.until).toBe(NOW + USUAL_PURPOSE);
  });

  test("does not survive a change of person, also where the first comes back", () => {
    const posture = reviewing();
    apply(posture, clearanceOf("ben"));
    expect(purposeAt(posture)).toBeNull();
    posture.purpose.heed(NOW);
    apply(posture, clearanceOf("ann"));
    expect(purposeAt(posture)).toBeNull();
  });

  test("waits while nobody is known, for the same person alone", () => {
    const posture = reviewing();
    apply(posture, null);
    posture.purpose.heed(NOW);
    expect(purposeAt(posture)).toBeNull();
    apply(posture, clearanceOf("ann"));
    expect(purposeAt(posture)).toBe("review");
  });

  test("ends with the policy that names it, for good", () => {
    const posture = reviewing();
    apply(posture, clearanceOf("ann", { purposes: [] }));
    posture.purpose.heed(NOW);
    apply(posture, clearanceOf("ann"));
    expect(purposeAt(posture)).toBeNull();
  });
});

describe("what an earlier life of the worker kept", () => {
  const kept = { purpose: "review", person: "ann", since: NOW, until: NOW + USUAL_PURPOSE };

  test("is taken back, and counts for its person and time alone", () => {
    const posture = postureOf(clearanceOf("ann"));
    posture.purpose.recall(kept);
    expect(purposeAt(posture)).toBe("review");
    expect(purposeAt(posture, NOW + USUAL_PURPOSE)).toBeNull();
    const other = postureOf(clearanceOf("ben"));
    other.purpose.recall(kept);
    expect(purposeAt(other)).toBeNull();
  });

  test.each([
    undefined,
    null,
    "review",
    { ...kept, until: "later" },
    { ...kept, more: 1 },
    { purpose: "review" },
    { ...kept, purpose: "" },
  ])("is nothing where it is torn: %j", (torn) => {
    const posture = postureOf(clearanceOf("ann"));
    posture.purpose.recall(torn);
    expect(purposeAt(posture)).toBeNull();
  });

  test("never replaces what was said in this life", () => {
    const posture = postureOf(clearanceOf("ann"));
    posture.purpose.declare(null, NOW);
    posture.purpose.recall(kept);
    expect(purposeAt(posture)).toBeNull();
  });
});

test("a declaration counts only for its person, its time and a policy that names it, whatever happens", () => {
  type Step =
    | { readonly does: "declare"; readonly purpose: string | null }
    | { readonly does: "state"; readonly person: string | null; readonly purposes: readonly string[] }
    | { readonly does: "wait"; readonly time: number };
  const ids = fc.subarray(["review", "product"]);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      does: fc.constant("declare" as const),
      purpose: fc.constantFrom("review", "product", "leisure", null),
    }),
    fc.record({
      does: fc.constant("state" as const),
      person: fc.constantFrom("ann", "ann", "ben", null),
      purposes: ids,
    }),
    fc.record({ does: fc.constant("wait" as const), time: fc.nat(USUAL_PURPOSE) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const posture = postureOf(clearanceOf("ann"));
      posture.watch(() => posture.purpose.heed(now));
      let now = NOW;
      let person: string | null = "ann";
      let known: readonly string[] = ["review", "product"];
      let said: { purpose: string; by: string; until: number } | null = null;
      for (const one of steps) {
        if (one.does === "wait") now += one.time;
        if (one.does === "state") {
          ({ person, purposes: known } = one);
          const purposes = PURPOSES.filter(({ id }) => known.includes(id));
          apply(posture, person === null ? null : clearanceOf(person, { purposes }));
        }
        if (one.does === "declare") {
          const isTaken = person !== null && (one.purpose === null || known.includes(one.purpose));
          expect(posture.purpose.declare(one.purpose, now)).toBe(isTaken);
          if (isTaken && person !== null)
            said =
              one.purpose === null ? null : { purpose: one.purpose, by: person, until: now + USUAL_PURPOSE };
        }
        if (
          said !== null &&
          (now >= said.until || (person !== null && (person !== said.by || !known.includes(said.purpose))))
        )
          said = null;
        expect(purposeAt(posture, now)).toBe(person === null ? null : (said?.purpose ?? null));
      }
    }),
  );
});

describe("a call", () => {
  const WANTS = rule({
    id: "for-reviews",
    effect: "permit",
    models: ["openai/*"],
    when: { ...ANY_MOMENT, purposes: ["review"] },
  });
  const worker = () => workerWith([], { purposes: PURPOSES, rules: [WANTS] });

  test("for which a rule wants a purpose passes from the declaration on, and no longer than it", async () => {
    const { posture, judge } = worker();
    expect(judge().decision).toMatchObject({
      effect: "deny",
      missing: [{ kind: "purpose", value: "review" }, { kind: "rule" }],
    });
    posture.purpose.declare("review", Date.now());
    expect(judge().decision.effect).toBe("permit");
    posture.purpose.declare("product", Date.now());
    expect(judge().decision.effect).toBe("deny");
    posture.purpose.declare("review", Date.now());
    posture.purpose.declare(null, Date.now());
    expect(judge().decision.effect).toBe("deny");
  });

  test("is recorded with what was declared", async () => {
    const { posture, judge } = worker();
    const at = {
      id: "event-1",
      time: NOW,
      host: "chatgpt.com",
      bytes: null,
      tabId: 1,
      person: "ann",
      took: 1,
    };
    expect((await recordOf(judge(), at, null)).event).toMatchObject({ purpose: null });
    posture.purpose.declare("review", Date.now());
    expect((await recordOf(judge(), at, null)).event).toMatchObject({ purpose: "review" });
  });

  test("is recorded with the licenses that it was made under, or would have needed", async () => {
    const license = {
      by: "L",
      kind: "license",
      number: "D1234567",
      authority: "BIS",
      holder: "Example Corp",
    } as const;
    const covers = {
      models: null,
      actions: null,
      purposes: ["review"],
      regions: null,
      from: null,
      until: null,
    };
    const forbid = rule({
      id: "letter",
      effect: "forbid",
      models: null,
      exempt: [{ ...license, ...covers }],
      missing: [{ kind: "license", value: null }],
    });
    const { posture, judge } = workerWith([forbid], { purposes: PURPOSES });
    const at = {
      id: "event-1",
      time: NOW,
      host: "chatgpt.com",
      bytes: null,
      tabId: 1,
      person: "ann",
      took: 1,
    };
    expect((await recordOf(judge(), at, null)).event).toMatchObject({
      effect: "deny",
      licenses: [],
      wanted: [{ kind: "license", id: null }],
    });
    posture.purpose.declare("review", Date.now());
    expect((await recordOf(judge(), at, null)).event).toMatchObject({
      effect: "permit",
      licenses: [{ id: "L", kind: "license", number: "D1234567", authority: "BIS", holder: "Example Corp" }],
      wanted: [],
    });
  });
});
