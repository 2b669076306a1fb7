import { prepare } from "../../shared/policy/authority.ts";
import { decide } from "../../shared/policy/decide.ts";
import { judge } from "../../shared/policy/judge.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import { type Ask, type AskLater, CONTESTANTS, policyOf, requestOf } from "./contestants.ts";
import { heldBy } from "./held.ts";
import { type BenchRow, quantile, rowsOf } from "./row.ts";
import { modelOf, PERSON, type Question, QUESTIONS, questionsOf, rulesOf } from "./rules.ts";

const SIZES = [10, 1_000, 10_000, 100_000];

const ROUNDS = 9;

/** How long one contestant runs in one round, in milliseconds; nobody is asked less than once. */
const TURN = 30;

/** Decisions that are timed one by one in a turn: as many as there is time for, and no more than these. */
const SINGLES = 200;

/** A contestant that is built, and what one of its decisions costs in milliseconds, roughly. */
interface Ready {
  readonly name: string;
  readonly asked: { readonly ask: Ask } | { readonly later: AskLater };
  readonly cost: number;
}

/**
 * Decisions a second, and the time of one, at 10 to 100,000 rules beside peers on rules that mean the same; and what
 * each of them takes to build. The contestants take turns within each round, after agreeing on the questions.
 * Whoever would take over ten seconds is left out: `upTo` of `CONTESTANTS`.
 */
export async function* decideBench(): AsyncGenerator<BenchRow> {
  for (const size of SIZES) {
    const questions = questionsOf(size);
    const builds: BenchRow[] = [];
    const contestants = await built(size, questions, builds);
    await agree(contestants, questions);
    yield* await takeTurns(size, contestants, questions);
    yield* firstMeetings(size);
    yield* builds;
  }
}

/** Builds everybody who takes part, one after the other, and writes down time and memory. */
async function built(
  size: number,
  questions: readonly Question[],
  rows: BenchRow[],
): Promise<readonly Ready[]> {
  const rules = rulesOf(size);
  const [times, memory] = [new Map<string, number[]>(), new Map<string, number[]>()];
  const ready: Ready[] = [];
  for (const { name, build } of CONTESTANTS.filter(({ upTo }) => size <= upTo)) {
    const began = performance.now();
    const asked = await build(rules);
    times.set(name, [performance.now() - began]);
    memory.set(name, [await heldBy(name, size)]);
    ready.push({ name, asked, cost: await costOf(asked, questions) });
  }
  rows.push(
    ...rowsOf("decide, build from rules", size, "ms", times),
    ...rowsOf("decide, memory held", size, "MB", memory),
  );
  return ready;
}

/** Milliseconds of one decision: the quickest of a few, since the first ones are slow for everybody. */
async function costOf(asked: Ready["asked"], questions: readonly Question[]): Promise<number> {
  let cost = Infinity;
  const end = performance.now() + TURN;
  for (const question of questions.slice(0, SINGLES)) {
    const began = performance.now();
    await answer(asked, question);
    cost = Math.min(cost, performance.now() - began);
    if (performance.now() > end) break;
  }
  return cost;
}

async function answer(asked: Ready["asked"], question: Question): Promise<boolean> {
  return "ask" in asked ? asked.ask(question) : asked.later(question);
}

/** Everybody must give everybody's answers; the slow ones are asked for a second or two. */
async function agree(contestants: readonly Ready[], questions: readonly Question[]): Promise<void> {
  const [first, ...others] = contestants;
  if (first === undefined) return;
  const expected: boolean[] = [];
  for (const question of questions) expected.push(await answer(first.asked, question));
  if (new Set(expected).size < 2) throw new Error("The questions are all answered the same.");
  for (const { name, asked, cost } of others) {
    const some = questions.slice(0, timesIn(2_000, cost, QUESTIONS));
    for (const [index, question] of some.entries()) {
      if ((await answer(asked, question)) !== expected[index])
        throw new Error(`${first.name} and ${name} disagree on ${JSON.stringify(question)}.`);
    }
  }
}

/** How often something fits into a time: at least once, at most `most` times. */
function timesIn(milliseconds: number, cost: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(milliseconds / cost)));
}

