import { parseArgs, styleText } from "node:util";
import { chosenBrowsers } from "../tested/choose.ts";
import { CASES } from "./cases.ts";
import { runMatrix } from "./matrix.ts";
import { type Report, reportOf, type Result } from "./report.ts";

const HELP = `npm run matrix [-- --browser firefox|chromium] [-- --json] [-- --only WORDS]

Sends an allowed and a forbidden model in every way a page can, with the extension and without, and judges at the
server. Needs the build (npm run build). Ends with 1 where a forbidden call got through or an allowed one was broken.
  --browser NAME in this one alone; both without, Firefox where it is here
  --json         {forbidden: {stopped, of}, allowed: {passed, of}, limits: [{browser, case, reason}], cases: [...]}
  --only WORDS   cases whose name holds these words

Example: npm run matrix -- --only "Blob / fetch"`;

const { values } = parseArgs({
  options: {
    browser: { type: "string" },
    json: { type: "boolean" },
    only: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help === true) console.log(HELP);
else await main(values.browser, values.only ?? "", values.json ?? false);

async function main(named: string | undefined, only: string, json: boolean): Promise<void> {
  const chosen = CASES.filter(({ name }) => name.includes(only));
  if (chosen.length === 0) {
    console.error(`No case has "${only}" in its name.`);
    process.exitCode = 2;
    return;
  }
  const results: Result[] = [];
  for (const one of await chosenBrowsers(named))
    results.push(...(await runMatrix(one, chosen, (done) => progress(one.browser, done, chosen.length))));
  const report = reportOf(results);
  console.log(json ? JSON.stringify(report, null, 2) : inWords(report));
  const { forbidden, allowed } = report;
  if (forbidden.stopped < forbidden.of || allowed.passed < allowed.of) process.exitCode = 1;
}

function progress(browser: string, done: number, of: number): void {
  const words = `${browser}: ${done} of ${of} cases`;
  if (process.stderr.isTTY) process.stderr.write(`\r${words}${done === of ? "\n" : ""}`);
  else if (done % 25 === 0 || done === of) process.stderr.write(`${words}\n`);
}

function inWords({ forbidden, allowed, limits, cases }: Report): string {
  const wrong = cases.filter(({ verdict }) => verdict === "wrong");
  return [
    ...wrong.map(
      ({ browser, case: name, side, why }) =>
        `${styleText("red", "wrong")}  ${browser}: ${side}: ${name}: ${why}`,
    ),
    ...limits.map(
      ({ browser, case: name, reason }) => `${styleText("dim", "limit")}  ${browser}: ${name}: ${reason}`,
    ),
    `forbidden: ${forbidden.stopped} of ${forbidden.of} stopped`,
    `allowed: ${allowed.passed} of ${allowed.of} passed unchanged`,
    `limits: ${limits.length}`,
  ].join("\n");
}
