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
