import { describe, expect, test } from "vitest";
import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { MomentConditions } from "../../../shared/schema/clearance.ts";
import { decided, law, license, when } from "./law.ts";
import { rule } from "./plain-policy.ts";
import { CHAT, NOON } from "./story.ts";

type Case = readonly [
  name: string,
  asked: Partial<MomentConditions>,
  met: Partial<AccessRequest>,
  other: Partial<AccessRequest>,
  unknown: Partial<AccessRequest> | null,
  missing: { readonly kind: string; readonly value: string | null },
];

const EVERY: readonly Case[] = [
  [
    "the account",
    { account: "corporate" },
    { account: "corporate" },
    { account: "personal" },
    { account: "unknown" },
    { kind: "account", value: "corporate" },
  ],
  [
    "the tenant",
    { tenants: ["acme-1"] },
    { tenant: "acme-1" },
    { tenant: "ACME-1" },
    { tenant: null },
    { kind: "tenant", value: "acme-1" },
  ],
  [
    "the region, by pattern and in any case",
    { regions: ["EU-*"] },
    { region: "eu-west-1" },
    { region: "us-east-1" },
    { region: null },
    { kind: "region", value: "EU-*" },
  ],
  [
    "the purpose",
    { purposes: ["review"] },
    { purpose: "review" },
    { purpose: "research" },
    { purpose: null },
    { kind: "purpose", value: "review" },
  ],
  [
    "any class of data that was found",
    { dataClasses: ["public"] },
    { dataClasses: ["customer", "public"] },
    { dataClasses: [] },
    { dataClasses: null },
    { kind: "data_class", value: "public" },
  ],
  [
    "whether the body can be read",
    { inspectable: true },
    { inspectable: true },
    { inspectable: false },
    null,
    { kind: "readable_body", value: null },
  ],
];

const open = { uninspectable: "permit" } as const;

/** A permit, a forbid and an obligation under the same conditions. */
function threeOf(asked: Partial<MomentConditions>) {
  const conditions = when(asked);
  return {
    permit: law([rule("p", { when: conditions })], open),
    forbid: law([rule("p"), rule("f", { effect: "forbid", when: conditions })], open),
    oblige: law([rule("p"), rule("o", { effect: "oblige", obligations: ["warn"], when: conditions })], open),
  };
}

test.each(EVERY.filter(([, , , , unknown]) => unknown !== null))(
  "where %s cannot be told, a rule that asks for it restricts and does not permit (P5)",
  (_, asked, _met, _other, unknown) => {
    const { permit, forbid, oblige } = threeOf(asked);
    expect(decided(permit, unknown ?? {}).effect).toBe("deny");
    expect(decided(forbid, unknown ?? {}).effect).toBe("deny");
    expect(decided(oblige, unknown ?? {}).obligations).toEqual(["warn"]);
  },
);

describe.each(EVERY)("a rule that asks for %s", (_, asked, met, other, _unknown, missing) => {
  const { permit, forbid, oblige } = threeOf(asked);

  test("matches where it is met, and not where it is another", () => {
    expect([met, other].map((call) => decided(permit, call).effect)).toEqual(["permit", "deny"]);
    expect([met, other].map((call) => decided(forbid, call).effect)).toEqual(["deny", "permit"]);
    expect([met, other].map((call) => decided(oblige, call).obligations)).toEqual([["warn"], []]);
  });

  test("tells it as what is missing, where nothing else is", () => {
    expect(decided(permit, other).missing).toEqual([missing, { kind: "rule", value: null }]);
    const twice = law([rule("p", { when: when(asked), who: { usPerson: "proven" } })], open);
    expect(decided(twice, other).missing).toEqual([{ kind: "rule", value: null }]);
  });
});

