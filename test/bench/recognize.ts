import { indexCatalog, recognize, type Catalog } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import type { Call } from "../../shared/schema/call.ts";
import { type BenchRow, quantile, rowsOf } from "./row.ts";

const SIZES: readonly (readonly [name: string, bytes: number])[] = [
  ["4 kB", 4_000],
  ["100 kB", 100_000],
  ["20 MB", 20_000_000],
];
const COUNTS = [10, 500];
/** How long one contestant runs, in milliseconds, and the least number of times. */
const TURN = 1_000;
const LEAST = 10;

/**
 * The time of one recognition of a chat whose model stands at its end, beside `JSON.parse` of the same body: of its bytes,
 * as we get them, of a text that is decoded already, and of its bytes with the prompt taken out of the result as we do.
 */
export async function* recognizeBench(): AsyncGenerator<BenchRow> {
  for (const count of COUNTS) {
    const catalog = catalogOf(count);
    for (const [name, bytes] of SIZES) yield* beside(catalog, `${name}, ${count} services`, chatOf(bytes));
  }
}

function* beside(catalog: Catalog, size: string, bytes: Uint8Array): Generator<BenchRow> {
  const call: Call = {
    method: "POST",
    url: "https://api.openai.com/v1/chat/completions",
    headers: {},
    body: { kind: "bytes", bytes },
    frames: [],
  };
  if (recognize(catalog, call, { prompt: false })?.model !== "openai/gpt-5.5")
    throw new Error("Not recognized.");
  const decoder = new TextDecoder();
  const text = decoder.decode(bytes);
  if (recognize(catalog, call, { prompt: true })?.prompt !== promptOf(text))
    throw new Error("Another prompt.");
  const samples = new Map([
    ["Lanyard", timed(() => recognize(catalog, call, { prompt: false }))],
    ["Lanyard with the prompt", timed(() => recognize(catalog, call, { prompt: true }))],
    ["JSON.parse", timed(() => JSON.parse(decoder.decode(bytes)) as unknown)],
    ["JSON.parse of the text", timed(() => JSON.parse(text) as unknown)],
    ["JSON.parse with the prompt", timed(() => promptOf(decoder.decode(bytes)))],
  ]);
  yield* rowsOf("recognize, one call", size, "µs", samples);
  const p99 = Array.from(samples, ([of, values]) => [of, [quantile(values, 0.99)]] as const);
  yield* rowsOf("recognize, p99 of one call", size, "µs", new Map(p99));
  const rates = Array.from(
    samples,
    ([of, values]) => [of, values.map((value) => 1_000_000 / value)] as const,
  );
  yield* rowsOf("recognize", size, "calls/s", new Map(rates));
}

interface Chat {
  readonly messages: readonly { readonly content: string }[];
}

/** The prompt by `JSON.parse`, with as many messages as we read. */
function promptOf(text: string): string {
  const { messages } = JSON.parse(text) as Chat;
  return messages
    .slice(0, 10_000)
    .map(({ content }) => content)
    .join("\n");
}

/** Microseconds of each run, after as long a time to get warm. */
function timed(run: () => unknown): readonly number[] {
  const samples: number[] = [];
  const began = performance.now();
  while (samples.length < LEAST || performance.now() - began < TURN) {
    const start = performance.now();
    run();
    samples.push((performance.now() - start) * 1_000);
  }
  return samples.slice(Math.floor(samples.length / 2));
}

/** OpenAI's record and those it borrows from, with made-up services beside it. */
function catalogOf(count: number): Catalog {
  const lent = SERVICES.filter(({ service }) =>
    /^(openai-api|generic-openai|openai-extras|api-host)$/.test(service),
  );
  const model = lent.find(({ service }) => service === "openai-api");
  if (model === undefined) throw new Error("There is no openai-api.");
  const others = Array.from({ length: count - lent.length }, (_, i) => ({
    ...model,
    service: `service-${i}`,
    hosts: [`api.service-${i}.example`, `*.service-${i}.example`],
  }));
  return indexCatalog([...others, ...lent]);
}

function chatOf(size: number): Uint8Array {
  const content =
    'The report says "revenue" grew by 4 %,\nand we should discuss what follows from it. '.repeat(14);
  const messages = Array.from({ length: Math.ceil(size / content.length) }, () => ({
    role: "user",
    content,
  }));
  return new TextEncoder().encode(JSON.stringify({ messages, stream: true, model: "gpt-5.5" }));
}
