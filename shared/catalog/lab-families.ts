import type { Lab } from "../schema/model-names.ts";
import type { ModelTables } from "./model-tables.ts";

/** A name of which the lab is known by how it begins. */
export interface Match {
  readonly lab: Lab;
  readonly family: string;
}

/** The lab that an id calls by this name, in lower case; null where the name is nobody's or a reseller's. */
export function labNamed({ labsByName }: ModelTables, name: string): Lab | null {
  return labsByName.get(name) ?? null;
}

/** The lab whose models are called like this, and the family; null where no lab's are. */
export function labOfName({ labs, families }: ModelTables, name: string): Match | null {
  for (const lab of labs) {
    const word = lab.contains?.find((part) => name.includes(part));
    if (word !== undefined) return { lab, family: word };
  }
  return families.find(({ family }) => isOfFamily(name, family)) ?? null;
}

/** `o3` is the family of `o3-mini`, not of `o30`; `claude` is not the family of `claudette`. */
function isOfFamily(name: string, family: string): boolean {
  if (!name.startsWith(family)) return false;
  const next = name[family.length] ?? "";
  if (/[a-z]/.test(next)) return false;
  return !(/\d/.test(next) && /\d$/.test(family) && !/-\d$/.test(family));
}
