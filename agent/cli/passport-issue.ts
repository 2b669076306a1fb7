import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { applicantsInLines, applicantsInYaml, type Applicant } from "../passport/issue/applicant.ts";
import { issueRound, type RoundDone } from "../passport/issue/round.ts";
import { textOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { linesOfCommand } from "./lines-of-command.ts";
import { atDesk } from "./passport-desk.ts";
import { print, printJson } from "./print.ts";
import { Progress } from "./progress.ts";

const DAY = 86_400_000;

/** `passport issue`: a passport for each device of each person. */
export async function passportIssue(given: Given): Promise<number> {
  return await issueAs(given, () => Infinity);
}

/** `passport renew`: those that are over soon, and the list of statuses. */
export async function passportRenew(given: Given): Promise<number> {
  return await issueAs(given, (now, valid) => now + (duration(given, "within") ?? valid / 2));
}

async function issueAs(given: Given, renewBefore: (now: number, valid: number) => number): Promise<number> {
  const valid = duration(given, "valid") ?? DAY;
  const [id, url] = [given.value("issuer"), given.value("url")];
  const said = { ...(id !== null && { id }), ...(url !== null && { url: urlOf(url) }) };
  const began = performance.now();
  const progress = new Progress(process.stderr);
  const done = await atDesk(given, said, async (desk) => {
    const people = await peopleOf(given);
    return await issueRound(desk, people.each, {
      valid,
      renewBefore: renewBefore(desk.now, valid),
      onPerson: (number) => progress.show(people.share(number), 1),
    });
  }).finally(() => progress.clear());
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  if (given.json) printJson({ ...done, seconds });
  else for (const line of linesOf(done, seconds)) print(line);
  return EXIT.done;
}

function linesOf({ people, issued, left, withoutDevice }: RoundDone, seconds: number): readonly string[] {
  return [
    `Issued      ${issued} passports for ${people} people in ${seconds} s; the list of statuses is signed`,
    ...(left > 0 ? [`Left        ${left} that hold long enough or were revoked`] : []),
    ...(withoutDevice > 0 ? [`No device   ${withoutDevice} people have no device_keys`] : []),
  ];
}

interface People {
  readonly each: AsyncIterable<Applicant> | Iterable<Applicant>;
  /** How much of all is done after so many people, 0 to 1. */
  readonly share: (done: number) => number;
}

async function peopleOf(given: Given): Promise<People> {
  const [file, command] = [given.value("people"), given.value("command")];
  if ((file === null) === (command === null))
    throw new CommandError("usage", "Say either --people FILE or --command LINE.");
  if (command !== null)
    return { each: applicantsInLines("The command", linesOfCommand(command)), share: () => 0 };
  const name = file ?? "";
  if (!name.endsWith(".jsonl")) {
    const people = applicantsInYaml(name, await textOf(name));
    return { each: people, share: (done) => done / people.length };
  }
  const stream = createReadStream(name);
  const bytes = statSync(name, { throwIfNoEntry: false })?.size ?? 1;
  return {
    each: applicantsInLines(name, createInterface({ input: stream, crlfDelay: Infinity })),
    share: () => stream.bytesRead / bytes,
  };
}

function urlOf(text: string): string {
  if (!/^https?:\/\/\S+$/.test(text))
    throw new CommandError("usage", `--url: "${text}" is no address. Write https://passports.example.com/.`);
  return text.replace(/\/?$/, "/");
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY };

function duration(given: Given, name: string): number | null {
  const text = given.value(name);
  if (text === null) return null;
  const [, amount, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined)
    throw new CommandError("usage", `--${name}: "${text}" is no length of time. Write 90m, 24h or 7d.`);
  return Number(amount) * (UNITS[unit] ?? 0);
}
