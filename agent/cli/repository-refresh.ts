import { join } from "node:path";
import { momentWords } from "../policy-tools/change-words.ts";
import { refreshDraft, RENEWABLE, soonOver, type Renewable } from "../publishing/refresh.ts";
import { nextTargets } from "../publishing/compose.ts";
import { deskOf, type Desk } from "./desk.ts";
import { deliver, deliveredCode, deliveredJson } from "./draft-here.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";
import { goneCode, goOut, sendOut, type Gone } from "./going-out.ts";
import { note, print, printJson } from "./print.ts";

/** `repository refresh`: signs snapshot and timestamp anew, for a timer; with `--renew`, other roles too. */
export async function repositoryRefresh(given: Given): Promise<number> {
  const desk = await deskOf(given);
  const renew = given.values("renew").map(renewable);
  const state = await desk.repository.state();
  const draft = refreshDraft(state, renew, desk.times());
  const file = join(desk.folder, `renewal-${state.timestamp.signed.version + 1}.draft.json`);
  const delivered = draft ? await deliver(desk, state, draft, file) : null;
  if (delivered && !delivered.gone) {
    if (given.json) printJson(deliveredJson(delivered));
    return deliveredCode(delivered);
  }
  const isOut = delivered !== null && !renew.includes("directives");
  const gone = isOut ? delivered.gone : await refreshed(desk, renew.includes("directives"));
  const soon = soonOver(await desk.repository.state(), Date.now());
  if (given.json) printJson({ ...gone, soon });
  else {
    print(`Refreshed: version ${gone.version}.`);
    for (const { role, expires } of soon)
      note(
        `What signs ${role} is over on ${momentWords(expires)}. Renew it: lanyard repository refresh --renew ${role}`,
      );
  }
  return goneCode(gone);
}

function refreshed(desk: Desk, withDirectives: boolean): Promise<Gone> {
  return goOut(desk, ({ directives }) => {
    const next = nextTargets("directives", directives.signed, directives.signed.targets, desk.times());
    return Promise.resolve({ changes: withDirectives ? { directives: next } : {}, texts: new Map() });
  });
}

function renewable(typed: string): Renewable {
  const found = RENEWABLE.find((role) => role === typed);
  if (found) return found;
  throw new CommandError("usage", `--renew "${typed}" is none of ${RENEWABLE.join(", ")}.`);
}

/** `repository upload`: sends what is not out yet, after an upload that failed. */
export async function repositoryUpload(given: Given): Promise<number> {
  const gone = await sendOut(await deskOf(given));
  if (given.json) printJson(gone);
  else print(`The newest is version ${gone.version}.`);
  return goneCode(gone);
}
