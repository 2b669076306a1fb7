import { mkdirSync } from "node:fs";
import { approve, type Decided, type Deciding, refuse } from "../access/desk/decide.ts";
import { openIssuerKey } from "../passport/issue/key-file.ts";
import type { SigningKey } from "../passport/signing-key.ts";
import { writeDurably } from "../platform/durable-file.ts";
import { systemWords } from "../platform/fault.ts";
import { textOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, word, type Given } from "./given.ts";
import { passphrases } from "./passphrases.ts";
import { inWords } from "./passport-desk.ts";
import { note, plain, print, printJson } from "./print.ts";
import {
  aboutRequests,
  answerFile,
  answerOut,
  requestDeskOf,
  requestOf,
  standingOf,
  type RequestDesk,
} from "./request-desk.ts";
import { requestLines } from "./request-list.ts";
import { confirm } from "./terminal.ts";

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `request approve`: signs a grant, or adds the second signature. */
export async function requestApprove(given: Given): Promise<number> {
  const lasts = lastsGiven(given);
  return await decide(given, "Approve it?", (deciding) =>
    approve(deciding, {
      until: lasts === null ? null : Math.min(deciding.request.until, deciding.now + lasts),
      anyPurpose: given.flag("any-purpose"),
      named: given.value("as"),
    }),
  );
}

/** `request decline`: signs a no. */
export async function requestDecline(given: Given): Promise<number> {
  const why = needed(given, "because");
  return await decide(given, "Decline it?", (deciding) => refuse(deciding, "declined", why));
}

/** `request withdraw`: signs that a grant is over. */
export async function requestWithdraw(given: Given): Promise<number> {
  const why = needed(given, "because");
  return await decide(given, "Take it back?", (deciding) => refuse(deciding, "withdrawn", why));
}

async function decide(
  given: Given,
  question: string,
  job: (deciding: Deciding) => Promise<Decided>,
): Promise<number> {
  return await aboutRequests(async () => {
    const desk = await requestDeskOf(given);
    const came = await requestOf(desk, word(given, 0, "The request's id"));
    const { request } = came;
    const now = Date.now();
    // What is signed is what was shown, whatever becomes of the file meanwhile.
    if (!given.json)
      for (const line of requestLines(await standingOf(desk, came, now), desk.policy)) note(plain(line));
    await confirm(question, given.flag("yes"));
    const key = await keyOf(given);
    const before = await answerOut(desk, request.id);
    const decided = await job({ request, policy: desk.policy, key, now, before });
    putOut(desk, request.id, decided.text);
    const { outcome, by } = decided.judged;
    if (given.json) printJson({ request: request.id, outcome, by });
    else print(plain(wordsOf(decided, request.person)));
    return EXIT.done;
  });
}

async function keyOf(given: Given): Promise<SigningKey> {
  const file = needed(given, "key");
  const passphrase = await passphrases(given, { keys: {} }, (path) => path)(file);
  return await inWords(async () => await openIssuerKey(await textOf(file), passphrase));
}

function putOut(desk: RequestDesk, id: string, text: string): void {
  const file = answerFile(desk, id);
  try {
    // For a web server or another user to read, who has the folder.
    mkdirSync(desk.grants, { recursive: true });
    writeDurably(file, text, 0o644);
  } catch (error) {
    throw new CommandError("unreadable", `${file} cannot be written: ${systemWords(error)}.`, error);
  }
}

function wordsOf({ judged }: Decided, person: string): string {
  const by = judged.by.join(" and ");
  if (judged.outcome === "short") return `Signed by ${by}. Another approver must sign it as well.`;
  if (judged.outcome !== "granted")
    return `${judged.outcome === "declined" ? "Declined" : "Taken back"} by ${by}.`;
  return `Granted to ${person} until ${new Date(judged.grant.until).toISOString()}, by ${by}.`;
}

function lastsGiven(given: Given): number | null {
  const text = given.value("for");
  if (text === null) return null;
  const [, amount, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined)
    throw new CommandError("usage", `--for: "${text}" is no length of time. Write 90m, 8h or 2d.`);
  return Number(amount) * (UNITS[unit] ?? 0);
}
