import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { canonicalModel, identify } from "../../../shared/catalog/identity.ts";

const Pairs = z.looseObject({
  pairs: z.array(z.looseObject({ provider: z.string(), id: z.string(), model: z.string() })),
});
const { pairs } = Pairs.parse(
  JSON.parse(readFileSync(new URL("../../../../shared/model-ids.json", import.meta.url), "utf8")),
);

/** How models.dev spells labs that the services' list spells otherwise. */
const LABS: Readonly<Record<string, string>> = { zhipuai: "zhipu", moonshotai: "moonshot" };
const anywhere = { provider: "unknown", resells: true };
const openai = { provider: "openai", resells: false };

function truth(model: string): string {
  const [lab = "", name = ""] = model.split("/");
  return canonicalModel(`${LABS[lab] ?? lab}/${name}`);
}

/** Pairs that we read otherwise than models.dev, and why. */
const MISSED: Readonly<Record<string, string>> = {
  "databricks databricks-claude-sonnet-4": "Sonnet 4 is not taken for Sonnet 4.5",
  "neon claude-sonnet-4": "Sonnet 4 is not taken for Sonnet 4.5",
  "neon gemini-3-1-pro": "the plain model is not taken for its variant for custom tools",
  "friendli Qwen/Qwen3-235B-A22B-Instruct-2507": "Instruct is a model of its own elsewhere in the table",
  "helicone mistral-small": "the name without a version is not one of its versions",
  "moonshotai kimi-k2.7-code-highspeed": "the table has it as a model of its own as well",
};

const OPUS_4_5 = [
  "claude-opus-4-5",
  "claude-opus-4-5-20251101",
  "claude-opus-4.5",
  "claude-4.5-opus",
  "claude-opus4-5",
  "claude-opus-4-5@20251101",
  "us.anthropic.claude-opus-4-5-20251101-v1:0",
  "eu.anthropic.claude-opus-4-5-20251101-v1%3A0",
  "global.anthropic.claude-opus-4-5-20251101-v1:0",
  "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-5-20251101-v1:0",
  "anthropic/claude-opus-4.5",
  "anthropic/claude-opus-4-5-20251101",
  "anthropic--claude-4.5-opus",
  "anthropic-claude-opus-4.5",
  "databricks-claude-opus-4-5",
  "claude-opus-4-5-thinking",
  "claude-opus-4-5:thinking",
  "Claude-Opus-4.5",
  "Claude_Opus_4_5",
  "publishers/anthropic/models/claude-opus-4-5@20251101",
];

