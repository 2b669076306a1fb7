import type { Page } from "playwright";
import { until } from "../e2e/until.ts";
import { printHead, printRow } from "./call-table.ts";
import { JournalTail } from "./journal-tail.ts";
import { publish, type LaterFile } from "./organization.ts";
import { say, styled } from "./say.ts";
import { Screenshots } from "./screenshots.ts";
import type { Stage } from "./stage.ts";
import { pageAt, type TourCall } from "./tour-call.ts";
import { CALLS, LICENSED, NOT_LICENSED, ON_HOLD } from "./tour-calls.ts";

/** Longest that a change of the policy may take to hold, in milliseconds. */
const OBEYED_WITHIN = 5_000;

/** Walks through the story by itself. Gives a sentence for each promise that was not kept; none: all were. */
export async function guidedTour(stage: Stage, signal: AbortSignal): Promise<readonly string[]> {
  const broken: string[] = [];
  const tail = new JournalTail(stage.organization, signal);
  const pictures = await Screenshots.into(stage.folder);
  const show = async (call: TourCall) => broken.push(...(await showCall(stage, tail, call)));

  say(`\nYou are ${styled("bold", "Engineer 17")} of Example Corp, on the evening of 12 June 2026.\n`);
  printHead();
  for (const call of CALLS) await show(call);
  await pictures.take(stage, "the start page", "https://start.example/");
  await pictures.takeNotice(stage);
  await pictures.takePopup(stage, "popup");
  await pictures.takeBlocked(stage);

  broken.push(...(await change(stage, "gpt-5.5-on-hold.yaml", "IT puts GPT-5.5 on hold", ON_HOLD)));
  await show(ON_HOLD);
  broken.push(
    ...(await change(
      stage,
      "license-2026-06-26.yaml",
      "The second letter exempts Example Corp for Mythos 5",
      LICENSED,
    )),
  );
  await show(LICENSED);
  await show(NOT_LICENSED);
  await pictures.takePopup(stage, "popup-after-the-second-letter");

  say(`\nScreenshots are in ${pictures.folder}`);
  return broken;
}

/** Makes one call, prints what became of it, and gives what differs from what was promised. */
async function showCall(stage: Stage, tail: JournalTail, call: TourCall): Promise<readonly string[]> {
  const page = await pageAt(stage.context, call.from);
  const [began, arrived] = [Date.now(), arrivals(stage, call)];
  const answered = await call.make(page);
  const row = await tail.next(began, call.host);
  const name = `${call.call} with ${call.model}`;
  if (row === null) return [`The journal has no record of ${name}.`];
  printRow({ call: call.call, model: call.model, effect: row.effect, why: row.because, took: row.took });
  const reached = arrivals(stage, call) > arrived;
  const problems: string[] = [];
  if (row.effect !== call.expected)
    problems.push(`${name} should be ${call.expected}, and the journal says ${row.effect}.`);
  if (answered !== (call.expected === "permit")) {
    problems.push(`${name} ${answered ? "got an answer" : "got no answer"} in the page, against the policy.`);
  }
  if (reached !== (call.expected === "permit")) {
    problems.push(
      `${name} ${reached ? "reached the service" : "did not reach the service"}, against the policy.`,
    );
  }
  return problems;
}

/** Publishes a file and makes the same call, in a tab that is open, until it goes as the file says. */
async function change(
  stage: Stage,
  file: LaterFile,
  words: string,
  call: TourCall,
): Promise<readonly string[]> {
  const page: Page = await pageAt(stage.context, call.from);
  say(`\n${styled("bold", words)}: ${file} is copied into the policy folder.`);
  await publish(stage.organization, file);
  try {
    const took = await until(
      `${call.model} goes as ${file} says`,
      async () => (await call.make(page)) === (call.expected === "permit"),
      OBEYED_WITHIN,
    );
    say(`Obeyed ${took.toFixed(0)} ms later, in the tab that was open.`);
    return [];
  } catch {
    return [`${file} was not obeyed within ${OBEYED_WITHIN} ms.`];
  }
}

function arrivals(stage: Stage, call: TourCall): number {
  return stage.fakes.received({ host: call.host, method: "POST" }).length;
}
