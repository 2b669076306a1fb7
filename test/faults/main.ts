import { parseArgs, styleText } from "node:util";
import { chosenBrowsers, type Testable } from "../tested/choose.ts";
import { faultsOf } from "./faults.ts";
import { type Row, runFault, runStart } from "./run.ts";
import { STARTS } from "./starts.ts";

const HELP = `npm run faults [-- --browser firefox|chromium] [-- --json] [-- --only WORD] [-- --runs N]

Breaks the extension, its agent and its browser in every way that is known, and counts forbidden calls that reached the
service. Needs the build (npm run build). Ends with 1 where a call got through that could have been stopped.
  --browser NAME  in this one alone; both without, Firefox where it is here
  --json          an array of {browser, fault, runs, leaks, reason}
  --only WORD     faults whose name holds the word
  --runs N        times that each is brought about, default 30`;

const { values } = parseArgs({
  options: {
    browser: { type: "string" },
    json: { type: "boolean" },
    only: { type: "string", default: "" },
    runs: { type: "string", default: "30" },
    help: { type: "boolean" },
  },
});
if (values.help === true) console.log(HELP);
else await main(values.browser, values.only, Number(values.runs), values.json ?? false);

async function main(named: string | undefined, only: string, runs: number, json: boolean): Promise<void> {
  const all = (await chosenBrowsers(named))
    .flatMap((tested) => worksIn(tested, runs))
    .filter(({ name }) => name.includes(only));
  const rows: Row[] = [];
  for (const { name, work } of all) {
    process.stderr.write(`${styleText("dim", name)}\n`);
    const row = await work();
    rows.push(row);
    (json ? console.error : console.log)(inWords(row));
  }
  if (json) console.log(JSON.stringify(rows, null, 2));
  if (rows.length === 0 || rows.some(({ leaks, reason }) => leaks > 0 && reason === null))
    process.exitCode = 1;
}

function worksIn(tested: Testable, runs: number): readonly Work[] {
  return [
    ...faultsOf(tested.browser).map((fault) => ({
      name: `${tested.browser}: ${fault.name}`,
      work: () => runFault(tested, fault, runs),
    })),
    ...STARTS.map((fault) => ({
      name: `${tested.browser}: ${fault.name}`,
      work: () => runStart(tested, fault, runs),
    })),
  ];
}

interface Work {
  readonly name: string;
  readonly work: () => Promise<Row>;
}

function inWords({ browser, fault, runs, leaks, reason }: Row): string {
  const count = `${String(leaks).padStart(4)} leaks in ${runs} runs`;
  return `${count}  ${browser}: ${fault}${leaks > 0 && reason !== null ? ` (${reason})` : ""}`;
}
