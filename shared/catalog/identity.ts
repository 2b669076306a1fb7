import type { Lab } from "../schema/model-names.ts";
import { labNamed, labOfName, type Match } from "./lab-families.ts";
import { NO_ATTRIBUTES, stripAttributes, type ModelAttributes } from "./model-attributes.ts";
import { spell } from "./model-spelling.ts";
import { BUILT_IN_TABLES, type ModelTables } from "./model-tables.ts";

/** Where an id was found. */
export interface ModelHome {
  /** The lab whose service it is. */
  readonly provider: string;
  /** True where ids may be of any lab: a name of no known family is then nobody's. */
  readonly resells: boolean;
}

/** Which model an id means. */
export interface ModelIdentity {
  /** `provider/model` in its one spelling; null where the id says no model that could be named. */
  readonly model: string | null;
  readonly lab: string | null;
  readonly attributes: ModelAttributes;
}

/** Longest id that is looked at, in characters. */
const ID_LIMIT = 200;
/**
 * ASCII alone: a Cyrillic or full-width letter would make a name that looks like another. Asked before the case is
 * changed, since the Kelvin sign becomes a plain k.
 */
const ID = /^[a-z0-9@~][a-z0-9._:@/+~-]*$/i;
/** ARNs whose last part is an opaque name that the customer chose. */
const HIDDEN_ARN =
  /:(application-inference-profile|provisioned-model|imported-model|custom-model[a-z-]*|prompt)\//;
const NOBODY: ModelIdentity = { model: null, lab: null, attributes: NO_ATTRIBUTES };

/**
 * Finds the model behind any spelling of its id, by the ordered rules of the catalog's README.
 * A name that is not known to be one of a lab's, and cannot be the home's own, gives null. `tables` are those of the
 * edition in force.
 */
export function identify(raw: string, home: ModelHome, tables: ModelTables = BUILT_IN_TABLES): ModelIdentity {
  const plain = decoded(raw);
  if (plain.length > ID_LIMIT || !ID.test(plain)) return NOBODY;
  const id = plain.toLowerCase();
  if (HIDDEN_ARN.test(id)) return NOBODY;
  const tuned = /^ft:([^:]+):/.exec(id);
  const path = (tuned?.[1] ?? withoutArn(id)).replace(/^~/, "").split("/");
  const found = named(path, home, tables);
  return tuned === null ? found : { ...found, attributes: { ...found.attributes, fineTuned: true } };
}

/**
 * The one spelling of a `provider/model` id as somebody wrote it in a policy, so that it meets the one of the wire.
 * Patterns (`openai/gpt-*`) and ids of unknown labs are only brought to lower case.
 */
export function canonicalModel(id: string, tables: ModelTables = BUILT_IN_TABLES): string {
  const lower = id.toLowerCase();
  if (lower.includes("*")) return lower;
  const slash = lower.indexOf("/");
  const provider = slash < 0 ? "unknown" : lower.slice(0, slash);
  return identify(lower, { provider, resells: true }, tables).model ?? lower;
}

