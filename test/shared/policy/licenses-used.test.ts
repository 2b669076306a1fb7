import { describe, expect, test } from "vitest";
import { prepare } from "../../../shared/policy/authority.ts";
import type { CompiledLicense } from "../../../shared/policy/compiled-policy.ts";
import { decide } from "../../../shared/policy/decide.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { decided, law, license } from "./law.ts";
import { rule } from "./plain-policy.ts";
import { CHAT, ENGINEER, NOON } from "./story.ts";

const HOUR = 3_600_000;
const OPEN = rule("p");
const BIS = { authority: "BIS", number: "D1234567" };

/** A forbid for everybody, but for what is changed. */
function forbid(change: Parameters<typeof rule>[1] = {}) {
  return rule("f", { effect: "forbid", unless: ["license"], ...change });
}

/** By what the engineer holds a license of these holders. */
function heldBy(holder: CompiledLicense["holder"]): string | null | undefined {
  const licensed = law([OPEN, forbid()], { licenses: [license("L", { holder })] });
  const person = { organization: "Example Corp", groups: ["engineering", "all"] };
  return decided(licensed, {}, person).licenses[0]?.holder;
}

function used(rules: Parameters<typeof law>[0], licenses: readonly CompiledLicense[], asked = {}) {
  return decided(law(rules, { licenses }), asked).licenses.map(({ id }) => id);
}

describe("a permitted call", () => {
  test("names the license that took a restriction away, with number and authority", () => {
    const licensed = law([OPEN, forbid()], { licenses: [license("L", BIS)] });
    expect(decided(licensed)).toMatchObject({
      effect: "permit",
      licenses: [{ id: "L", kind: "license", ...BIS, holder: ENGINEER.id }],
    });
  });

  test("says by what the person holds it, and nothing of who else does", () => {
    expect(heldBy({ organizations: ["Example Corp", "Other Corp"], people: [ENGINEER.id] })).toBe(
      "Example Corp",
    );
    expect(heldBy({ groups: ["engineering", "legal"] })).toBe("engineering");
    expect(heldBy({ people: ["somebody-else", ENGINEER.id] })).toBe(ENGINEER.id);
  });

  test("names a grant, and the license of an obligation", () => {
    const grant = license("G", { kind: "grant" });
    const asked = rule("o", { effect: "oblige", obligations: ["warn"], unless: ["license:L"] });
    const either = forbid({ unless: ["grant"] });
    expect(used([OPEN, either, asked], [license("L"), grant])).toEqual(["G", "L"]);
  });

  test("names each license once, in whatever order the rules stand", () => {
    const rules = [OPEN, forbid(), { ...forbid(), id: "g" }];
    const held = [license("M"), license("L", { until: NOON + HOUR })];
    expect(used(rules, held)).toEqual(["L", "M"]);
    expect(used(rules.toReversed(), held.toReversed())).toEqual(["L", "M"]);
  });

  test("names none that it did not need", () => {
    const held = [license("L")];
    const others = [
      forbid({ effect: "permit", unless: [] }),
      forbid({ who: { people: ["somebody-else"] } }),
      forbid({ models: ["lab/other"] }),
      forbid({ from: NOON + HOUR }),
      forbid({ until: NOON }),
      forbid({ unless: ["grant"], until: NOON }),
      forbid({ monitor: true }),
    ];
    expect(used([OPEN, ...others], held)).toEqual([]);
  });

  test("names none that is not in force", () => {
    const held = [license("L"), license("M", { from: NOON + HOUR }), license("N", { until: NOON })];
    expect(used([OPEN, forbid()], held)).toEqual(["L"]);
    expect(used([OPEN, forbid()], [license("L", { until: NOON + 1 })])).toEqual(["L"]);
  });

  test("names none where proof was enough", () => {
    const policy = law([OPEN, forbid({ unless: ["us-person", "license"] })], { licenses: [license("L")] });
    const by = (us_person: "proven" | "unknown") =>
      decide(prepare(resolve(policy, { ...ENGINEER, us_person })), CHAT).licenses.length;
    expect(by("unknown")).toBe(1);
    expect(by("proven")).toBe(0);
  });
});

test("a denied call was made under no license", () => {
  const held = [license("L")];
  expect(used([OPEN, forbid(), forbid({ unless: [] })], held)).toEqual([]);
  expect(used([forbid()], held)).toEqual([]);
});

test("a set of models names the licenses of all of its members (P7)", () => {
  const rules = [OPEN, forbid({ models: ["lab/a"], unless: ["license:L"] })];
  const more = { ...forbid({ models: ["lab/b"], unless: ["license:M"] }), id: "g" };
  const models = ["lab/b", "lab/a"];
  expect(used([...rules, more], [license("L"), license("M")], { models })).toEqual(["L", "M"]);
});

test("what is remembered ends where another license takes over (P9)", () => {
  const held = [license("L"), license("M", { from: NOON + HOUR })];
  const authority = prepare(resolve(law([OPEN, forbid()], { licenses: held }), ENGINEER));
  const at = (time: number) => decide(authority, { ...CHAT, time });
  expect(at(NOON)).toMatchObject({ until: null, licenses: [{ id: "L" }] });
  expect(at(NOON + HOUR).licenses).toHaveLength(2);
});
