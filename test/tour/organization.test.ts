import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parsePeople, type People } from "../../agent/facts/people.ts";
import { canonicalModel } from "../../shared/catalog/identity.ts";
import { prepare } from "../../shared/policy/authority.ts";
import { compile } from "../../shared/policy/compile.ts";
import { decide } from "../../shared/policy/decide.ts";
import { parse, type PolicyFile } from "../../shared/policy/parse.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import type { Decision } from "../../shared/schema/decision.ts";

const SAMPLE = join(import.meta.dirname, "organization");
const MYTHOS = "anthropic/mythos-5";
const FABLE = "anthropic/fable-5";

let people: People;
let inForce: readonly PolicyFile[];
let license: PolicyFile;
let onHold: PolicyFile;

beforeAll(async () => {
  const reading = parsePeople("people.yaml", await readFile(join(SAMPLE, "people.yaml"), "utf8"));
  if (!reading.ok) throw new Error(reading.problems.map((problem) => problem.message).join("\n"));
  people = reading.value;
  const names = await readdir(join(SAMPLE, "policy"));
  inForce = await Promise.all(names.map(async (name) => policyFile(`policy/${name}`)));
  license = await policyFile("later/license-2026-06-26.yaml");
  onHold = await policyFile("later/gpt-5.5-on-hold.yaml");
});

async function policyFile(file: string): Promise<PolicyFile> {
  return { file, text: await readFile(join(SAMPLE, file), "utf8") };
}

function chat(files: readonly PolicyFile[], id: string, models: readonly string[] | null): Decision {
  const parsed = parse(files);
  if (!("ok" in parsed)) throw new Error(JSON.stringify(parsed.problems, null, 1));
  const person = people.get(id);
  if (person === undefined) throw new Error(`There is no ${id} in people.yaml.`);
  return decide(prepare(resolve(compile(parsed.ok, canonicalModel), person)), {
    action: "chat",
    models,
    account: "unknown",
    inspectable: true,
    time: Date.UTC(2026, 5, 12, 23),
    agentAway: false,
  });
}

describe("on the evening of 12 June", () => {
  test.each([
    ["engineer-04@example.com", "permit"],
    ["engineer-17@example.com", "deny"],
    ["engineer-08@atlas.example", "deny"],
    ["engineer-23@example.com", "deny"],
    ["engineer-31@example.com", "deny"],
    ["marketer-02@example.com", "deny"],
  ])("for %s both models are a %s", (id, effect) => {
    for (const model of [MYTHOS, FABLE]) expect(chat(inForce, id, [model]).effect).toBe(effect);
  });

  test("a denial names the directive, what would give access, and Opus 4.8 first", () => {
    expect(chat(inForce, "engineer-17@example.com", [MYTHOS])).toMatchObject({
      ground: "rule",
      rules: ["is-informed-2026-06-12"],
      because: "A license is required before any foreign person uses this model.",
      missing: expect.arrayContaining([{ kind: "us_person", value: null }]) as unknown,
      instead: expect.arrayContaining(["anthropic/claude-opus-4-8"]) as unknown,
    });
  });

  test("GPT-5.6 Sol, and whatever may be it, is for listed organizations only", () => {
    const mayBeSol = ["openai/gpt-5.5", "openai/gpt-5.6-sol"];
    expect(chat(inForce, "engineer-17@example.com", ["openai/gpt-5.6-sol"]).effect).toBe("deny");
    expect(chat(inForce, "engineer-17@example.com", mayBeSol).effect).toBe("deny");
    expect(chat(inForce, "engineer-08@atlas.example", mayBeSol).effect).toBe("permit");
  });

  test("daily models are open to engineering, Gemini with a notice to IT, and to nobody else", () => {
    for (const model of ["openai/gpt-5.5", "anthropic/claude-opus-4-8", "google/gemini-3.1-pro"]) {
      expect(chat(inForce, "engineer-17@example.com", [model]).effect).toBe("permit");
      expect(chat(inForce, "marketer-02@example.com", [model]).effect).toBe("deny");
    }
    expect(chat(inForce, "engineer-17@example.com", ["google/gemini-3.1-pro"]).obligations).toEqual([
      "notify",
    ]);
  });

  test("DeepSeek is closed to everybody, and so is a model that cannot be told", () => {
    expect(chat(inForce, "engineer-04@example.com", ["deepseek/deepseek-v4-pro"]).rules).toEqual([
      "no-deepseek",
    ]);
    expect(chat(inForce, "engineer-04@example.com", null).ground).toBe("unidentified");
  });
});

test("the second letter opens Mythos 5 to Example Corp, and Fable 5 to nobody", () => {
  const files = [...inForce, license];
  for (const id of ["engineer-17@example.com", "engineer-23@example.com"]) {
    expect(chat(files, id, [MYTHOS]).effect).toBe("permit");
    expect(chat(files, id, [FABLE]).effect).toBe("deny");
  }
});

test("the hold closes GPT-5.5 and nothing else", () => {
  expect(chat([...inForce, onHold], "engineer-17@example.com", ["openai/gpt-5.5"]).rules).toEqual([
    "gpt-5.5-on-hold",
  ]);
  expect(chat([...inForce, onHold], "engineer-17@example.com", ["openai/gpt-5.2"]).effect).toBe("permit");
});
