import { prepare } from "../../shared/policy/authority.ts";
import { spelledName } from "../../shared/policy/model-name.ts";
import { fold, matches } from "../../shared/policy/pattern.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import { standing, type Standing } from "../../shared/policy/standing.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { Person } from "../../shared/schema/person.ts";
import { named } from "./model-classes.ts";
import { digest } from "./people-classes.ts";

/** How somebody stands to a model; `mixed` where the people of a group stand differently. */
export interface MatrixCell {
  readonly state: Standing["state"] | "mixed";
  /** "May use", "Not without a license"; "3 of 5 may" where mixed. */
  readonly words: string;
  /** One sentence; empty where mixed. */
  readonly why: string;
}

/** A person or a group against every model. */
export interface MatrixRow {
  readonly id: string;
  readonly name: string;
  /** 1 for a person. */
  readonly people: number;
  /** In the order of the models. */
  readonly cells: readonly MatrixCell[];
}

/** People or groups against the models that the policy names. */
export interface Matrix {
  readonly organization: string;
  readonly revision: string;
  /** Milliseconds since 1970 UTC: what holds then. */
  readonly at: number;
  readonly by: "person" | "group";
  readonly models: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly MatrixRow[];
}

/** The matrix of a policy for people at a moment, on ordinary calls. */
export function matrixOf(
  policy: CompiledPolicy,
  people: readonly Person[],
  { at, by, models: ids }: Pick<Matrix, "at" | "by"> & { readonly models: readonly string[] },
): Matrix {
  const rows = personRows(policy, people, ids, at);
  return {
    organization: policy.organization,
    revision: policy.revision,
    at,
    by,
    models: ids.map((id) => ({ id, name: policy.names[id] ?? spelledName(id) })),
    rows: by === "person" ? rows : groupRows(people, rows),
  };
}

/**
 * The models that are worth a column: all known ones that a glob asks for, else those that the policy names for
 * people, else all that it names.
 */
export function columnsOf(
  policy: CompiledPolicy,
  known: readonly string[],
  glob: string | null,
): readonly string[] {
  const names = Object.keys(policy.names);
  if (glob === null) return (names.length > 0 ? names : named(policy)).toSorted();
  const all = new Set([...named(policy), ...known]);
  return [...all].filter((id) => matches(fold(glob), fold(id))).toSorted();
}

/** People whose clearance allows the same have the same cells: they are asked for once. */
function personRows(
  policy: CompiledPolicy,
  people: readonly Person[],
  ids: readonly string[],
  at: number,
): readonly MatrixRow[] {
  const known = new Map<string, readonly MatrixCell[]>();
  return people.map((person) => {
    const clearance = resolve(policy, person);
    const key = digest(clearance);
    const authority = prepare(clearance);
    const cells = known.get(key) ?? ids.map((id) => cellOf(standing(authority, id, at, false)));
    known.set(key, cells);
    return { id: person.id, name: person.name ?? person.id, people: 1, cells };
  });
}

function cellOf({ state, words, why }: Standing): MatrixCell {
  return { state, words, why };
}

function groupRows(people: readonly Person[], rows: readonly MatrixRow[]): readonly MatrixRow[] {
  const groups = [...new Set(people.flatMap((person) => person.groups))].sort();
  return groups.map((group) => {
    const members = rows.filter((_, index) => people[index]?.groups.includes(group));
    const cells = (members[0]?.cells ?? []).map((_, column) =>
      united(members.flatMap(({ cells: own }) => own[column] ?? [])),
    );
    return { id: group, name: group, people: members.length, cells };
  });
}

/** One cell for several people: theirs where it is the same for all, else how many may. */
function united(cells: readonly MatrixCell[]): MatrixCell {
  const [first] = cells;
  if (first && cells.every(({ words, state }) => words === first.words && state === first.state))
    return first;
  const may = cells.filter(({ state }) => state === "may" || state === "conditions").length;
  return { state: "mixed", words: `${may} of ${cells.length} may`, why: "" };
}
