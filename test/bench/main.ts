import { parseArgs, styleText } from "node:util";
import { callBench } from "./calls.ts";
import { compileBench } from "./compile.ts";
import { decideBench } from "./decide.ts";
import { footprintBench } from "./footprint.ts";
import { journalBench } from "./journal.ts";
import { passportBench } from "./passport.ts";
import { pieceBench } from "./pieces.ts";
import { recognizeBench } from "./recognize.ts";
import { resolveBench } from "./resolve.ts";
import type { BenchRow } from "./row.ts";
import { rolloutBench } from "./rollout.ts";
import { simulateBench } from "./simulate.ts";
import { socketBench } from "./sockets.ts";
import { wakingBench } from "./waking.ts";

const HELP = `npm run bench [-- --json] [-- --only WORD] [-- --events N]

Measures Lanyard beside its peers and the bare limit, in one run. Needs the build (npm run build).
  --json        one array of {what, of, size, unit, median, p95, against: {NAME: ratio}}
  --only WORD   runs the parts whose name holds the word: decide, compile, resolve, recognize, simulate, journal, calls, pieces, passport, sockets, waking, footprint, rollout
  --events N    events of the large journal, default 1000000

Example: npm run bench -- --only decide --json`;

/** The parts of the benchmark, in the order they run. */
const PARTS: Readonly<Record<string, (events: number) => AsyncGenerator<BenchRow> | Generator<BenchRow>>> = {
  decide: decideBench,
  recognize: recognizeBench,
  compile: compileBench,
  resolve: resolveBench,
  simulate: simulateBench,
  journal: journalBench,
  calls: callBench,
  pieces: pieceBench,
  passport: passportBench,
  sockets: socketBench,
  waking: wakingBench,
  footprint: footprintBench,
  rollout: rolloutBench,
};

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    only: { type: "string" },
    events: { type: "string", default: "1000000" },
    help: { type: "boolean" },
  },
});
if (values.help === true) {
  console.log(HELP);
} else {
  await bench(values.only ?? "", Number(values.events), values.json ?? false);
}

async function bench(only: string, events: number, json: boolean): Promise<void> {
  const chosen = Object.entries(PARTS).filter(([name]) => name.includes(only));
  if (chosen.length === 0) {
    console.error(`No part is called "${only}". There are: ${Object.keys(PARTS).join(", ")}.`);
    process.exitCode = 2;
  }
  const rows: BenchRow[] = [];
  for (const [name, run] of chosen) {
    console.error(styleText("dim", `measuring: ${name}`));
    for await (const row of run(events)) {
      rows.push(row);
      if (!json) console.log(line(row));
    }
  }
  if (json) console.log(JSON.stringify(rows, null, 2));
}

function line({ what, of, size, unit, median, p95, against }: BenchRow): string {
  const ratios = Object.entries(against).map(([name, ratio]) => `${ratio.toPrecision(3)} x ${name}`);
  const figures = `${rounded(median).padStart(10)} ${rounded(p95).padStart(10)} ${unit.padEnd(12)}`;
  return `${what.padEnd(44)} ${String(size).padEnd(8)} ${of.padEnd(34)} ${figures} ${ratios.join(", ")}`;
}

function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
