import { inBothBrowsers, takeTurns } from "./call-contestants.ts";
import { type BenchRow, rowsOf } from "./row.ts";

/** Milliseconds between the words of a streamed reply, how often its sentence is said, and how many replies each reads. */
const STREAM = { pause: 2, times: 20, rounds: 10 };

/** The time from one piece of a streamed reply of a governed call to the next, as the page reads them. */
export async function* pieceBench(): AsyncGenerator<BenchRow> {
  const url = `https://api.openai.com/v1/chat/completions?times=${STREAM.times}`;
  for await (const { browser, contestants } of inBothBrowsers(STREAM.pause)) {
    const gaps = await takeTurns(contestants, STREAM.rounds, (one) => one.evaluate(timedPieces, { url }));
    yield* rowsOf(`one piece of a reply, ${browser}`, "", "ms", gaps);
  }
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
