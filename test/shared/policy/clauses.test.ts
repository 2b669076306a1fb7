import { describe, expect, test } from "vitest";
import { prepare } from "../../../shared/policy/authority.ts";
import { decide } from "../../../shared/policy/decide.ts";
import { judge } from "../../../shared/policy/judge.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import { ANY_MOMENT } from "./plain-policy.ts";
import { ask, authorityOf, CHAT, DESIGN_POLICY, ENGINEER, HEAD, NOON, policyOf } from "./story.ts";

const VETTED = { level: "controlled", compartments: ["cyber"] };
const MYTHOS = { models: ["anthropic/mythos-5"] };

function rules(...lines: readonly string[]): string {
  return `${HEAD}rules:\n${lines.map((line) => `  - { ${line} }\n`).join("")}`;
}

describe("P1: effect is binary, obligations are united", () => {
  const text = rules(
    "id: a, permit: all, require: [notify]",
    "id: b, permit: [chat], require: [warn, notify]",
    "id: c, permit: [image], require: [redact]",
  );

  test("the obligations of every permit that matches are united, in one order", () => {
    expect(ask(text)).toMatchObject({ effect: "permit", obligations: ["warn", "notify"], rules: ["a", "b"] });
  });

  test("a denial carries the obligations of the forbids that made it", () => {
    const denied = rules("id: a, permit: all, require: [warn]", "id: b, forbid: all, require: [notify]");
    expect(ask(denied)).toMatchObject({ effect: "deny", obligations: ["notify"], rules: ["b"] });
  });
});

describe("P2: a clearance must dominate the classification", () => {
  test("a level that is too low is named, and so is the compartment", () => {
    expect(ask(DESIGN_POLICY, MYTHOS)).toMatchObject({
      effect: "deny",
      ground: "classification",
      because: "Your clearance is Standard; Mythos 5 needs Controlled and the compartment Cyber.",
      missing: [
        { kind: "level", value: "controlled" },
        { kind: "compartment", value: "cyber" },
      ],
      instead: ["anthropic/claude-opus-4-8"],
      rules: [],
      until: null,
    });
  });

  test("a level without the compartment is not enough", () => {
    expect(ask(DESIGN_POLICY, MYTHOS, { level: "controlled" })).toMatchObject({
      ground: "classification",
      because: "Mythos 5 needs the compartment Cyber, which you do not have.",
      missing: [{ kind: "compartment", value: "cyber" }],
    });
  });

  test("a level that is absent, or that the policy does not know, is the lowest", () => {
    expect(ask(DESIGN_POLICY, {}, { level: "cosmic" }).ground).toBe("classification");
    expect(ask(DESIGN_POLICY).effect).toBe("permit");
  });
});

