import { parseArgs } from "node:util";
import { inWords } from "./in-words.ts";
import { liveStory } from "./run.ts";

const HELP = `npm run story [-- --json]

Lives the story of June 2026: IT publishes each step by the commands of lanyard, to Debian's nginx, nudged by its
Mosquitto; five people, each with an agent and a browser, call the models in a tab that stays open. Needs the build
(npm run build). Ends with 1 where a cell is not as the table says.
  --json  {cells: [{person, step, model, expected, got}], secondsToEnforce: [...]}

Example: npm run story -- --json`;

const { values } = parseArgs({ options: { json: { type: "boolean" }, help: { type: "boolean" } } });
if (values.help === true) console.log(HELP);
else await main(values.json ?? false);

async function main(json: boolean): Promise<void> {
  const story = await liveStory((line) => console.error(line));
  console.log(json ? JSON.stringify(story, null, 2) : inWords(story));
  if (story.cells.some(({ expected, got }) => expected !== got)) process.exitCode = 1;
}
