import { until } from "../e2e/until.ts";
import { printHead, printRow } from "./call-table.ts";
import { DAYS, type Day } from "./days.ts";
import { decisionOn } from "./journal.ts";
import { beginDay, publish } from "./organization.ts";
import { say, styled } from "./say.ts";
import { Screenshots } from "./screenshots.ts";
import type { Stage } from "./stage.ts";
import { pageAt, type Effect, type TourCall } from "./tour-call.ts";
import { CALLS, ON_HOLD, SIGN_OF_DAY } from "./tour-calls.ts";

/** Longest that a change of the policy may take to hold, in milliseconds. */
const OBEYED_WITHIN = 5_000;

/** What is wrong after a step of the tour, a sentence for each promise that was not kept. */
type Broken = readonly string[];

/** Walks through the story by itself. Gives a sentence for each promise that was not kept; none: all were. */
export async function guidedTour(stage: Stage): Promise<Broken> {
  const pictures = await Screenshots.into(stage);
  const broken: string[] = [];
  say(`\nYou are ${styled("bold", "Engineer 17")} of Example Corp: a foreign national, not vetted.`);
  for (const [index, day] of DAYS.entries()) {
    broken.push(...(await liveThrough(stage, day, index)));
    if (index === 1) broken.push(...(await takePictures(pictures)));
    else broken.push(...(await pictures.takePopup(`popup-${day.date}`)));
  }
  broken.push(...(await putOnHold(stage)));
  say(`\nScreenshots are in ${pictures.folder}`);
  return broken;
}

/** One day: what IT publishes, how long until it holds, and the calls that go otherwise than the day before. */
async function liveThrough(stage: Stage, day: Day, index: number): Promise<Broken> {
  say(`\n${styled("bold", `${day.date}: ${day.words}`)}`);
  const files = [
    ...day.publish.map((file) => `${file} is copied into the policy folder`),
    ...day.withdraw.map((file) => `${file} is removed from it`),
  ];
  if (files.length > 0) say(`${files.join(", ")}.`);
  const begin = async (): Promise<void> => beginDay(stage.organization, day);
  const late = index === 0 ? [] : await obeyed(stage, begin, SIGN_OF_DAY, promisedOn(SIGN_OF_DAY, index));
  if (late.length > 0) return late;
  printHead();
  const broken: string[] = [];
  for (const call of CALLS) {
    const isNews = index === 0 || promisedOn(call, index) !== promisedOn(call, index - 1);
    broken.push(...(await makeCall(stage, call, promisedOn(call, index), isNews)));
  }
  if (index > 0) say("Every other call went as the day before.");
  return broken;
}

function promisedOn({ promised }: TourCall, day: number): Effect {
  return promised[day] ?? promised[0];
}

async function takePictures(pictures: Screenshots): Promise<Broken> {
  return [
    ...(await pictures.takeStartPage()),
    ...(await pictures.takeNotice()),
    ...(await pictures.takePopup("popup")),
    ...(await pictures.takeBlocked()),
  ];
}

/** What the person on call may do at any time: restrict. */
async function putOnHold(stage: Stage): Promise<Broken> {
  const file = "gpt-5.5-on-hold.yaml";
  say(
    `\n${styled("bold", "The person on call puts GPT-5.5 on hold")}\n${file} is copied into the policy folder.`,
  );
  const late = await obeyed(stage, async () => publish(stage.organization, file), ON_HOLD, "deny");
  if (late.length > 0) return late;
  printHead();
  return makeCall(stage, ON_HOLD, "deny", true);
}

/** Makes one call, prints what became of it where that is news, and gives what differs from what was promised. */
async function makeCall(stage: Stage, call: TourCall, promised: Effect, isNews: boolean): Promise<Broken> {
  const page = await pageAt(stage.context, call.from);
  const [began, arrived] = [Date.now(), arrivals(stage, call)];
  const answered = await call.make(page);
  const row = await decisionOn(stage.organization, call.host, began);
  const name = `${call.call} with ${call.model}`;
  if (row === null) return [`The journal has no record of ${name}.`];
  if (isNews || row.effect !== promised)
    printRow({ call: call.call, model: call.model, effect: row.effect, why: row.because, took: row.took });
  const reached = arrivals(stage, call) > arrived;
  const open = promised === "permit";
  return [
    row.effect === promised
      ? []
      : [`The journal calls ${name} a ${row.effect}; the policy makes it a ${promised}.`],
    answered === open
      ? []
      : [`${name} got ${answered ? "an" : "no"} answer in the page, against the policy.`],
    reached === open
      ? []
      : [`${name} ${reached ? "reached" : "did not reach"} the service, against the policy.`],
  ].flat();
}

/** Changes the policy and makes the same call, in a tab that is open, until it goes as the change says. */
async function obeyed(
  stage: Stage,
  change: () => Promise<void>,
  call: TourCall,
  promised: Effect,
): Promise<Broken> {
  const page = await pageAt(stage.context, call.from);
  await page.bringToFront(); // a tab in the background draws once a second, and a click waits for that
  const published = Date.now();
  await change();
  const goes = async () => (await call.make(page)) === (promised === "permit");
  try {
    await until(`${call.model} is a ${promised}`, goes, OBEYED_WITHIN);
  } catch {
    return [`The change was not obeyed within ${OBEYED_WITHIN} ms: ${call.model} is no ${promised}.`];
  }
  // The moment of the decision: the answer that came behind it takes its own time.
  const row = await decisionOn(stage.organization, call.host, published, promised);
  if (row === null) return ["The journal has no decision that obeys the change."];
  say(`Obeyed ${row.time - published} ms later, in the tab that was open.`);
  return [];
}

function arrivals(stage: Stage, call: TourCall): number {
  return stage.fakes.received({ host: call.host, method: "POST" }).length;
}