async function takeTurns(
  size: number,
  contestants: readonly Ready[],
  questions: readonly Question[],
): Promise<BenchRow[]> {
  const empty = (): Map<string, number[]> => new Map(contestants.map(({ name }) => [name, []]));
  const [rates, middles, tails] = [empty(), empty(), empty()];
  for (let round = 0; round < ROUNDS + 1; round++) {
    for (const contestant of contestants) {
      const { name } = contestant;
      const perSecond = await rate(contestant, questions);
      const times = await timesOf(contestant, questions);
      if (round === 0) continue; // to warm up
      rates.get(name)?.push(perSecond);
      middles.get(name)?.push(quantile(times, 0.5));
      tails.get(name)?.push(quantile(times, 0.99));
    }
  }
  return [
    ...rowsOf("decide", size, "decisions/s", rates),
    ...rowsOf("decide, p50 of one decision", size, "µs", middles),
    ...rowsOf("decide, p99 of one decision", size, "µs", tails),
  ];
}

/** Decisions a second over one turn. The clock is read once in many questions: it costs more than a decision. */
async function rate({ asked, cost }: Ready, questions: readonly Question[]): Promise<number> {
  const steps = timesIn(TURN / 4, cost, 20);
  const began = performance.now();
  let count = 0;
  let now = began;
  while (now - began < TURN) {
    if ("ask" in asked) askMany(asked.ask, questions, count, steps);
    else await waitForMany(asked.later, questions, count, steps);
    count += steps;
    now = performance.now();
  }
  return (count / (now - began)) * 1_000;
}

function askMany(ask: Ask, questions: readonly Question[], from: number, steps: number): void {
  for (let step = 0; step < steps; step++) {
    const question = questions[(from + step) % QUESTIONS];
    if (question) ask(question);
  }
}

async function waitForMany(
  later: AskLater,
  questions: readonly Question[],
  from: number,
  steps: number,
): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const question = questions[(from + step) % QUESTIONS];
    if (question) await later(question);
  }
}

/** Microseconds of single decisions, the clock's own time (some 0.05 µs) included for everybody. */
async function timesOf({ asked, cost }: Ready, questions: readonly Question[]): Promise<number[]> {
  const times: number[] = [];
  for (const question of questions.slice(0, timesIn(3 * TURN, cost, SINGLES))) {
    const began = performance.now();
    if ("ask" in asked) asked.ask(question);
    else await asked.later(question);
    times.push((performance.now() - began) * 1_000);
  }
  return times;
}

function asking(model: string) {
  return requestOf({ action: "chat", model, account: "corporate" });
}

/** What Lanyard's memory hides: the first question about a model, and a denial with all its words. */
function firstMeetings(size: number): BenchRow[] {
  const clearance = resolve(policyOf(rulesOf(size)), PERSON);
  const unseen: number[] = [];
  const worded: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const authority = prepare(clearance);
    const names = Array.from({ length: SINGLES }, (_, index) =>
      index % 2 === 0 ? modelOf(index) : `no/${round}-${index}`,
    );
    unseen.push(median(names.map((name) => micros(() => judge(authority, asking(name))))));
    worded.push(median(names.map((name) => micros(() => decide(authority, asking(`no/${name}`))))));
  }
  return [
    ...rowsOf("decide, a model never seen before", size, "µs", new Map([["Lanyard", unseen]])),
    ...rowsOf("decide, a denial with its words", size, "µs", new Map([["Lanyard", worded]])),
  ];
}

function median(times: readonly number[]): number {
  return quantile(times, 0.5);
}

function micros(run: () => unknown): number {
  const began = performance.now();
  run();
  return (performance.now() - began) * 1_000;
}

if (import.meta.main) {
  for await (const row of decideBench()) {
    const against = Object.entries(row.against).map(([name, ratio]) => `${ratio.toPrecision(3)} x ${name}`);
    console.log(
      row.what.padEnd(36),
      row.of.padEnd(18),
      String(row.size).padEnd(7),
      row.median.toPrecision(4),
      row.unit,
      against.join(", "),
    );
  }
}
