import labs from "./models/labs.json" with { type: "json" };

/** One lab: how it is written in ids, what its models are called, and how their names are spelled. */
export interface Lab {
  readonly lab: string;
  /** What stands before the slash, dot or dash in ids of resellers. */
  readonly names: readonly string[];
  /** How names of its models begin. */
  readonly families: readonly string[];
  /** Words that make a model this lab's wherever they stand in the name. */
  readonly contains?: readonly string[];
  /** True where nobody else's model can carry the name, whatever stands before the slash. */
  readonly closed?: boolean;
  /** Suffixes that choose how hard the same model thinks; elsewhere they are part of the name. */
  readonly modes?: readonly string[];
  /** Suffixes that are models of their own, and may have a date before them. */
  readonly variants?: readonly string[];
  /** True where year and month are the version: `mistral-large-2411` and `-2512` are two models. */
  readonly versionsAreDates?: boolean;
  /** Families whose version follows without a dash: `qwen3`. */
  readonly glued?: readonly string[];
}

/** A name of which the lab is known by how it begins. */
export interface Match {
  readonly lab: Lab;
  readonly family: string;
}

const LABS: readonly Lab[] = labs;
const BY_NAME = new Map(LABS.flatMap((lab) => lab.names.map((name) => [name, lab] as const)));
/** Longest first, so that `text-embedding-v` is tried before `text-embedding`. */
const FAMILIES: readonly Match[] = LABS.flatMap((lab) =>
  lab.families.map((family) => ({ lab, family })),
).sort((a, b) => b.family.length - a.family.length);

/** The lab that an id calls by this name, in lower case; null where the name is nobody's or a reseller's. */
export function labNamed(name: string): Lab | null {
  return BY_NAME.get(name) ?? null;
}

/** The lab whose models are called like this, and the family; null where no lab's are. */
export function labOfName(name: string): Match | null {
  for (const lab of LABS) {
    const word = lab.contains?.find((part) => name.includes(part));
    if (word !== undefined) return { lab, family: word };
  }
  return FAMILIES.find(({ family }) => isOfFamily(name, family)) ?? null;
}

/** `o3` is the family of `o3-mini`, not of `o30`; `claude` is not the family of `claudette`. */
function isOfFamily(name: string, family: string): boolean {
  if (!name.startsWith(family)) return false;
  const next = name[family.length] ?? "";
  if (/[a-z]/.test(next)) return false;
  return !(/\d/.test(next) && /\d$/.test(family) && !/-\d$/.test(family));
}
