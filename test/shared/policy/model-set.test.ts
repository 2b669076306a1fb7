import { describe, expect, test } from "vitest";
import { modelsFor } from "../../../shared/policy/model-set.ts";

const sets = [
  { service: "copilot", sent: "Auto", models: ["lab/one"] },
  { service: "copilot", sent: "auto", models: ["lab/two", "lab/one"] },
  { service: "copilot", sent: "", models: ["lab/quiet"] },
];
const call = { service: "copilot", modelAsSent: "auto", model: "lab/auto", mayBe: ["lab/guess"] };

describe("the models that a call may be for (P7)", () => {
  test("are those of the policy, before what the catalog says, in whatever case the page writes", () => {
    expect(modelsFor({ sets }, call)).toEqual(["lab/one", "lab/two"]);
    expect(modelsFor({ sets }, { ...call, modelAsSent: "AUTO" })).toEqual(["lab/one", "lab/two"]);
    expect(modelsFor({ sets }, { ...call, modelAsSent: null })).toEqual(["lab/quiet"]);
  });

  test("are else the model that was recognized, else those it may be, else not known", () => {
    const other = { ...call, service: "other" };
    expect(modelsFor({ sets }, other)).toEqual(["lab/auto"]);
    expect(modelsFor({ sets }, { ...other, model: null })).toEqual(["lab/guess"]);
    expect(modelsFor({ sets }, { ...other, model: null, mayBe: null })).toBeNull();
  });
});

describe("a string that means different models in different places", () => {
  const nothing = { service: "azure-openai", modelAsSent: "prod", model: null, mayBe: null };
  const azure = [
    { service: "azure-openai", sent: "prod", host: "east.openai.azure.com", models: ["openai/gpt-5.5"] },
    { service: "azure-openai", sent: "prod", host: "west.openai.azure.com", models: ["openai/o3"] },
    { service: "azure-openai", sent: "*", host: "LAB-*.openai.azure.com", models: ["openai/gpt-4o"] },
  ];

  test("means those of its host, and on a host that nobody mapped it stays unidentified", () => {
    const on = (host: string) => modelsFor({ sets: azure }, { ...nothing, host });
    expect(on("east.openai.azure.com")).toEqual(["openai/gpt-5.5"]);
    expect(on("west.openai.azure.com")).toEqual(["openai/o3"]);
    expect(on("lab-7.openai.azure.com")).toEqual(["openai/gpt-4o"]);
    expect(on("other.openai.azure.com")).toBeNull();
    expect(modelsFor({ sets: azure }, nothing)).toBeNull();
  });

  test("is met by a pattern only where the catalog does not know it", () => {
    const said = [{ service: "azure-openai", sent: "gpt-*", models: ["openai/gpt-4o"] }];
    const known = { ...nothing, modelAsSent: "gpt-5.5", model: "openai/gpt-5.5" };
    expect(modelsFor({ sets: said }, known)).toEqual(["openai/gpt-5.5"]);
    expect(
      modelsFor({ sets: said }, { ...known, model: null, mayBe: ["openai/gpt-5.5", "openai/o3"] }),
    ).toHaveLength(2);
    expect(modelsFor({ sets: said }, { ...nothing, modelAsSent: "GPT-house" })).toEqual(["openai/gpt-4o"]);
  });

  test("means, beside a custom GPT, what the policy says of both together, and nothing by the GPT alone", () => {
    const said = [{ service: "chatgpt-web", sent: "auto", alias: "g-abc", models: ["openai/gpt-5.5"] }];
    const auto = {
      service: "chatgpt-web",
      modelAsSent: "auto",
      model: null,
      mayBe: ["openai/gpt-5.5", "openai/o3"],
    };
    expect(modelsFor({ sets: said }, { ...auto, alias: "g-ABC" })).toEqual(["openai/gpt-5.5"]);
    expect(modelsFor({ sets: said }, { ...auto, alias: "g-other" })).toHaveLength(2);
    expect(modelsFor({ sets: said }, { ...auto, alias: null })).toHaveLength(2);
    const named = { ...auto, modelAsSent: "o3", model: "openai/o3", mayBe: null };
    expect(modelsFor({ sets: said }, { ...named, alias: "g-abc" })).toEqual(["openai/o3"]);
  });
});

describe("what the page alone says of a string", () => {
  const hash = { service: "gemini-web", modelAsSent: "0123", model: null, mayBe: null };

  test("comes beside the unidentified model, and only where nobody else knows anything", () => {
    expect(modelsFor({ sets: [] }, { ...hash, pageNamed: ["google/gemini-3-pro"] })).toEqual([
      "",
      "google/gemini-3-pro",
    ]);
    const known = { ...hash, model: "anthropic/mythos-5", pageNamed: ["openai/gpt-5.5"] };
    expect(modelsFor({ sets: [] }, known)).toEqual(["anthropic/mythos-5"]);
  });
});