function decoded(raw: string): string {
  if (!raw.includes("%")) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function withoutArn(id: string): string {
  return id.startsWith("arn:") ? id.slice(id.lastIndexOf("/") + 1) : id;
}

/** The last segment is the name; the segments before it may say the lab. */
function named(path: readonly string[], home: ModelHome, tables: ModelTables): ModelIdentity {
  const { otherNames } = tables;
  const written = path.at(-1) ?? "";
  const last = (otherNames.get(path.join("/")) ?? otherNames.get(written) ?? written).split("/").at(-1) ?? "";
  const owners = path.slice(0, -1);
  const owner = owners.map((part) => labNamed(tables, part)).findLast((lab) => lab !== null) ?? null;
  const { name, vendor, reseller } = withoutVendor(last.replaceAll("_", "-"), tables);
  const match = settle(name, vendor ?? owner, home, tables);
  if (match === null) return foreign(name, owners, tables);
  const { name: bare, attributes } = stripAttributes(name, match.lab, tables);
  if (bare === "" || bare.length < match.family.length) return NOBODY;
  const outside = owners.find((part) => labNamed(tables, part) === null) ?? null;
  const spelled = `${match.lab.lab}/${spell(bare, match)}`;
  return {
    model: otherNames.get(spelled) ?? spelled,
    lab: match.lab.lab,
    attributes: { ...attributes, reseller: attributes.reseller ?? reseller ?? outside },
  };
}

/**
 * Whose model a name is. A closed family is its lab's whatever stands before it: `amazon/claude-…` must not
 * become a model of Amazon's that no rule names. An open family goes to the lab that is written before it.
 */
function settle(name: string, owner: Lab | null, home: ModelHome, tables: ModelTables): Match | null {
  const match = labOfName(tables, name);
  if (match !== null && (match.lab.closed === true || owner === null)) return match;
  if (owner !== null) return match?.lab === owner ? match : { lab: owner, family: "" };
  const own = home.resells ? null : labNamed(tables, home.provider);
  return own !== null && isPlausible(name) ? { lab: own, family: "" } : null;
}

/** A name that a lab could give a model: letters first, a number somewhere, and no hash. */
function isPlausible(name: string): boolean {
  return /^[a-z][a-z0-9.-]{1,63}$/.test(name) && /\d/.test(name) && !/[0-9a-f]{12}/.test(name);
}

/** Weights of an owner who is no lab of ours: `nousresearch/hermes-4-70b` stays what it is called. */
function foreign(name: string, owners: readonly string[], { resellers }: ModelTables): ModelIdentity {
  const [owner] = owners;
  if (owner === undefined || owners.length > 1 || resellers.has(owner) || !/^[a-z][a-z0-9.-]*$/.test(owner)) {
    return NOBODY;
  }
  return isPlausible(name) ? { model: `${owner}/${name}`, lab: owner, attributes: NO_ATTRIBUTES } : NOBODY;
}

interface Prefixed {
  readonly name: string;
  readonly vendor: Lab | null;
  readonly reseller: string | null;
}

/** `us.anthropic.claude-…`, `anthropic--claude-…`, `databricks-claude-…`, `nvidia-nemotron-…`. */
function withoutVendor(last: string, tables: ModelTables): Prefixed {
  const region = last.replace(/^(us-gov|us|eu|apac|jp|au|ca|global)\./, "");
  const dotted = /^([a-z][a-z0-9-]*)\.(?=[a-z])/.exec(region);
  const lab = dotted?.[1] === undefined ? null : labNamed(tables, dotted[1]);
  if (dotted !== null && lab !== null)
    return { ...withoutWords(region.slice(dotted[0].length), tables), vendor: lab };
  return { ...withoutWords(region, tables), vendor: null };
}

/** Takes names of labs and resellers off the front for as long as what is left is a known family. */
function withoutWords(
  name: string,
  tables: ModelTables,
): { readonly name: string; readonly reseller: string | null } {
  const { resellers } = tables;
  let left = name;
  let reseller: string | null = null;
  for (;;) {
    const word = /^([a-z0-9]+(?:-ai)?)--?/.exec(left);
    const prefix = word?.[1];
    if (word === null || prefix === undefined) return { name: left, reseller };
    const rest = left.slice(word[0].length);
    const isOwner = labNamed(tables, prefix) !== null || resellers.has(prefix);
    if (!(isOwner && startsFamily(rest, tables)) && !hidesClosedFamily(prefix, rest, tables))
      return { name: left, reseller };
    if (resellers.has(prefix)) reseller = prefix;
    left = rest;
  }
}

/**
 * True for a product's own word before a model of a closed family (`v0-claude-…`, `cursor-gpt-…`): the product is some
 * lab's, but the model is not, and must not become one that no rule names.
 */
function hidesClosedFamily(prefix: string, rest: string, tables: ModelTables): boolean {
  const product = labOfName(tables, prefix)?.lab;
  return product !== undefined && product.closed !== true && labOfName(tables, rest)?.lab.closed === true;
}

/** True where what is left still says whose model it is, at once or after one more name. */
function startsFamily(rest: string, tables: ModelTables): boolean {
  if (labOfName(tables, rest) !== null) return true;
  const word = /^([a-z0-9]+)--?/.exec(rest);
  if (word === null || labNamed(tables, word[1] ?? "") === null) return false;
  return labOfName(tables, rest.slice(word[0].length)) !== null;
}
