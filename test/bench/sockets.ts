import type { Page } from "playwright";
import { launch } from "../browser/launch.ts";
import { startEchoSockets } from "../fake/echo-sockets.ts";
import { World } from "../e2e/world.ts";
import { type BenchRow, rowsOf } from "./row.ts";

const ROUNDS = 30;
/** Sockets in one turn of one browser. */
const TURN = 5;
const AI = "wss://api.openai.com/v1/realtime?model=gpt-5.5";
const OTHER = "wss://chat.intranet.example/";

/**
 * How long a page waits for a socket to open: to an AI service with Lanyard (judged, and through the agent's proxy and
 * the tests' own behind it), to another host with Lanyard, and without an extension. They take turns in one run.
 */
export async function* socketBench(): AsyncGenerator<BenchRow> {
  const ending = new AbortController();
  const world = await World.open();
  try {
    const echo = await startEchoSockets(ending.signal);
    world.tunnel.to(echo.port);
    await world.agent.start();
    const reached = {
      hosts: { "chatgpt.com": world.fakes.port, "*": echo.port },
      spki: `${world.fakes.spki},${echo.spki}`,
    };
    const guarded = await world.launchReady("unpacked", "sockets", reached);
    const bare = world.keep(await launch({ ...world.launchOptions("bare"), ...reached }, []));
    const [ours, theirs] = [await guarded.newPage(), await bare.newPage()];
    for (const page of [ours, theirs]) await page.goto("https://chatgpt.com/");
    const samples = await measure([
      { name: "Lanyard", page: ours, url: AI },
      { name: "Lanyard, another host", page: ours, url: OTHER },
      { name: "no extension", page: theirs, url: AI },
    ]);
    if (world.tunnel.asked.length < ROUNDS * TURN) throw new Error("Sockets went past the agent's proxy.");
    yield* rowsOf("opening a socket", "", "ms", samples);
  } finally {
    await world.close();
    ending.abort();
  }
}

async function measure(
  contestants: { name: string; page: Page; url: string }[],
): Promise<Map<string, number[]>> {
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]));
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const { name, page, url } of contestants) {
      const times = await page.evaluate(timedOpenings, { url, sockets: TURN });
      if (round >= 0) samples.get(name)?.push(...times);
    }
    contestants.push(...contestants.splice(0, 1)); // another goes first each round
  }
  return samples;
}

/** Runs in the page: the milliseconds until each socket opens, one after the other. */
async function timedOpenings({ url, sockets }: { url: string; sockets: number }): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < sockets; n += 1) {
    const began = performance.now();
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", () => reject(new Error(`${url} does not open.`)));
    });
    times.push(performance.now() - began);
    socket.close();
    await new Promise((resolve) => socket.addEventListener("close", resolve));
  }
  return times;
}
