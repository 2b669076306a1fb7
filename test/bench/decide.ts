import {
  type Ask,
  casl,
  cedarWasm,
  lanyard,
  modelOf,
  PERSON,
  policyOf,
  type Question,
  rulesOf,
} from "./contestants.ts";
import { prepare } from "../../shared/policy/authority.ts";
import { compile } from "../../shared/policy/compile.ts";
import { decide } from "../../shared/policy/decide.ts";
import { judge } from "../../shared/policy/judge.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import { type BenchRow, quantile, rowsOf } from "./row.ts";

const SIZES = [10, 1_000, 10_000, 100_000];

/** Above it Cedar's policy set takes minutes to parse and milliseconds to ask: it is left out there. */
const CEDAR_LIMIT = 1_000;

const ROUNDS = 9;

/** How long one contestant runs in one round, in milliseconds. */
const TURN = 30;

/** Decisions that are timed one by one in a turn. */
const SINGLES = 200;

const QUESTIONS = 1_000;

/**
 * Decisions a second, and the time of one, at 10 to 100,000 rules beside CASL and Cedar on rules that mean the
 * same. The contestants take turns within each round, after agreeing on the effect of every question.
 */
export async function* decideBench(): AsyncGenerator<BenchRow> {
  for (const size of SIZES) {
    const rules = rulesOf(size);
    const contestants = new Map<string, Ask>([
      ["Lanyard", lanyard(rules)],
      ["CASL", casl(rules)],
    ]);
    if (size <= CEDAR_LIMIT) contestants.set("Cedar", cedarWasm(rules));
    const questions = questionsOf(size);
    agree(contestants, questions);
    yield* takeTurns(size, contestants, questions);
    yield* firstMeetings(size);
  }
}

/** Questions spread over the rules, the same in each run, with some about models that no rule names. */
function questionsOf(size: number): readonly Question[] {
  const actions = ["chat", "embedding", "weights_download", "image"] as const;
  let state = 17;
  const upTo = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: QUESTIONS }, () => ({
    action: actions[upTo(5)] ?? "chat",
    model: modelOf(upTo(size * 1.05)),
    account: upTo(4) === 0 ? "personal" : "corporate",
  }));
}

function agree(contestants: ReadonlyMap<string, Ask>, questions: readonly Question[]): void {
  const counted = { permit: 0, deny: 0 };
  for (const question of questions) {
    const answers = new Set([...contestants.values()].map((ask) => ask(question)));
    if (answers.size > 1) throw new Error(`The contestants disagree on ${JSON.stringify(question)}.`);
    counted[answers.has(true) ? "permit" : "deny"] += 1;
  }
  if (counted.permit === 0 || counted.deny === 0) throw new Error("The questions are all answered the same.");
}

function takeTurns(
  size: number,
  contestants: ReadonlyMap<string, Ask>,
  questions: readonly Question[],
): BenchRow[] {
  const empty = (): Map<string, number[]> => new Map([...contestants.keys()].map((name) => [name, []]));
  const [rates, middles, tails] = [empty(), empty(), empty()];
  for (const ask of contestants.values()) rate(ask, questions);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, ask] of contestants) {
      rates.get(name)?.push(rate(ask, questions));
      const times = timesOf(ask, questions);
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

/** Decisions a second over one turn. The clock is read once in 20 questions: it costs more than a decision. */
function rate(ask: Ask, questions: readonly Question[]): number {
  const began = performance.now();
  let asked = 0;
  let now = began;
  while (now - began < TURN) {
    for (let step = 0; step < 20; step++) {
      const question = questions[asked % QUESTIONS];
      if (question) ask(question);
      asked += 1;
    }
    now = performance.now();
  }
  return (asked / (now - began)) * 1_000;
}

/** Microseconds of single decisions, the clock's own time (some 0.05 µs) included for everybody. */
function timesOf(ask: Ask, questions: readonly Question[]): number[] {
  return questions.slice(0, SINGLES).map((question) => {
    const began = performance.now();
    ask(question);
    return (performance.now() - began) * 1_000;
  });
}

/** What Lanyard's memory hides: the first question about a model, and a denial with all its words. */
function firstMeetings(size: number): BenchRow[] {
  const clearance = resolve(
    compile(policyOf(rulesOf(size)), (id) => id),
    PERSON,
  );
  const base = {
    action: "chat",
    account: "corporate",
    inspectable: true,
    time: 0,
    agentAway: false,
  } as const;
  const unseen: number[] = [];
  const worded: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const authority = prepare(clearance);
    const names = Array.from({ length: SINGLES }, (_, index) =>
      index % 2 === 0 ? modelOf(index) : `no/${round}-${index}`,
    );
    unseen.push(
      quantile(
        names.map((name) => micros(() => judge(authority, { ...base, models: [name] }))),
        0.5,
      ),
    );
    worded.push(
      quantile(
        names.map((name) => micros(() => decide(authority, { ...base, models: [`no/${name}`] }))),
        0.5,
      ),
    );
  }
  return [
    ...rowsOf("decide, a model never seen before", size, "µs", new Map([["Lanyard", unseen]])),
    ...rowsOf("decide, a denial with its words", size, "µs", new Map([["Lanyard", worded]])),
  ];
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
      row.of.padEnd(8),
      String(row.size).padEnd(7),
      row.median.toPrecision(4),
      row.unit,
      against.join(", "),
    );
  }
}
