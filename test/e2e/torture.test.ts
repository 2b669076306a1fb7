import { expect, test } from "vitest";
import { torture } from "../torture/torture.ts";

test("an agent and a writer that are killed again and again lose nothing that they acknowledged", async () => {
  const { acknowledged, ...outcome } = await torture(16, () => undefined);
  expect(outcome).toEqual({ kills: 16, lost: 0, doubled: 0, verified: true, findings: [] });
  expect(acknowledged).toBeGreaterThan(1_000);
});
