import { afterAll, beforeAll, expect, test } from "vitest";
import { lanyard } from "./agent-process.ts";
import { World } from "./world.ts";

interface Finding {
  readonly state: string;
  readonly about: string;
  readonly sentence: string;
}

let world: World;

beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

async function doctor(): Promise<{ readonly code: number; readonly findings: readonly Finding[] }> {
  const { code, stdout } = await lanyard("doctor", "--json", "--config", `${world.folder}/agent.yaml`);
  return { code, findings: (JSON.parse(stdout) as { findings: Finding[] }).findings };
}

test("the doctor says that no agent runs, and what starts one", async () => {
  const { code, findings } = await doctor();
  expect(code).toBe(1);
  expect(findings[0]).toMatchObject({ state: "open", about: "agent", mend: "Start it: lanyard agent run" });
});

test("the doctor hears from the agent what it obeys, and which browser is connected", async () => {
  await world.agent.start();
  await world.launchReady("forced");
  const { findings } = await doctor();
  const well = findings.filter(({ state }) => state === "well").map(({ sentence }) => sentence);
  expect(well).toContainEqual(expect.stringMatching(/^The agent runs, version /));
  expect(well).toContain("It decides for engineer-17@example.com at Example Corp.");
  expect(well).toContainEqual(
    expect.stringMatching(/^Policy .* 4 rules is in force, looked at less than a minute ago/),
  );
  expect(well).toContain("The clock agrees with what is recorded.");
  expect(well).toContainEqual(expect.stringMatching(/^The extension is connected, version /));
});
