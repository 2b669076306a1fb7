import { World } from "../e2e/world.ts";
import { chromiumContestants, type Contestant, takeTurns } from "./call-contestants.ts";
import { type BenchRow, rowsOf } from "./row.ts";

/** Calls in one turn of one browser. */
const TURN = 5;
const SIZES = [
  { name: "4 kB", bytes: 4_000, rounds: 60 },
  { name: "100 kB", bytes: 100_000, rounds: 40 },
  { name: "1 MB", bytes: 1_000_000, rounds: 25 },
];
/** Pieces of one streamed reply: so often is its sentence said, with 2 ms between its words. */
const STREAM = { pause: 2, times: 20, rounds: 10 };

const GOVERNED = "https://api.openai.com/v1/chat/completions";
const UNGOVERNED = "https://data.example/lab/status?code=200";

/**
 * The time of one call as the page sees it, governed (a fake of `api.openai.com` on loopback) and to a host that is no AI
 * service, with Lanyard, with no extension and with listeners that do nothing; and the time from one piece of a streamed
 * reply to the next.
 */
export async function* callBench(): AsyncGenerator<BenchRow> {
  const world = await World.open({ pause: STREAM.pause });
  try {
    await world.agent.start();
    const contestants = await chromiumContestants(world);
    for (const [what, url] of [
      ["one governed call", GOVERNED],
      ["one ungoverned call", UNGOVERNED],
    ] as const) {
      for (const { name, bytes, rounds } of SIZES) {
        const turn = (one: Contestant) => one.evaluate(timedCalls, { url, bytes, calls: TURN });
        yield* rowsOf(what, name, "ms", await takeTurns(contestants, rounds, turn));
      }
    }
    const url = `${GOVERNED}?times=${STREAM.times}`;
    const gaps = await takeTurns(contestants, STREAM.rounds, (one) => one.evaluate(timedPieces, { url }));
    yield* rowsOf("from one piece of a reply to the next", "", "ms", gaps);
  } finally {
    await world.close();
  }
}

/** Runs in the page: the milliseconds of each call, one after the other. */
async function timedCalls(asked: { url: string; bytes: number; calls: number }): Promise<number[]> {
  const content = "x".repeat(asked.bytes);
  const body = JSON.stringify({ messages: [{ role: "user", content }], model: "gpt-5.5" });
  const times: number[] = [];
  for (let n = 0; n < asked.calls; n += 1) {
    const began = performance.now();
    const reply = await fetch(asked.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    await reply.text();
    if (reply.status !== 200) throw new Error(`The call was answered with ${reply.status}.`);
    times.push(performance.now() - began);
  }
  return times;
}

/** Runs in the page: the milliseconds between the pieces of one streamed reply, as the page reads them. */
async function timedPieces({ url }: { url: string }): Promise<number[]> {
  const body = JSON.stringify({ messages: [], model: "gpt-5.5", stream: true });
  const reply = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  const gaps: number[] = [];
  let before = performance.now();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const now = performance.now();
    gaps.push(now - before);
    before = now;
  }
  return gaps.slice(1);
}
