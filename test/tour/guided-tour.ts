import { until } from "../e2e/until.ts";
import { printHead, printRow } from "./call-table.ts";
import { decisionOn } from "./journal.ts";
import { publish, type LaterFile } from "./organization.ts";
import { say, styled } from "./say.ts";
import { Screenshots } from "./screenshots.ts";
import type { Stage } from "./stage.ts";
import { pageAt, type TourCall } from "./tour-call.ts";
import { CALLS, LICENSED, NOT_LICENSED, ON_HOLD } from "./tour-calls.ts";

/** Longest that a change of the policy may take to hold, in milliseconds. */
const OBEYED_WITHIN = 5_000;

/** What is wrong after a step of the tour, a sentence for each promise that was not kept. */
type Broken = readonly string[];

/** Walks through the story by itself. Gives a sentence for each promise that was not kept; none: all were. */
export async function guidedTour(stage: Stage): Promise<Broken> {
  const pictures = await Screenshots.into(stage);
  say(`\nYou are ${styled("bold", "Engineer 17")} of Example Corp, on the evening of 12 June 2026.\n`);
  printHead();
  const broken = [
    ...(await showCalls(stage, CALLS)),
    ...(await pictures.takeStartPage()),
    ...(await pictures.takeNotice()),
    ...(await pictures.takePopup("popup")),
    ...(await pictures.takeBlocked()),
    ...(await change(stage, "gpt-5.5-on-hold.yaml", "IT puts GPT-5.5 on hold", ON_HOLD)),
    ...(await showCalls(stage, [ON_HOLD])),
    ...(await change(
      stage,
      "license-2026-06-26.yaml",
      "A letter exempts Example Corp for Mythos 5",
      LICENSED,
    )),
    ...(await showCalls(stage, [LICENSED, NOT_LICENSED])),
    ...(await pictures.takePopup("popup-after-the-second-letter")),
  ];
  say(`\nScreenshots are in ${pictures.folder}`);
  return broken;
}

async function showCalls(stage: Stage, calls: readonly TourCall[]): Promise<Broken> {
  const broken: string[] = [];
  for (const call of calls) broken.push(...(await showCall(stage, call)));
  return broken;
}

/** Makes one call, prints what became of it, and gives what differs from what was promised. */
async function showCall(stage: Stage, call: TourCall): Promise<Broken> {
  const page = await pageAt(stage.context, call.from);
  const [began, arrived] = [Date.now(), arrivals(stage, call)];
  const answered = await call.make(page);
  const row = await decisionOn(stage.organization, call.host, began);
  const name = `${call.call} with ${call.model}`;
  if (row === null) return [`The journal has no record of ${name}.`];
  printRow({ call: call.call, model: call.model, effect: row.effect, why: row.because, took: row.took });
  const reached = arrivals(stage, call) > arrived;
  const promised = call.expected === "permit";
  return [
    row.effect === call.expected
      ? []
      : [`The journal calls ${name} a ${row.effect}; the policy makes it a ${call.expected}.`],
    answered === promised
      ? []
      : [`${name} got ${answered ? "an" : "no"} answer in the page, against the policy.`],
    reached === promised
      ? []
      : [`${name} ${reached ? "reached" : "did not reach"} the service, against the policy.`],
  ].flat();
}

/** Publishes a file and makes the same call, in a tab that is open, until it goes as the file says. */
async function change(stage: Stage, file: LaterFile, words: string, call: TourCall): Promise<Broken> {
  const page = await pageAt(stage.context, call.from);
  await page.bringToFront(); // a tab in the background draws once a second, and a click waits for that
  say(`\n${styled("bold", words)}: ${file} is copied into the policy folder.`);
  const published = Date.now();
  await publish(stage.organization, file);
  const obeyed = async () => (await call.make(page)) === (call.expected === "permit");
  try {
    await until(`${call.model} goes as ${file} says`, obeyed, OBEYED_WITHIN);
  } catch {
    return [`${file} was not obeyed within ${OBEYED_WITHIN} ms.`];
  }
  // The moment of the decision: the answer that came behind it takes its own time.
  const row = await decisionOn(stage.organization, call.host, published, call.expected);
  if (row === null) return [`The journal has no decision that obeys ${file}.`];
  say(`Obeyed ${row.time - published} ms later, in the tab that was open.`);
  return [];
}

function arrivals(stage: Stage, call: TourCall): number {
  return stage.fakes.received({ host: call.host, method: "POST" }).length;
}
