import { join, resolve } from "node:path";
import type { Changes } from "../publishing/complete.ts";
import {
  draftSignedBy,
  draftText,
  needsOf,
  openNeeds,
  readDraft,
  verifyNext,
  type Draft,
  type Need,
} from "../publishing/draft.ts";
import { fileText } from "../publishing/signing.ts";
import type { State } from "../publishing/state.ts";
import { textOf } from "./config-file.ts";
import type { Desk } from "./desk.ts";
import { EXIT } from "./exit.ts";
import { goneCode, goOut, type Gone } from "./going-out.ts";
import { note } from "./print.ts";
import { writeOut } from "./write-out.ts";

/** A draft on its way: out, or in a file that waits for signatures. */
export type Delivered =
  | { readonly gone: Gone; readonly draft: null; readonly missing: readonly [] }
  | { readonly gone: null; readonly draft: string; readonly missing: readonly string[] };

/** Reads a draft that a command names. */
export async function draftIn(file: string): Promise<Draft> {
  return readDraft(file, await textOf(file));
}

/** Adds the signatures of the keys that are at hand, no more than are needed; tells each. */
async function signedHere(desk: Desk, state: State, draft: Draft): Promise<Draft> {
  let signed = draft;
  for (const { trust } of needsOf(draft, state)) {
    for (const key of await desk.keyring.atHand(trust.role.keyids)) {
      const isOpen = openNeeds(signed, state).some(
        (need) => need.trust.role.keyids.includes(key.id) && !need.have.includes(key.id),
      );
      if (!isOpen) continue;
      signed = (await draftSignedBy(signed, state, await desk.keyring.signer(key))) ?? signed;
      note(`Signed by ${key.name}.`);
    }
  }
  return signed;
}

/** Signs with what is at hand, and publishes; where signatures are missing still, writes the draft into `file`. */
export async function deliver(desk: Desk, state: State, draft: Draft, file: string): Promise<Delivered> {
  const signed = await signedHere(desk, state, draft);
  const missing = missingWords(desk, openNeeds(signed, state));
  if (missing.length === 0) {
    const gone = await goOut(desk, (before) => Promise.resolve(goingOf(signed, before)));
    if (signed.root) await writeOut(join(desk.folder, "root.json"), fileText(signed.root));
    return { gone, draft: null, missing: [] };
  }
  await writeOut(file, draftText(signed));
  for (const words of missing) note(words);
  note(
    `The draft is ${file}. Each signer: lanyard policy sign ${file} --key NAME. Then: lanyard policy publish ${file}`,
  );
  return { gone: null, draft: file, missing };
}

/** The exit code of a delivery. */
export function deliveredCode({ gone }: Delivered): number {
  return gone ? goneCode(gone) : EXIT.unsigned;
}

/** A delivery as `--json` prints it. */
export function deliveredJson({ gone, draft, missing }: Delivered): object {
  return {
    draft: draft === null ? null : resolve(draft),
    missing,
    version: gone?.version ?? null,
    places: gone?.places ?? [],
    nudgeProblem: gone?.nudgeProblem ?? null,
  };
}

/** What is missing from a draft, a sentence a role. */
export function missingWords({ keys }: Desk, needs: readonly Need[]): readonly string[] {
  const nameOf = (id: string): string => keys.find((key) => key.id === id)?.name ?? id.slice(0, 12);
  return needs.map(({ words, trust: { role }, have }) => {
    const others = role.keyids.filter((id) => !have.includes(id)).map(nameOf);
    const signed = have.length === 0 ? "nobody has signed" : `${have.map(nameOf).join(", ")} signed`;
    return `To sign ${words} takes ${role.threshold}; ${signed}. Missing: ${role.threshold - have.length} of ${others.join(", ")}.`;
  });
}

function goingOf(draft: Draft, state: State): { changes: Changes; texts: ReadonlyMap<string, string> } {
  verifyNext(draft, state);
  const { root, targets, files } = draft;
  return {
    changes: { ...(root && { root }), ...(targets && { targets }) },
    texts: new Map(Object.entries(files)),
  };
}
