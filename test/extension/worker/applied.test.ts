import { expect, test } from "vitest";
import { Applied } from "../../../extension/worker/applied.ts";

test("a revision is told once for each line to the agent", () => {
  const told: string[] = [];
  const applied = new Applied((revision) => told.push(revision));
  for (const revision of [null, "r1", "r1", "r2", "r1"]) applied.now(revision);
  expect(told).toEqual(["r1", "r2", "r1"]);
  applied.forget();
  applied.now("r1");
  expect(told).toEqual(["r1", "r2", "r1", "r1"]);
});
