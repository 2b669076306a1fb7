import { nextTargets } from "./compose.ts";
import type { Draft } from "./draft.ts";
import type { State } from "./state.ts";
import { expiryOf, headOf, type Times } from "./times.ts";

/** What is signed anew on demand, as people call it; snapshot and timestamp are at every refresh. */
export const RENEWABLE = ["root", "policy", "directives"] as const;
export type Renewable = (typeof RENEWABLE)[number];

/** Milliseconds before its end from which on a part is told. */
const SOON = 30 * 86_400_000;

const WHAT_TO_DO =
  "What is out, for longer. Each signer, on their own machine: lanyard policy sign FILE --key NAME. Then: lanyard policy publish FILE";

/** A draft of root and policy as they are with a new date; null where neither is to be renewed. */
export function refreshDraft(
  { root, targets }: State,
  renew: readonly Renewable[],
  times: Times,
): Draft | null {
  const parts = {
    ...(renew.includes("root") && {
      root: { signed: { ...root.signed, ...headOf("root", root.signed.version + 1, times) }, signatures: [] },
    }),
    ...(renew.includes("policy") && {
      targets: {
        signed: nextTargets("targets", targets.signed, targets.signed.targets, times),
        signatures: [],
      },
    }),
  };
  if (Object.keys(parts).length === 0) return null;
  return {
    lanyard: 1,
    draft: WHAT_TO_DO,
    found: [`Renewed: ${Object.keys(parts).join(", ")}.`],
    ...parts,
    files: {},
  };
}

/** What is over within 30 days of `now`, with the moment. */
export function soonOver(
  { root, targets, directives }: State,
  now: number,
): readonly { readonly role: Renewable; readonly expires: number }[] {
  const ends = { root: root.signed, policy: targets.signed, directives: directives.signed };
  return RENEWABLE.map((role) => ({ role, expires: expiryOf(ends[role]) })).filter(
    ({ expires }) => expires < now + SOON,
  );
}
