import { completed, type Changes } from "../publishing/complete.ts";
import { filesOf } from "../publishing/files.ts";
import { nudge } from "../publishing/nudge.ts";
import { DIRECTIVES_ROLE } from "../publishing/parts.ts";
import { placeOf, sendTo, type Sent } from "../publishing/places/sending.ts";
import { isTrusted, trustIn, type State } from "../publishing/state.ts";
import { PublishingError } from "../publishing/fault.ts";
import type { Desk } from "./desk.ts";
import { EXIT } from "./exit.ts";
import { note } from "./print.ts";
import { Progress } from "./progress.ts";

/** What is to go out: made of the state that it goes out over, which nobody else changes meanwhile. */
export interface Going {
  readonly changes: Changes;
  /** The texts of new targets by their names. */
  readonly texts: ReadonlyMap<string, string>;
}

/** How far something came. */
export interface Gone {
  /** Version of the timestamp. */
  readonly version: number;
  readonly places: readonly Sent[];
  /** Why endpoints were not nudged, in a sentence; null: they were, or there is no broker. */
  readonly nudgeProblem: string | null;
}

/** Signs what is left to sign, keeps it, uploads it and nudges; tells each step on stderr. */
export async function goOut(desk: Desk, make: (state: State) => Promise<Going>): Promise<Gone> {
  const { repository, keyring } = desk;
  const now = await repository.state();
  await openKeys(desk, now, (await make(now)).changes);
  await repository.exclusively(async () => {
    const before = await repository.state();
    const { changes, texts } = await make(before);
    const state = await completed(before, changes, keyring.one, desk.times());
    await repository.commit(filesOf(state, texts));
    note(`Signed and kept: version ${state.timestamp.signed.version}.`);
  });
  return await sendOut(desk);
}

/** People are asked for passphrases before the repository is taken. */
async function openKeys({ keyring }: Desk, state: State, changes: Changes): Promise<void> {
  const { root, targets, directives } = { ...state, ...changes, directives: state.directives };
  const trust = trustIn(DIRECTIVES_ROLE, root.signed, targets.signed);
  if (changes.directives || !isTrusted(directives, trust)) await keyring.one(DIRECTIVES_ROLE, trust);
  await keyring.one("snapshot", trustIn("snapshot", root.signed, targets.signed));
}

/** Uploads what the repository has to every place, and nudges once it is out anywhere. */
export function sendOut(desk: Desk): Promise<Gone> {
  return desk.repository.sendingAlone(() => sentOut(desk));
}

async function sentOut(desk: Desk): Promise<Gone> {
  const { repository, settings, folder, at } = desk;
  const files = await repository.inUse();
  const { version } = (await repository.state()).timestamp.signed;
  const places: Sent[] = [];
  for (const entry of settings.publish) {
    const place = await placeOf(entry, folder, process.env);
    const progress = new Progress(process.stderr);
    const sent = await sendTo(place, at(settings.repository), files, (done, of) => progress.show(done, of));
    progress.clear();
    note(sentWords(sent));
    places.push(sent);
  }
  const isOut = places.some(({ out }) => out);
  return { version, places, nudgeProblem: isOut ? await nudged(desk, version) : null };
}

async function nudged({ settings, folder }: Desk, version: number): Promise<string | null> {
  if (!settings.nudge) return null;
  try {
    await nudge(settings.nudge, folder, version);
    note("Endpoints were told to look now.");
    return null;
  } catch (error) {
    if (!(error instanceof PublishingError)) throw error;
    note(error.message);
    return error.message;
  }
}

function sentWords({ place, there, of, out, problem }: Sent): string {
  if (problem === null) return `Out in ${place}.`;
  const seen = out ? "Endpoints see the new state there." : "Endpoints see there what was out before.";
  return `Not all is in ${place}: ${there} of ${of} files. ${problem} ${seen} To go on: lanyard repository upload`;
}

/** The exit code of what went out. */
export function goneCode({ places, nudgeProblem }: Gone): number {
  return nudgeProblem !== null || places.some(({ problem }) => problem !== null) ? EXIT.notOut : EXIT.done;
}
