import { parseArgs, styleText } from "node:util";
import { startRepository } from "../agent/distribution/repository-server.ts";
import { play, setStage, type Attack, type Row } from "./attack.ts";
import { ATTACKS } from "./attacks.ts";
import { Crashes, rowOf } from "./crashes.ts";
import { Endpoint } from "./endpoint.ts";

const HELP = `npm run attacks [-- --json] [-- --only WORD] [-- --kills N]

Attacks a real agent by a lying repository, stolen keys, wrong clocks, damaged state and crashes. Each attack must leave
a record in the journal, change nothing of what is enforced, and be over when the server is honest again. Ends with 1
where one is not refused.
  --json       an array of {attack, refused, enforcedChanged, record}
  --only WORD  attacks whose name holds the word, as in --only rollback
  --kills N    how often the agent is killed at a step of writing, default 200; a fifth as often at any moment`;

/** Attacks that are played side by side. */
const SIDE_BY_SIDE = 2;

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    kills: { type: "string", default: "200" },
    help: { type: "boolean" },
  },
});
if (values.help === true) console.log(HELP);
else await main(values.only, Number(values.kills), values.json);

async function main(only: string, kills: number, json: boolean): Promise<void> {
  const stop = new AbortController();
  const rows = await playAll(only, stop.signal);
  if ("crash".includes(only)) rows.push(...(await crashAll(kills, stop.signal)));
  stop.abort();
  if (json) console.log(JSON.stringify(rows, null, 2));
  else for (const line of table(rows)) console.log(line);
  if (rows.length === 0 || rows.some(({ refused }) => !refused)) process.exitCode = 1;
}

async function playAll(only: string, signal: AbortSignal): Promise<Row[]> {
  const attacks = ATTACKS.filter(({ name }) => name.includes(only));
  const rows: Row[] = attacks.map(({ name }) => ({
    attack: name,
    refused: false,
    enforcedChanged: false,
    record: "It was not played.",
  }));
  const waiting = [...attacks.entries()];
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, attack] = next;
      const row = await playOne(attack, signal);
      rows[index] = row;
      progress(`${row.refused ? "refused" : "NOT    "}  ${attack.name}`);
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return rows;
}

async function playOne(attack: Attack, signal: AbortSignal): Promise<Row> {
  const endpoints: Endpoint[] = [];
  try {
    const stage = await setStage(
      () => startRepository(new Map(), signal),
      async (server, desk) => {
        const endpoint = new Endpoint(server, desk.firstRoot);
        endpoints.push(endpoint);
        void endpoint.start();
        await endpoint.looked();
        return endpoint;
      },
    );
    return await play(attack, stage);
  } catch (error) {
    const record = error instanceof Error ? error.message : String(error);
    return { attack: attack.name, refused: false, enforcedChanged: false, record };
  } finally {
    for (const endpoint of endpoints) await endpoint.close();
  }
}

async function crashAll(kills: number, signal: AbortSignal): Promise<readonly Row[]> {
  const crashes = new Crashes(await startRepository(new Map(), signal));
  try {
    const steps = await crashes.steps();
    progress(`An update writes in ${steps} steps.`);
    const before: (string | null)[] = [];
    const half: (string | null)[] = [];
    const around: (string | null)[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const isHalf = kill % (2 * steps) >= steps;
      const wrong = await crashes.killAt(1 + (kill % steps), isHalf);
      (isHalf ? half : before).push(wrong);
      if (kill % 5 === 4) around.push(await crashes.killAround(Math.random(), steps));
      if (kill % 10 === 9 || wrong !== null)
        progress(`${kill + 1} of ${kills} kills${wrong === null ? "" : `: ${wrong}`}`);
    }
    return [
      rowOf("crash: killed before a step of writing", before),
      rowOf("crash: killed in the middle of a step of writing", half),
      rowOf("crash: killed at any moment of an update", around),
    ].filter(({ attack }) => !attack.endsWith(", 0 times"));
  } finally {
    await crashes.close();
  }
}

function progress(line: string): void {
  process.stderr.write(`${styleText("dim", line)}\n`);
}

function table(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(({ attack }) => attack.length), 6);
  const refused = rows.filter((row) => row.refused).length;
  return [
    styleText("bold", `${"".padEnd(9)}${"ATTACK".padEnd(width)}  ENFORCED   RECORD`),
    ...rows.map(({ attack, refused: isRefused, enforcedChanged, record }) => {
      const verdict = isRefused ? styleText("green", "refused  ") : styleText("red", "NOT      ");
      return `${verdict}${attack.padEnd(width)}  ${enforcedChanged ? "CHANGED  " : "unchanged"}  ${record}`;
    }),
    "",
    `${refused} of ${rows.length} attacks refused.`,
  ];
}
