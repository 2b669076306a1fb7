import { KEY_KINDS, rolesOf } from "../publishing/rotation.ts";
import type { Role } from "../publishing/parts.ts";
import type { State } from "../publishing/state.ts";
import { deskOf, type Desk } from "./desk.ts";
import { EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** One key, as it is shown. */
interface Listed {
  /** What publisher.yaml calls it; null: it does not have it. */
  readonly name: string | null;
  readonly id: string;
  readonly signs: readonly Role[];
  /** True where it can sign here and now. */
  readonly atHand: boolean;
}

/** `keys list`: who signs what, how many must, and which keys are at hand here. */
export async function keysList(given: Given): Promise<number> {
  const desk = await deskOf(given);
  const state = await desk.repository.state();
  const keys = await listed(desk, state);
  const { root, targets } = state.root.signed.roles;
  const thresholds = { root: root.threshold, policy: targets.threshold };
  if (given.json) printJson({ keys, thresholds });
  else for (const line of linesOf(keys, thresholds)) print(plain(line));
  return EXIT.done;
}

async function listed({ keys, keyring }: Desk, state: State): Promise<readonly Listed[]> {
  const known = keys.map(({ name, id }) => ({ name, id }));
  const trusted = [
    ...Object.keys(state.root.signed.keys),
    ...Object.keys(state.targets.signed.delegations?.keys ?? {}),
  ];
  const strangers = [...new Set(trusted)].filter((id) => !keys.some((key) => key.id === id));
  const all = [...known, ...strangers.map((id) => ({ name: null, id }))];
  const here = await keyring.atHand(all.map(({ id }) => id));
  return all.map(({ name, id }) => ({
    name,
    id,
    signs: rolesOf(state, id),
    atHand: here.some((key) => key.id === id),
  }));
}

function linesOf(
  keys: readonly Listed[],
  { root, policy }: { readonly root: number; readonly policy: number },
): readonly string[] {
  const width = Math.max(...keys.map(({ name }) => (name ?? "").length), 10);
  return [
    ...keys.map(
      ({ name, id, signs, atHand }) =>
        `${(name ?? "(unnamed)").padEnd(width)}  ${id.slice(0, 12)}  ${atHand ? "here     " : "elsewhere"}  ${kindOf(signs)}`,
    ),
    `${root} keys sign the root together, ${policy} policy; one is enough for the rest.`,
  ];
}

function kindOf(signs: readonly Role[]): string {
  if (signs.length === 0) return "signs nothing";
  const kind = Object.entries(KEY_KINDS).find(([, roles]) => String([...roles]) === String(signs));
  return kind ? `signs ${WORDS[kind[0]] ?? kind[0]}` : `signs ${signs.join(", ")}`;
}

const WORDS: Readonly<Record<string, string>> = {
  root: "the root",
  publish: "that it is fresh",
  "on-call": "directives, and that it is fresh",
};