describe("P3: a forbid denies, else a permit permits, else the default", () => {
  test("a forbid denies beside a permit, in the policy's own words", () => {
    const text = DESIGN_POLICY.replace('["anthropic/claude-*"', '["anthropic/*"');
    expect(ask(text, MYTHOS, VETTED)).toMatchObject({
      effect: "deny",
      ground: "rule",
      rules: ["is-informed-2026-06-12"],
      because: "A license is required before any foreign person uses this model.",
      missing: [
        { kind: "us_person", value: null },
        { kind: "license", value: null },
      ],
      instead: ["anthropic/claude-opus-4-8"],
      model: "anthropic/mythos-5",
    });
    expect(ask(text, MYTHOS, { ...VETTED, us_person: "proven" }).effect).toBe("permit");
  });

  test("what no rule speaks of is denied, unless the default permits in so many words", () => {
    expect(ask(rules("id: a, permit: [image]"), { models: ["deepseek/deepseek-v4-pro"] })).toMatchObject({
      effect: "deny",
      ground: "default",
      because: "No rule of your company opens DeepSeek V4 Pro to you.",
      missing: [{ kind: "rule", value: null }],
    });
    expect(ask(`${HEAD}default: permit`)).toMatchObject({ effect: "permit", ground: "default", rules: [] });
  });

  test.each([
    { actions: [] },
    { models: [] },
    { who: { groups: [] } },
    { when: { ...ANY_MOMENT, regions: [] } },
  ])("an empty list, which the compiler refuses, grants nothing: %j", (emptied) => {
    const policy = policyOf(rules("id: a, permit: all"));
    const decisions = [{}, emptied].map((change) => {
      const changed = { ...policy, rules: policy.rules.map((rule) => Object.assign({}, rule, change)) };
      return decide(prepare(resolve(changed, ENGINEER)), CHAT).effect;
    });
    expect(decisions).toEqual(["permit", "deny"]);
  });

  test("a model is the same model in any case", () => {
    const text = `${rules("id: a, forbid: all, models: [anthropic/mythos-5]")}default: permit\n`;
    expect(ask(text, { models: ["anthropic/Mythos-5"] }).effect).toBe("deny");
  });

  test("the two dates of a rule are inclusive and exclusive", () => {
    const text = rules("id: a, permit: all, from: 2026-06-12, until: 2026-06-13");
    const [from, until] = [Date.parse("2026-06-12"), Date.parse("2026-06-13")];
    const effects = [from - 1, from, until - 1, until].map((time) => ask(text, { time }).effect);
    expect(effects).toEqual(["deny", "permit", "permit", "deny"]);
    expect(ask(text, { time: from - 1 })).toMatchObject({
      until: from,
      missing: [{ kind: "time" }, { kind: "rule" }],
    });
  });
});

describe("P5: what is unknown makes a forbid match and a permit not", () => {
  test("an account that cannot be told is not the company's, and the person is told so", () => {
    expect(ask(DESIGN_POLICY, { account: "unknown" })).toMatchObject({
      effect: "deny",
      ground: "default",
      because: "No rule of your company opens Claude Opus 4.8 to you while the account can’t be told.",
      missing: [
        { kind: "account", value: "corporate" },
        { kind: "rule", value: null },
      ],
    });
    const personal = `${rules("id: a, forbid: all, when: { account: personal }")}default: permit\n`;
    expect(ask(personal, { account: "unknown" })).toMatchObject({
      effect: "deny",
      missing: [{ kind: "account", value: "corporate" }],
    });
    expect(ask(personal).effect).toBe("permit");
  });

  test("an organization that is not known is no reason to pass a forbid, nor to get a permit", () => {
    const forbid = `${rules("id: a, forbid: all, who: { organizations: [Acme] }")}default: permit\n`;
    expect(ask(forbid).effect).toBe("deny");
    expect(ask(forbid, {}, { organization: "Other" }).effect).toBe("permit");
    const permit = rules("id: a, permit: all, who: { organizations: [Acme] }");
    expect(ask(permit).effect).toBe("deny");
    expect(ask(permit, {}, { organization: "Acme" }).effect).toBe("permit");
  });

  test("proof that is not there does not open a permit for the proven", () => {
    const text = rules("id: a, permit: all, who: { us_person: proven }");
    expect(ask(text).effect).toBe("deny");
    expect(ask(text, {}, { us_person: "proven" }).effect).toBe("permit");
  });
});

function license(more: string): string {
  return `licenses:\n  - { id: EX-1, holder: { organizations: [Acme] }, ${more} }\n`;
}

/** Two licenses of Acme for everything, each with its end. */
function twoLicenses(first: string, second: string): string {
  const held = "holder: { organizations: [Acme] }";
  return `${closed("[license]")}licenses:\n  - { id: A, ${held}, until: ${first} }\n  - { id: B, ${held}, until: ${second} }\n`;
}

function closed(unless: string): string {
  return rules("id: p, permit: all", `id: f, forbid: all, models: ["anthropic/*"], unless: ${unless}`);
}

