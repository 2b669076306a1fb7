import { type Contestant, inBothBrowsers, takeTurns } from "./call-contestants.ts";
import { type BenchRow, rowsOf } from "./row.ts";

/** Calls in one turn of one browser. */
const TURN = 5;
const SIZES = [
  { name: "4 kB", bytes: 4_000, rounds: 60 },
  { name: "100 kB", bytes: 100_000, rounds: 40 },
  { name: "1 MB", bytes: 1_000_000, rounds: 25 },
];

const TARGETS = [
  ["one governed call", "https://api.openai.com/v1/chat/completions"],
  ["one ungoverned call", "https://data.example/lab/status?code=200"],
] as const;

/**
 * The time of one call as the page sees it, governed (a fake of `api.openai.com` on loopback) and to a host that is no AI
 * service, with Lanyard, with no extension and with listeners that do nothing; in Chromium, and in Firefox where it is.
 */
export async function* callBench(): AsyncGenerator<BenchRow> {
  for await (const { browser, contestants } of inBothBrowsers()) {
    for (const [what, url] of TARGETS) {
      for (const { name, bytes, rounds } of SIZES) {
        const turn = (one: Contestant) => one.evaluate(timedCalls, { url, bytes, calls: TURN });
        const samples = await takeTurns(contestants, rounds, turn);
        yield* rowsOf(`${what}, ${browser}`, name, "ms", samples);
      }
    }
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
