import { setTimeout } from "node:timers/promises";
import type { Identity } from "../../shared/wire/identity.ts";
import type { DeviceCode, SignInEnded } from "../../shared/wire/local-api.ts";
import { openInBrowser } from "../console/open-in-browser.ts";
import { askIdentity, type IdentityRequest, type Shown } from "../local-api/identity.ts";
import { PlatformError } from "../platform/fault.ts";
import { connectPrivately } from "../platform/socket.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { note, plain, print, printJson } from "./print.ts";

/** `sign-in`: in this machine's browser, or by a code on another device; 1 where nobody is signed in after it. */
export async function signIn(given: Given): Promise<number> {
  const { identity, problem } = await attended(given, given.flag("device") ? "sign_in_by_code" : "sign_in");
  if (given.json) printJson({ identity, problem });
  else if (problem === null) print(plain(`Signed in as ${signedInAs(identity)}`));
  else note(plain(`lanyard: ${problem}`));
  return problem === null ? EXIT.done : EXIT.found;
}

/** `sign-out`: here and at the provider; 1 where the provider does not know of it. */
export async function signOut(given: Given): Promise<number> {
  const { identity, problem } = await attended(given, "sign_out");
  if (given.json) printJson({ identity, problem });
  else if (problem === null) print("Signed out.");
  else note(plain(`lanyard: ${problem}`));
  return problem === null ? EXIT.done : EXIT.found;
}

/** Milliseconds after which a browser has read the file that leads it on: nobody tells when it has. */
const UNTIL_READ = 3_000;

function signedInAs({ person, name, until }: Identity): string {
  const who = name === null ? (person ?? "nobody") : `${name} (${person})`;
  return until === null ? `${who}.` : `${who}, until ${new Date(until).toISOString()}.`;
}

async function attended(given: Given, request: IdentityRequest): Promise<SignInEnded> {
  const { socket: path } = await configOf(given);
  const over = new AbortController();
  const opened: Promise<boolean>[] = [];
  try {
    const socket = await connectPrivately(path);
    const show = (shown: Shown): void => void opened.push(showTo(given, shown, over.signal));
    const ended = await askIdentity(socket, request, show);
    const isOpen = (await Promise.all(opened)).includes(true);
    if (request === "sign_out" && isOpen) await setTimeout(UNTIL_READ);
    if (ended !== null) return ended;
    throw new CommandError(
      "notRunning",
      `The agent at ${path} went away, or is of a version without sign-in.`,
    );
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const mend = "Start it: lanyard agent run";
    throw new CommandError("notRunning", `The agent is not running. ${error.message} ${mend}`, error);
  } finally {
    over.abort();
  }
}

/** Tells the person what to do, on stderr: what the command prints is how it ended. True where a browser was opened. */
async function showTo(given: Given, shown: Shown, signal: AbortSignal): Promise<boolean> {
  if (shown.type === "code") {
    note(codeWords(shown));
    return false;
  }
  const isOpen = !given.flag("no-open") && (await openPage(shown.url, signal));
  note(
    plain(isOpen ? "Your browser opens. Go on there." : `Open this address in your browser:\n${shown.url}`),
  );
  return isOpen;
}

function codeWords({ code, url, whole, until }: DeviceCode): string {
  const minutes = Math.max(1, Math.round((until - Date.now()) / 60_000));
  const or = whole === null ? "" : `\nOr open    ${whole}`;
  return (
    plain(`On any device, within ${minutes} minutes:`) +
    `\nOpen       ${plain(url)}\nType       ${plain(code)}${plain(or)}`
  );
}

async function openPage(url: string, signal: AbortSignal): Promise<boolean> {
  const page = { title: "Lanyard sign-in", sentence: "Opening your company's sign-in." };
  return await openInBrowser(url, new Promise(() => undefined), signal, page);
}