describe("P6: a license satisfies the unless that asks for it, and nothing else", () => {
  const acme = { organization: "Acme" };

  test("for its holder", () => {
    const text = closed("[license]") + license('models: ["anthropic/*"]');
    expect(ask(text, {}, acme).effect).toBe("permit");
    expect(ask(text, {}, { organization: "Other" }).effect).toBe("deny");
    expect(ask(text).effect).toBe("deny");
  });

  test("by its id", () => {
    expect(ask(closed('["license:EX-1"]') + license('models: ["*"]'), {}, acme).effect).toBe("permit");
    const other = "  - { id: EX-2, holder: { people: [somebody@example.com] } }\n";
    expect(ask(closed('["license:EX-2"]') + license('models: ["*"]') + other, {}, acme)).toMatchObject({
      effect: "deny",
      missing: [{ kind: "license", value: "EX-2" }],
    });
  });

  test("for its models and its actions", () => {
    const text = closed("[license]") + license("models: [anthropic/mythos-5], actions: [chat]");
    expect(ask(text, MYTHOS, acme).effect).toBe("permit");
    expect(ask(text, { ...MYTHOS, action: "image" }, acme).effect).toBe("deny");
    expect(ask(text, {}, acme).effect).toBe("deny");
  });

  test("within its dates, and the answer ends with it", () => {
    const until = Date.parse("2026-06-20");
    const text = closed("[license]") + license("until: 2026-06-20");
    expect(ask(text, {}, acme)).toMatchObject({ effect: "permit", until });
    expect(ask(text, { time: until }, acme).effect).toBe("deny");
  });

  test("for some models, it says nothing of a call that names none", () => {
    const text = `lanyard: 1\nunidentified: permit\nrules:\n  - { id: p, permit: all }\n  - { id: f, forbid: all, unless: [license] }\n`;
    expect(ask(text + license('models: ["anthropic/*"]'), { models: null }, acme).effect).toBe("deny");
    expect(ask(text + license('models: ["anthropic/*"]'), {}, acme).effect).toBe("permit");
    expect(ask(text + license("actions: [chat]"), { models: null }, acme).effect).toBe("permit");
  });

  test("without an end for this model, it leaves nothing of the rule's own dates to read", () => {
    const text = rules("id: p, permit: all", "id: f, forbid: all, unless: [license], until: 2026-07-01");
    expect(ask(text + license("models: [anthropic/claude-opus-4-8]"), {}, acme)).toMatchObject({
      effect: "permit",
      until: null,
    });
  });

  test("of two that cover the call, the first to end ends the answer, however they are listed", () => {
    const until = Date.parse("2026-06-20");
    expect(ask(twoLicenses("2026-06-20", "2026-06-30"), {}, acme)).toMatchObject({ effect: "permit", until });
    expect(ask(twoLicenses("2026-06-30", "2026-06-20"), {}, acme)).toMatchObject({ effect: "permit", until });
  });

  test("what two forbids ask for is what both accept", () => {
    const text = rules(
      "id: a, forbid: all, unless: [us-person, license]",
      'id: b, forbid: all, unless: ["license:EX-1"]',
    );
    const held = license("actions: [chat]");
    expect(ask(text + held)).toMatchObject({
      rules: ["a", "b"],
      missing: [{ kind: "license", value: "EX-1" }],
    });
    expect(ask(`${text}  - { id: c, forbid: all }\n${held}`).missing).toEqual([]);
  });
});

