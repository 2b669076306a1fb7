import { parseArgs } from "node:util";
import { Progress } from "../../agent/cli/progress.ts";
import { torture } from "./torture.ts";

const HELP = `npm run torture [-- --kills N] [-- --json]

Kills the agent under a load of events, and a process within its commits, by SIGKILL; then looks whether every event that
was acknowledged is in the journal, once, and whether its tree and checkpoints verify. Needs the build (npm run build).
Ends with 1 where one is lost or doubled, or anything does not verify.
  --kills N   how often, default 500
  --json      {kills, acknowledged, lost, doubled, verified}

Example: npm run torture -- --kills 50`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "500" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(HELP);
else if (!/^[1-9]\d{0,6}$/.test(values.kills)) {
  console.error(`--kills "${values.kills}" is no count. Write a whole number from 1.`);
  process.exitCode = 2;
} else await main(Number(values.kills), values.json);

async function main(kills: number, json: boolean): Promise<void> {
  const progress = new Progress(process.stderr);
  const { findings, ...report } = await torture(kills, (done) => progress.show(done, kills));
  progress.clear();
  const { acknowledged, lost, doubled, verified } = report;
  for (const { sentence } of findings) console.error(sentence);
  if (json) console.log(JSON.stringify(report));
  else
    console.log(
      `${kills} kills: of ${acknowledged} acknowledged events ${lost} lost, ${doubled} doubled; the journal ${verified ? "verifies" : "does not verify"}.`,
    );
  process.exitCode = lost === 0 && doubled === 0 && verified ? 0 : 1;
}
