import { join } from "node:path";
import type { Ring } from "../../shared/schema/bundle.ts";
import { policyDraft } from "../publishing/policy-draft.ts";
import { retracted, ringWords, widened } from "../publishing/rings.ts";
import { deskOf } from "./desk.ts";
import { deliver, deliveredCode, deliveredJson } from "./draft-here.ts";
import { reviewDraft, reviewLines } from "./draft-review.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";
import { note, plain, print, printJson } from "./print.ts";
import { groupsGiven, shareGiven } from "./reach-given.ts";

/** `policy widen`: the newest release, which is staged, for more endpoints. */
export async function policyWiden(given: Given): Promise<number> {
  const groups = groupsGiven(given);
  const typed = shareGiven(given);
  if (typed === null && groups.length === 0)
    throw new CommandError("usage", "Say for whom: --share PERCENT, --groups NAMES, or both.");
  return await moveRings(given, (rings) =>
    widened(rings, { share: typed ?? rings.at(-1)?.share ?? 0, groups: [...groups] }),
  );
}

/** `policy retract`: the newest release, which is staged, for nobody any more. */
export async function policyRetract(given: Given): Promise<number> {
  return await moveRings(given, retracted);
}

async function moveRings(given: Given, move: (rings: readonly Ring[]) => readonly Ring[]): Promise<number> {
  const desk = await deskOf(given);
  const state = await desk.repository.state();
  const rings = move(await desk.repository.rings(state));
  const draft = policyDraft(state, { rings, texts: new Map() }, desk.times());
  const review = await reviewDraft(desk, state, draft);
  const lines = review ? reviewLines(review) : [];
  for (const line of lines) note(plain(line));
  const file = join(desk.folder, `rings-${state.targets.signed.version + 1}.draft.json`);
  const delivered = await deliver(desk, state, { ...draft, found: [...lines] }, file);
  if (given.json) printJson({ rings, changes: review?.changes ?? [], ...deliveredJson(delivered) });
  else if (delivered.gone) print(plain(`Published: ${rings.map(ringWords).join(", then ")}.`));
  return deliveredCode(delivered);
}
