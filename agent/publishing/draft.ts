import * as z from "zod/mini";
import { canonical } from "../journal/canonical.ts";
import { targetOf } from "./compose.ts";
import { PublishingError } from "./fault.ts";
import { RootPart, Signatures, TargetsPart, TOP_ROLES, type RoleKeys, type Signed } from "./parts.ts";
import { fileText, signedBy, signersOf, type Signer } from "./signing.ts";
import { trustIn, type State, type Trust } from "./state.ts";

const signed = { signatures: Signatures };

/** What waits for signatures: a file that travels from signer to signer. */
export const Draft = z.strictObject({
  lanyard: z.literal(1),
  /** For people who open the file: what it is, and what to do with it. */
  draft: z.string(),
  /** What its author found it to change, in sentences; nothing vouches for them. */
  found: z.array(z.string()),
  root: z.optional(z.strictObject({ signed: RootPart, ...signed })),
  targets: z.optional(z.strictObject({ signed: TargetsPart, ...signed })),
  /** The texts of its new targets by their names. */
  files: z.record(z.string(), z.string()),
});
export type Draft = z.infer<typeof Draft>;

/** One set of keys that must sign something of a draft. */
export interface Need {
  readonly what: "root" | "targets";
  /** In words: "the new root, by the keys of the root before". */
  readonly words: string;
  readonly trust: Trust;
  /** Ids of the keys that have signed. */
  readonly have: readonly string[];
}

/** Reads a draft and verifies that its texts are those that it asks signatures for; throws `malformed`. */
export function readDraft(file: string, text: string): Draft {
  const draft = parsed(text);
  if (!draft)
    throw new PublishingError(
      "malformed",
      `${file} is no draft. A draft is a file that \`policy publish\` wrote.`,
    );
  for (const [name, content] of Object.entries(draft.files)) {
    const wanted = draft.targets?.signed.targets[name];
    if (wanted?.hashes.sha256 === targetOf(content).hashes.sha256) continue;
    throw new PublishingError(
      "malformed",
      `${file} was changed on its way: the text of ${name} is not what is to be signed. Do not sign it.`,
    );
  }
  return draft;
}

/** The text of a draft, for people to open. */
export function draftText(draft: Draft): string {
  return `${JSON.stringify(draft, null, 1)}\n`;
}

/** Who must sign a draft, seen from the state that is out. */
export function needsOf({ root, targets }: Draft, state: State): readonly Need[] {
  const newRoot = root?.signed ?? state.root.signed;
  const newTargets = targets?.signed ?? state.targets.signed;
  const need = (
    what: Need["what"],
    words: string,
    one: Signed<RootPart | TargetsPart>,
    trust: Trust,
  ): Need => ({
    what,
    words,
    trust,
    have: signersOf(one, trust.role, trust.keys),
  });
  return [
    ...(root
      ? [
          need(
            "root",
            "the root, by keys of the one before",
            root,
            trustIn("root", state.root.signed, newTargets),
          ),
          need("root", "the root, by its own keys", root, trustIn("root", newRoot, newTargets)),
        ]
      : []),
    ...(targets ? [need("targets", "policy", targets, trustIn("targets", newRoot, newTargets))] : []),
  ];
}

/** The needs that are not met yet. */
export function openNeeds(draft: Draft, state: State): readonly Need[] {
  return needsOf(draft, state).filter(({ have, trust }) => have.length < trust.role.threshold);
}

/** A draft with the signatures of a key wherever it may sign; null where it may sign nothing of it. */
export async function draftSignedBy(draft: Draft, state: State, signer: Signer): Promise<Draft | null> {
  const what = new Set(
    needsOf(draft, state)
      .filter(({ trust }) => trust.role.keyids.includes(signer.id))
      .map((need) => need.what),
  );
  if (what.size === 0) return null;
  const { root, targets } = draft;
  return {
    ...draft,
    ...(root && what.has("root") && { root: await signedBy(root, signer) }),
    ...(targets && what.has("targets") && { targets: await signedBy(targets, signer) }),
  };
}

/**
 * Throws `refused` where a draft does what no command here makes: other thresholds, delegations or paths, or a target
 * whose text it does not bring. Signers see keys and policy; what they are not shown must be as it was.
 */
export function verifyUsual({ root, targets, files }: Draft, state: State): void {
  const isUsual =
    (!root ||
      TOP_ROLES.every((role) => sameButKeys(root.signed.roles[role], state.root.signed.roles[role]))) &&
    (!targets ||
      (sameDelegations(targets.signed.delegations, state.targets.signed.delegations) &&
        Object.entries(targets.signed.targets).every(
          ([name, target]) =>
            name in files || canonical(target) === canonical(state.targets.signed.targets[name] ?? null),
        )));
  if (isUsual) return;
  throw new PublishingError(
    "refused",
    "This draft asks for signatures under something that it does not show: thresholds, delegations or files. Do not sign it.",
  );
}

function sameButKeys(one: RoleKeys, other: RoleKeys): boolean {
  return canonical({ ...one, keyids: [] }) === canonical({ ...other, keyids: [] });
}

function sameDelegations(one: TargetsPart["delegations"], other: TargetsPart["delegations"]): boolean {
  return shapeOf(one) === shapeOf(other);
}

/** Delegations without their keys. */
function shapeOf(delegations: TargetsPart["delegations"]): string {
  const roles = delegations?.roles.map(({ keyids: _keys, ...role }) => role);
  return canonical({ ...delegations, keys: {}, roles });
}

/** Throws `refused` where something else went out since a draft was made: its versions are taken then. */
export function verifyNext({ root, targets }: Draft, state: State): void {
  const isNext =
    (root === undefined || root.signed.version === state.root.signed.version + 1) &&
    (targets === undefined || targets.signed.version === state.targets.signed.version + 1);
  if (isNext) return;
  const same = [
    root && fileText(root) === fileText(state.root),
    targets && fileText(targets) === fileText(state.targets),
  ];
  throw new PublishingError(
    "refused",
    same.includes(true)
      ? "This draft is out already."
      : "Something else was published since this draft was made, so its signatures fit no more. Make it anew.",
  );
}

function parsed(text: string): Draft | null {
  try {
    return Draft.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