describe("hours", () => {
  const hours = { days: [5], from: 480, to: 1_080, zone: "UTC" };
  const begins = Date.parse("2026-06-12T08:00:00Z");
  const ends = Date.parse("2026-06-12T18:00:00Z");

  test("open a permit, end the answer, and are waited for", () => {
    const policy = law([rule("p", { when: when({ hours }) })]);
    expect(decided(policy)).toMatchObject({ effect: "permit", until: ends });
    expect(decided(policy, { time: begins - 1 })).toMatchObject({
      effect: "deny",
      until: begins,
      missing: [{ kind: "time" }, { kind: "rule" }],
    });
  });

  test("are not read of a rule whose dates are not in force", () => {
    const policy = law([rule("p"), rule("f", { effect: "forbid", until: NOON - 1, when: when({ hours }) })]);
    expect(decided(policy)).toMatchObject({ effect: "permit", until: null });
  });

  test("of a zone that is not known here restrict and do not permit", () => {
    const mars = when({ hours: { ...hours, zone: "Mars/Olympus" } });
    expect(decided(law([rule("p", { when: mars })])).effect).toBe("deny");
    expect(decided(law([rule("p"), rule("f", { effect: "forbid", when: mars })])).effect).toBe("deny");
  });
});

function closed(unless: string) {
  return [rule("p"), rule("f", { effect: "forbid", unless: [unless] })];
}

describe("a license or grant", () => {
  test("for a purpose or a region needs it told", () => {
    const limited = [license("L", { purposes: ["review"], regions: ["eu-*"] })];
    const policy = law(closed("license"), { licenses: limited });
    const told = { purpose: "review", region: "EU-west-1" };
    expect(decided(policy, told).effect).toBe("permit");
    for (const less of [{ purpose: null }, { region: null }, { purpose: "research" }, { region: "us-1" }])
      expect(decided(policy, { ...told, ...less }).effect).toBe("deny");
  });

  test("satisfies its own kind alone", () => {
    const effects = ["license", "grant", "license:L", "grant:L", "grant:M"].map(
      (unless) => decided(law(closed(unless), { licenses: [license("L", { kind: "grant" })] })).effect,
    );
    expect(effects).toEqual(["deny", "permit", "deny", "permit", "deny"]);
  });

  test("is told as missing by its kind", () => {
    expect(decided(law(closed("grant:G"))).missing).toEqual([{ kind: "grant", value: "G" }]);
  });
});

describe("a policy that grows old", () => {
  const HOUR = 3_600_000;
  const policy = law([rule("p"), rule("m", { monitor: true })], {
    classifications: [
      { models: ["lab/secret"], unknownToo: false, level: 1, compartments: [] },
      { models: ["anthropic/*"], unknownToo: false, level: 0, compartments: [] },
    ],
    stale: [
      { after: 48 * HOUR, obligations: ["notify"], openUpTo: 0 },
      { after: 24 * HOUR, obligations: ["warn"], openUpTo: null },
      { after: 168 * HOUR, obligations: [], openUpTo: -1 },
    ],
  });
  const secret = { models: ["lab/secret"] };

  test("first asks for more, then closes what is above a level, then everything, all steps together", () => {
    const ages = [24 * HOUR - 1, 24 * HOUR, 48 * HOUR, 168 * HOUR];
    expect(ages.map((policyAge) => decided(policy, { policyAge }).obligations)).toEqual([
      [],
      ["warn"],
      ["warn", "notify"],
      [],
    ]);
    const effects = ages.map((policyAge) => decided(policy, { ...secret, policyAge }).effect);
    expect(effects).toEqual(["permit", "permit", "deny", "deny"]);
    expect(decided(policy, { policyAge: 24 * HOUR }).shadow?.obligations).toEqual(["warn"]);
  });

  test("denies before all other grounds, in words, and says what helps", () => {
    expect(
      decided(policy, { ...secret, policyAge: 50 * HOUR, agentAway: true, inspectable: false }),
    ).toMatchObject({
      ground: "stale",
      because:
        "Your company’s policy has not been confirmed here for 2 days, and Secret stays closed until it is.",
      missing: [{ kind: "fresh_policy", value: null }],
    });
  });

  test("closes calls that name no model with the first level that it closes", () => {
    expect(decided(policy, { models: null, policyAge: 48 * HOUR }).ground).toBe("stale");
    expect(decided(policy, { models: null, policyAge: 24 * HOUR }).ground).toBe("unidentified");
  });
});

