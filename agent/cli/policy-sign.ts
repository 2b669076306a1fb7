import {
  draftSignedBy,
  draftText,
  openNeeds,
  verifyNext,
  verifyUsual,
  type Draft,
} from "../publishing/draft.ts";
import { rolesOf } from "../publishing/rotation.ts";
import { expiryOf } from "../publishing/times.ts";
import type { State } from "../publishing/state.ts";
import { momentWords } from "../policy-tools/change-words.ts";
import { deskOf, keyNamed, type Desk } from "./desk.ts";
import { draftIn, missingWords } from "./draft-here.ts";
import { reviewDraft, reviewLines } from "./draft-review.ts";
import { CommandError, EXIT } from "./exit.ts";
import { needed, word, type Given } from "./given.ts";
import { note, plain, print, printJson } from "./print.ts";
import { confirm } from "./terminal.ts";
import { writeOut } from "./write-out.ts";

/** `policy sign DRAFT --key NAME`: shows what is to be signed, asks, and adds a signature to the file. */
export async function policySign(given: Given): Promise<number> {
  const file = word(given, 0, "The draft");
  const name = needed(given, "key");
  const desk = await deskOf(given);
  const state = await desk.repository.state();
  const draft = await draftIn(file);
  verifyNext(draft, state);
  verifyUsual(draft, state);
  const say = given.json ? note : print;
  for (const line of await linesOf(desk, state, draft)) say(plain(line));
  await confirm(`This will be signed by ${name}.`, given.flag("yes"));
  const signed = await draftSignedBy(draft, state, await desk.keyring.signer(keyNamed(desk.keys, name)));
  if (!signed)
    throw new CommandError("found", `${name} may sign nothing of this draft. See who may: lanyard keys list`);
  await writeOut(file, draftText(signed));
  const missing = missingWords(desk, openNeeds(signed, state));
  if (given.json) printJson({ file, missing });
  else
    for (const line of missing.length > 0
      ? missing
      : [`All signatures are there: lanyard policy publish ${file}`])
      print(plain(line));
  return EXIT.done;
}

async function linesOf(desk: Desk, state: State, draft: Draft): Promise<readonly string[]> {
  const review = await reviewDraft(desk, state, draft);
  const { root, targets } = draft;
  return [
    ...(review ? reviewLines(review) : []),
    ...(targets
      ? [`Policy, version ${targets.signed.version}, good until ${momentWords(expiryOf(targets.signed))}.`]
      : []),
    ...(root
      ? [`The root, version ${root.signed.version}, good until ${momentWords(expiryOf(root.signed))}.`]
      : []),
    ...keyLines(desk, state, draft),
  ];
}

/** Whose keys come and go, from the draft itself. */
function keyLines({ keys }: Desk, state: State, { root, targets }: Draft): readonly string[] {
  const next = { root: root ?? state.root, targets: targets ?? state.targets };
  const ids = new Set([state, next].flatMap(keyIds));
  return [...ids].flatMap((id) => {
    const [was, is] = [rolesOf(state, id).join(", "), rolesOf(next, id).join(", ")];
    const name = keys.find((key) => key.id === id)?.name ?? "a key that publisher.yaml does not have";
    if (was === is) return [];
    return [`${name} (${id.slice(0, 12)}) signs ${was || "nothing"} now, and would sign ${is || "nothing"}.`];
  });
}

function keyIds({ root, targets }: Pick<State, "root" | "targets">): readonly string[] {
  return Object.keys({ ...root.signed.keys, ...targets.signed.delegations?.keys });
}