describe("identify", () => {
  test("finds every id of models.dev but those whose table contradicts the name", () => {
    const missed = pairs.filter(({ id, model }) => identify(id, anywhere).model !== truth(model));
    expect(missed.map(({ provider, id }) => `${provider} ${id}`).sort()).toEqual(Object.keys(MISSED).sort());
    expect(missed.length / pairs.length).toBeLessThan(0.01);
  });

  test("keeps apart what models.dev keeps apart, but for the date of one model's snapshots", () => {
    const byModel = Map.groupBy(new Set(pairs.map(({ model }) => model)), truth);
    const merged = Array.from(byModel.values(), (models) => models.sort()).filter(({ length }) => length > 1);
    expect(merged.map(([first = ""]) => first).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "anthropic/claude-haiku-4-5",
      "anthropic/claude-opus-4-1",
      "anthropic/claude-opus-4-5",
      "anthropic/claude-sonnet-4-0",
      "anthropic/claude-sonnet-4-5",
      "google/gemini-3.1-flash-lite",
      "openai/gpt-4o",
    ]);
  });

  const CONTROLLED = [
    "claude-mythos-5",
    "gpt-5.6-sol",
    "grok-4.20-reasoning",
    "mistral-large-2512",
    "gemini-3-pro",
  ];
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const before = fc.oneof(
    fc.constantFrom(
      "",
      "us.",
      "anthropic.",
      "openai/",
      "amazon/",
      "databricks-",
      "route/",
      "models/",
      "@cf/meta/",
      "v0-",
      "cursor-",
      "vercel/v0-",
    ),
    word.map((one) => `${one}/`),
    word.map((one) => `${one}-`),
  );
  const after = fc.oneof(
    fc.constantFrom(
      "",
      "-preview",
      "-latest",
      ":free",
      ":thinking",
      "-high",
      "-fp8",
      "-v1:0",
      "@20260609",
      "-2026-06-09",
    ),
    word.map((one) => `-${one}`),
    word.map((one) => `:${one}`),
    word.map((one) => `.${one}`),
    word,
  );

  test("takes a controlled model for nothing else, whatever is put before and after its name", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CONTROLLED),
        before,
        fc.array(after, { maxLength: 3 }),
        (name, head, tails) => {
          const plain = identify(name, anywhere).model ?? "";
          const bare = plain.slice(plain.indexOf("/") + 1);
          for (const home of [anywhere, openai]) {
            const { model } = identify(head + name + tails.join(""), home);
            const isUnknownName = /^\w+-$/.test(head) && model?.startsWith(`openai/${head}`) === true;
            if (model !== null && !isUnknownName) expect(model).toContain(bare);
            if (tails.length === 0 && !/^\w+-$/.test(head) && model !== null) expect(model).toBe(plain);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test("takes no look-alike of a controlled model for a model", () => {
    const other = fc.constantFrom(
      "\u0430",
      "\u0435",
      "\u043e",
      "\u0440",
      "\u0455",
      "\u0131",
      "\u212a",
      "\uff4d",
      "\u2010",
      "\u00ad",
    );
    fc.assert(
      fc.property(fc.constantFrom(...CONTROLLED), fc.nat(), other, (name, place, letter) => {
        const at = place % name.length;
        expect(identify(name.slice(0, at) + letter + name.slice(at + 1), anywhere).model).toBeNull();
      }),
    );
  });

  test.each(OPUS_4_5)("takes %s for Claude Opus 4.5", (id) => {
    expect(identify(id, anywhere).model).toBe("anthropic/claude-opus-4-5");
  });

  test.each([
    ["claude-mythos-5", "anthropic/mythos-5"],
    ["v0-claude-mythos-5", "anthropic/mythos-5"],
    ["cursor/cursor-gpt-5.6-sol", "openai/gpt-5.6-sol"],
    ["mythos-5", "anthropic/mythos-5"],
    ["anthropic/claude-fable-5", "anthropic/fable-5"],
    ["us.anthropic.claude-mythos-5-20260609-v1:0", "anthropic/mythos-5"],
    ["amazon/claude-mythos-5", "anthropic/mythos-5"],
    ["someone/claude-mythos-5", "anthropic/mythos-5"],
    ["gpt-5.6-sol", "openai/gpt-5.6-sol"],
    ["gpt-5-6-sol", "openai/gpt-5.6-sol"],
    ["gpt_4o", "openai/gpt-4o"],
    ["models/gemini-3-pro-preview", "google/gemini-3-pro"],
    ["workers-ai/@cf/meta/llama-3.3-70b-instruct-fp8", "meta/llama-3.3-70b-instruct"],
    ["accounts/fireworks/models/deepseek-v4-pro", "deepseek/deepseek-v4-pro"],
    ["qwen/qwen3-30b-a3b-instruct-2507", "alibaba/qwen3-30b-a3b-instruct"],
    ["llama3.2:3b", "meta/llama-3.2-3b"],
    ["amazon.titan-embed-text-v2:0", "amazon/titan-embed-text-v2"],
    ["nousresearch/hermes-4-70b", "nousresearch/hermes-4-70b"],
  ])("takes %s for %s", (id, model) => {
    expect(identify(id, anywhere).model).toBe(model);
  });

  test("keeps a suffix that is no known attribute, since it may be another model", () => {
    expect(identify("gpt-5.6-sol-cyber", anywhere).model).toBe("openai/gpt-5.6-sol-cyber");
    expect(identify("claude-mythos-5-mini", anywhere).model).toBe("anthropic/mythos-5-mini");
    expect(identify("kimi-k2-thinking", anywhere).model).toBe("moonshot/kimi-k2-thinking");
  });

  test("tells attributes from the name", () => {
    expect(identify("gpt-5-thinking", openai).attributes).toMatchObject({ effort: "thinking" });
    expect(identify("gpt-4o-2024-08-06", openai).attributes).toMatchObject({ date: "2024-08-06" });
    expect(identify("zai-org/GLM-5-FP8", anywhere).attributes).toMatchObject({ quantization: "fp8" });
    expect(identify("ft:gpt-4o-mini-2024-07-18:acme:support:AbCd1234", openai)).toMatchObject({
      model: "openai/gpt-4o-mini",
      attributes: { fineTuned: true, date: "2024-07-18" },
    });
  });

  test.each([
    ["a Cyrillic letter", "gpt-4\u043e"],
    ["a Cyrillic first letter", "\u0441laude-opus-4-5"],
    ["full-width letters", "\uff47\uff50\uff54-5"],
    ["a zero-width space", "gpt-\u200b5"],
    ["the Kelvin sign", "\u212aimi-k2.6"],
    ["a soft hyphen", "claude\u00ad-opus-4-5"],
    ["a percent-encoded look-alike", "gpt-4%D0%BE"],
    ["a space", "gpt 5"],
    ["a line break", "gpt-5\n"],
    ["nothing", ""],
    ["a name that is too long", `gpt-5-${"x".repeat(300)}`],
  ])("names no model for an id with %s", (_, id) => {
    expect(identify(id, openai).model).toBeNull();
  });

  test.each([
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/mi1dadi0g15f",
    "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/claude-opus-4-5",
  ])("names no model for %s, which the customer named", (id) => {
    expect(identify(id, anywhere).model).toBeNull();
  });

  test.each(["auto", "expert", "default", "9d8ca3786ebdfbea", "019a0000-0000-7000-8000-000000000001"])(
    "names no model for %s, even at a lab's own service",
    (id) => {
      expect(identify(id, openai).model).toBeNull();
    },
  );

  test("gives an unknown name to the lab whose own service it is, and to nobody at a reseller's", () => {
    expect(identify("orion-1", openai).model).toBe("openai/orion-1");
    expect(identify("orion-1", anywhere).model).toBeNull();
  });
});

describe("canonicalModel", () => {
  test.each([
    ["openai/gpt-5-5", "openai/gpt-5.5"],
    ["OpenAI/GPT-5.5", "openai/gpt-5.5"],
    ["anthropic/claude-opus-4.8", "anthropic/claude-opus-4-8"],
    ["anthropic/claude-fable-5", "anthropic/fable-5"],
    ["anthropic/mythos-5", "anthropic/mythos-5"],
    ["google/gemini-3-pro", "google/gemini-3-pro"],
    ["zhipuai/glm-4-6", "zhipu/glm-4.6"],
    ["anthropic/claude-*", "anthropic/claude-*"],
    ["acme/house-model", "acme/house-model"],
  ])("spells %s as %s", (id, spelled) => {
    expect(canonicalModel(id)).toBe(spelled);
  });

  test("says of its own spelling nothing new", () => {
    for (const { model } of pairs) expect(canonicalModel(canonicalModel(model))).toBe(canonicalModel(model));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,9}\/[a-z0-9.:-]{1,30}$/), (id) => {
        expect(canonicalModel(canonicalModel(id))).toBe(canonicalModel(id));
      }),
      { numRuns: 500 },
    );
  });

  test("meets what the wire says, for every pair of models.dev that is found", () => {
    for (const { model } of pairs) {
      const bare = model.slice(model.indexOf("/") + 1);
      expect(identify(`${truth(model).split("/")[0]}/${bare}`, anywhere).model).toBe(truth(model));
    }
  });
});
