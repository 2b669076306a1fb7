import { rm } from "node:fs/promises";
import { join } from "node:path";
import { callFrom, chatCall, type PageCall } from "../e2e/calls.ts";
import type { Endpoint } from "../fleet/endpoint.ts";
import { Fleet } from "../fleet/fleet.ts";
import { Many } from "../fleet/many.ts";
import { SAMPLE } from "../story/lives.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const PEOPLE = [
  "engineer-04@example.com",
  "engineer-52@borealis.example",
  "engineer-08@atlas.example",
  "engineer-17@example.com",
  "engineer-53@borealis.example",
];
const CALL = chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.5");
const ROUNDS = { nudge: 50, poll: 8, many: 10 };
/** Seconds between two looks where nothing nudges. */
const POLL = 15;
const MANY = 1_000;

/**
 * From the return of `directive issue` to the first denied call in a tab that was open before, at five endpoints with
 * browsers; and to a thousand simulated ones, with what that costs server and broker. Debian's nginx and Mosquitto.
 */
export async function* rolloutBench(): AsyncGenerator<BenchRow> {
  const ways = new Map<string, readonly number[]>();
  ways.set("nudge", await inTabs({ nudge: true }, ROUNDS.nudge));
  ways.set(`poll every ${POLL} s`, await inTabs({ nudge: false, poll: POLL }, ROUNDS.poll));
  yield* rowsOf("a directive to the first denied call", `${PEOPLE.length} endpoints`, "ms", ways);
  yield* toMany();
}

async function opened(options: { readonly nudge: boolean; readonly poll?: number }): Promise<Fleet> {
  const fleet = await Fleet.open({ sample: SAMPLE, ...options });
  await rm(join(fleet.desk.folder, "policy/tests"), { recursive: true });
  await fleet.desk.publish();
  return fleet;
}

async function inTabs(
  options: { readonly nudge: boolean; readonly poll?: number },
  rounds: number,
): Promise<readonly number[]> {
  const fleet = await opened(options);
  try {
    for (const person of PEOPLE) await fleet.join(person, "https://claude.ai/");
    const took: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const id = `hold-${round}`;
      const denials = Promise.all(fleet.endpoints.map((one) => turned(one, "deny")));
      const returned = await fleet.desk.issue("--id", id, ...HOLD);
      took.push(...(await denials).map((at) => Math.max(0, at - returned)));
      await fleet.desk.withdraw(id);
      await Promise.all(fleet.endpoints.map((one) => turned(one, "permit")));
    }
    return took;
  } finally {
    await fleet.close();
  }
}

const HOLD = ["--forbid", "all", "--models", "openai/gpt-5.5", "--because", "GPT-5.5 is on hold."];

/** The moment at which the open tab first gets this for its call. */
async function turned({ tab }: Endpoint, wanted: "permit" | "deny"): Promise<number> {
  const call: PageCall = CALL;
  for (;;) {
    const seen = await callFrom(tab, call);
    if (("status" in seen && seen.status === 200) === (wanted === "permit")) return Date.now();
  }
}

async function* toMany(): AsyncGenerator<BenchRow> {
  const fleet = await opened({ nudge: true });
  const many = await Many.start(fleet, MANY);
  try {
    const took: number[] = [];
    const before = await costs(fleet);
    for (let round = 0; round < ROUNDS.many; round += 1) {
      const next = many.newest + 1;
      const returned = await fleet.desk.issue("--id", `hold-${round}`, ...HOLD);
      took.push(...(await many.obeyed(next)).map((at) => Math.max(0, at - returned)));
    }
    const after = await costs(fleet);
    const size = `${MANY} endpoints`;
    yield* rowsOf("a directive to the endpoint's obedience", size, "ms", new Map([["nudge", took]]));
    for (const [what, unit] of COSTS) {
      const each = (after[what] - before[what]) / ROUNDS.many / MANY;
      yield* rowsOf(`${what} of a directive, each endpoint`, size, unit, new Map([["nudge", [each]]]));
    }
  } finally {
    await many.stop();
    await fleet.close();
  }
}

const COSTS = [
  ["requests", ""],
  ["bytes sent", "B"],
  ["nginx's processor", "ms"],
  ["Mosquitto's processor", "ms"],
] as const;

async function costs({ nginx, broker }: Fleet): Promise<Record<(typeof COSTS)[number][0], number>> {
  const { requests, bytes } = await nginx.traffic();
  return {
    requests,
    "bytes sent": bytes,
    "nginx's processor": await nginx.process.processorTime(),
    "Mosquitto's processor": (await broker?.process.processorTime()) ?? 0,
  };
}