describe("P7: a model that is not named is a set, and the strictest decision stands", () => {
  const auto = { models: ["anthropic/claude-opus-4-8", "anthropic/fable-5"] };
  const text = DESIGN_POLICY.replace('["anthropic/claude-*"', '["anthropic/*"');

  test("a set with one denied model is denied, and naming a model opens it", () => {
    const decision = ask(text, auto);
    expect(decision).toMatchObject({ effect: "deny", ground: "rule", model: "anthropic/fable-5" });
    expect(decision.missing[0]).toEqual({ kind: "model_name", value: null });
    expect(decision.missing).toContainEqual({ kind: "us_person", value: null });
  });

  test("a set whose models are all permitted is permitted", () => {
    expect(ask(text, auto, { us_person: "proven" }).effect).toBe("permit");
  });

  test.each([[null], [[]], [[""]], [["x".repeat(513)]]])(
    "a set that is not known is unidentified: %j",
    (models) => {
      expect(ask(text, { models })).toMatchObject({
        effect: "deny",
        ground: "unidentified",
        because: "This call does not say which model it uses, and your company permits only named models.",
        missing: [{ kind: "model_name", value: null }],
        model: null,
      });
    },
  );

  test("where the unidentified may pass, only rules for every model speak of it", () => {
    const open = HEAD.replace("forbid", "permit");
    const named = `${open}rules:\n  - { id: a, permit: all, models: ["x/*"] }\n  - { id: b, forbid: all, models: ["y/*"] }\n`;
    expect(ask(named, { models: null })).toMatchObject({ effect: "deny", ground: "default" });
    expect(ask(`${named}  - { id: c, permit: all, models: ["*"] }\n`, { models: null })).toMatchObject({
      rules: ["c"],
    });
  });
});

describe("P9: a decision is complete", () => {
  test("it names the revision, and the same content has the same revision", () => {
    const { revision } = ask(DESIGN_POLICY);
    expect(revision).toMatch(/^[0-9a-f]{32}$/);
    expect(ask(`# the same\n${DESIGN_POLICY}`).revision).toBe(revision);
    expect(ask(DESIGN_POLICY.replace("license is", "licence is")).revision).not.toBe(revision);
    expect(ask(`${DESIGN_POLICY}revision: r7\n`).revision).toBe("r7");
  });

  test("a verdict is remembered until it ends, and not past it", () => {
    const authority = authorityOf(rules("id: a, permit: all, until: 2026-06-13"));
    const first = judge(authority, CHAT);
    expect(judge(authority, { ...CHAT, time: NOON + 1 })).toBe(first);
    expect(judge(authority, { ...CHAT, time: Date.parse("2026-06-13") }).effect).toBe("deny");
    expect(judge(authority, CHAT).effect).toBe("permit");
  });

  test("endless model names do not grow the memory", () => {
    const authority = authorityOf(DESIGN_POLICY);
    for (let n = 0; n < 10_000; n++) judge(authority, { ...CHAT, models: [`openai/gpt-${n}`] });
    expect(authority.entries.size).toBeLessThanOrEqual(4_096);
  });
});

describe("when parts fail", () => {
  const away = { agentAway: true };
  const open = `${DESIGN_POLICY}agent_away: { open_up_to: standard }\n`;

  test("nothing stays open while the agent is away, unless the policy says up to which level", () => {
    expect(ask(DESIGN_POLICY, away)).toMatchObject({
      ground: "agent_away",
      missing: [{ kind: "agent", value: null }],
    });
    expect(ask(open, away).effect).toBe("permit");
  });

  test("controlled models, and calls that name no model, are closed while the agent is away", () => {
    expect(ask(open, { ...away, ...MYTHOS }, { ...VETTED, us_person: "proven" })).toMatchObject({
      ground: "agent_away",
      because: "The Lanyard agent does not answer, and Mythos 5 stays closed while it is away.",
    });
    expect(ask(open, { ...away, models: null }).ground).toBe("agent_away");
  });

  test("a body that cannot be read is denied, unless the policy says otherwise", () => {
    expect(ask(DESIGN_POLICY, { inspectable: false })).toMatchObject({
      ground: "uninspectable",
      missing: [{ kind: "readable_body", value: null }],
    });
    expect(ask(`${DESIGN_POLICY}uninspectable: permit\n`, { inspectable: false }).effect).toBe("permit");
  });
});
