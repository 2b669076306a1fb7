import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { callFrom } from "../e2e/calls.ts";
import { until } from "../e2e/until.ts";
import type { Desk } from "../fleet/desk.ts";
import type { Endpoint } from "../fleet/endpoint.ts";
import { Fleet } from "../fleet/fleet.ts";
import { DAYS, type Day } from "../tour/days.ts";
import { type Asked, GATEWAY_POLICY, type Life, LIVES, SAMPLE } from "./lives.ts";

/** What one person got for one model at one step. */
export interface Cell {
  readonly person: string;
  readonly step: string;
  readonly model: string;
  readonly expected: "permit" | "deny";
  readonly got: "permit" | "deny";
}

/** The story as it went. */
export interface Story {
  readonly cells: readonly Cell[];
  /** From the signature to enforcement in the browser, of each person at each step after the first, in that order. */
  readonly secondsToEnforce: readonly number[];
}

/** The five people who live it, each at a machine of their own. */
const PEOPLE = [
  "engineer-04@example.com",
  "engineer-52@borealis.example",
  "engineer-08@atlas.example",
  "engineer-17@example.com",
  "marketer-02@example.com",
];
const DIRECTIVE = "is-informed-2026-06-12";

/** Lives the story of June 2026: IT publishes each step by commands, five people call the models in tabs that stay open. */
export async function liveStory(say: (line: string) => void): Promise<Story> {
  const fleet = await Fleet.open({ sample: SAMPLE, nudge: true });
  try {
    const policy = join(fleet.desk.folder, "policy");
    await writeFile(join(policy, "gateway.yaml"), GATEWAY_POLICY);
    // What it promises of later days is kept here by publishing them.
    await rm(join(policy, "tests/story-of-june-2026.yaml"));
    return await liveThrough(fleet, say);
  } finally {
    await fleet.close();
  }
}

async function liveThrough(fleet: Fleet, say: (line: string) => void): Promise<Story> {
  const cells: Cell[] = [];
  const secondsToEnforce: number[] = [];
  for (const [day, step] of DAYS.entries()) {
    say(`${step.date}: ${step.words}`);
    const began = await take(fleet.desk, step, day);
    if (day === 0) {
      for (const person of PEOPLE) await fleet.join(person, "https://claude.ai/");
      say(`${PEOPLE.length} people sit down`);
    } else secondsToEnforce.push(...(await Promise.all(fleet.endpoints.map((one) => enforced(one, began)))));
    for (const endpoint of fleet.endpoints) cells.push(...(await callAll(endpoint, day, step.date)));
  }
  return { cells, secondsToEnforce };
}

/** What IT does on a day; gives the moment before its last command. */
async function take(desk: Desk, { publish, withdraw }: Day, day: number): Promise<number> {
  const began = Date.now();
  const policy = publish.filter((file) => !file.startsWith("directive"));
  for (const file of policy) await desk.add(join(SAMPLE, "later", file), file);
  if (day === 0 || policy.length > 0) await desk.publish();
  for (const file of publish)
    if (!policy.includes(file)) await desk.issue("--file", join(SAMPLE, "later", file));
  if (withdraw.length === 0) return began;
  const last = Date.now();
  await desk.withdraw(DIRECTIVE);
  return last;
}

/** Seconds from the signature of what came after a moment to its enforcement here. */
async function enforced(endpoint: Endpoint, after: number): Promise<number> {
  let took = 0;
  await until(`${endpoint.person} has it`, async () => {
    const newest = (await endpoint.enforced()).findLast(({ issued }) => (issued ?? 0) >= after);
    took = newest?.took ?? 0;
    return newest !== undefined;
  });
  return took / 1_000;
}

async function callAll({ person, tab }: Endpoint, day: number, step: string): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const { models, open } of LIVES.filter((life: Life) => life.person === person)) {
    for (const asked of models) {
      const expected = open[day]?.includes(asked.model) === true ? "permit" : "deny";
      cells.push({ person, step, model: asked.model, expected, got: await call(tab, asked) });
    }
  }
  return cells;
}

async function call(tab: Endpoint["tab"], asked: Asked): Promise<Cell["got"]> {
  const seen = await callFrom(tab, asked.call);
  return "status" in seen && seen.status === 200 ? "permit" : "deny";
}