describe("models that nobody knows", () => {
  const knownModels = ["Anthropic/claude-opus-4-8"];
  const unseen = { models: ["lab/unseen"] };

  test("are met by restrictions that ask for them, and by no permit", () => {
    const forbid = law([rule("p"), rule("f", { effect: "forbid", models: [], unknownToo: true })], {
      knownModels,
    });
    expect([{}, unseen].map((call) => decided(forbid, call).effect)).toEqual(["permit", "deny"]);
    const permit = law([rule("p", { models: [], unknownToo: true })], { knownModels });
    expect(decided(permit, unseen).effect).toBe("deny");
  });

  test("are classified where a class asks for them", () => {
    const classifications = [{ models: [], unknownToo: true, level: 2, compartments: [] }];
    const policy = law([rule("p")], { knownModels, classifications });
    expect([{}, unseen].map((call) => decided(policy, call).ground)).toEqual(["rule", "classification"]);
  });
});

function said(id: string, layer: "directive" | "guardrail" | "rule") {
  return rule(id, { layer, effect: "forbid", because: `The ${layer} says so.` });
}

describe("layers and modes", () => {
  test("a permit in a layer that restricts grants nothing (P6)", () => {
    expect(decided(law([rule("g", { layer: "guardrail" })])).effect).toBe("deny");
  });

  test("an oblige rule permits nothing, and is stated where its obligations count", () => {
    const oblige = rule("o", { effect: "oblige", layer: "guardrail", obligations: ["seal"] });
    expect(decided(law([oblige])).effect).toBe("deny");
    expect(decided(law([oblige, rule("p", { obligations: ["warn"] })]))).toMatchObject({
      effect: "permit",
      obligations: ["warn", "seal"],
      rules: ["o", "p"],
    });
    expect(decided(law([oblige], { default: "permit" }))).toMatchObject({ ground: "default", rules: ["o"] });
  });

  test("what is monitored is told as what would have been (P8)", () => {
    const draft = rule("draft", { effect: "forbid", monitor: true, obligations: ["notify"] });
    expect(decided(law([rule("p"), draft]))).toMatchObject({
      effect: "permit",
      rules: ["p"],
      obligations: [],
      shadow: { effect: "deny", obligations: ["notify"], rules: ["draft"] },
    });
    expect(decided(law([rule("p"), { ...draft, models: ["lab/other"] }])).shadow).toBeNull();
  });

  test("a directive's words are told before a rule's", () => {
    const three = [said("r", "rule"), said("g", "guardrail"), said("d", "directive")];
    expect(decided(law(three))).toMatchObject({ because: "The directive says so.", rules: ["r", "g", "d"] });
    expect(decided(law(three.slice(0, 2))).because).toBe("The guardrail says so.");
  });
});

describe("a permit that lacks one proof", () => {
  test.each([
    [{ usPerson: "proven" as const }, { kind: "us_person", value: null }],
    [{ locations: ["US"] }, { kind: "location", value: null }],
    [{ assurance: 2 }, { kind: "assurance", value: "2" }],
    [{ managed: true }, { kind: "device", value: "managed" }],
    [{ posture: ["disk-encrypted"] }, { kind: "device", value: "disk-encrypted" }],
  ])("says so: %j", (who, missing) => {
    expect(decided(law([rule("p", { who })]))).toMatchObject({
      effect: "deny",
      missing: [missing, { kind: "rule", value: null }],
    });
  });

  test("is silent where proof is not all, or where what is proven is another", () => {
    const nothing = [{ kind: "rule", value: null }];
    expect(decided(law([rule("p", { who: { usPerson: "proven", groups: ["sales"] } })])).missing).toEqual(
      nothing,
    );
    expect(decided(law([rule("p", { who: { usPerson: "proven", assurance: 2 } })])).missing).toEqual(nothing);
    expect(decided(law([rule("p", { who: { locations: ["US"] } })]), {}, { location: "DE" }).missing).toEqual(
      nothing,
    );
  });

  test("matches once it is proven", () => {
    const policy = law([rule("p", { who: { assurance: 2, posture: ["disk-encrypted"], managed: true } })]);
    const device = { managed: true, posture: ["disk-encrypted", "screen-lock"] };
    expect(decided(policy, CHAT, { assurance: 3, device }).effect).toBe("permit");
  });
});
