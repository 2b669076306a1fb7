import { eachOf, isTree, type Decoded, type Tree } from "./decoded.ts";
import { decodeJson } from "./json.ts";

/** Members that clients send as an object or as a string of JSON. */
const EITHER = new Set(["variables", "extensions"]);

/**
 * Makes one of the ways to send GraphQL: one operation or a list of them, in JSON, in a form's fields, or in the
 * field `operations` of a form with files; `variables` as an object or as a string. `body/variables/x` finds them all.
 */
export function asGraphql(decoded: Decoded): Decoded {
  const { root, sound, whole } = decoded;
  if (root instanceof Map) return fromFields(root, decoded);
  if (!isTree(root)) return decoded;
  const operations = root.isList === true ? (root.step("*") ?? []) : [root];
  const trees = operations.filter(isObject);
  const isAll = trees.length > 0 && trees.length === operations.length && root.isCut !== true;
  return { root: eachOf(trees.map(operationOf)), sound: sound && isAll, whole: whole && isAll };
}

function isObject(value: unknown): value is Tree {
  return isTree(value) && isTree(value.leaf()) && value.isList !== true;
}

function fromFields(fields: ReadonlyMap<unknown, unknown>, { sound, whole }: Decoded): Decoded {
  const read = valuesOf(fields, "operations").map((text) => asGraphql(decodeJson(String(text))));
  if (read.length === 0) return { root: operationOf(treeOfFields(fields)), sound, whole };
  return {
    root: eachOf([...read.map(({ root }) => root).filter(isTree), operationOf(treeOfFields(fields))]),
    sound: sound && read.every((one) => one.sound),
    whole: whole && read.every((one) => one.whole),
  };
}

function treeOfFields(fields: ReadonlyMap<unknown, unknown>): Tree {
  const tree: Tree = { step: (step) => valuesOf(fields, step), leaf: () => tree };
  return tree;
}

function valuesOf(fields: ReadonlyMap<unknown, unknown>, name: string): readonly unknown[] {
  const values = name === "*" ? [...fields.values()].flat() : fields.get(name);
  return Array.isArray(values) ? (values as unknown[]) : [];
}

/** An operation whose `variables` are read wherever they stand; null, as for any broken tree, where they are no JSON. */
function operationOf(operation: Tree): Tree {
  const tree: Tree = {
    step: (step) => {
      const found = operation.step(step);
      if (found === null || !EITHER.has(step)) return found;
      const read = found.map((value) => decodedOf(value));
      return read.every(({ sound }) => sound) ? read.map(({ root }) => root) : null;
    },
    leaf: () => tree,
  };
  return tree;
}

function decodedOf(value: unknown): Decoded {
  const leaf = isTree(value) ? value.leaf() : value;
  return typeof leaf === "string" && leaf !== ""
    ? decodeJson(leaf)
    : { root: value, sound: true, whole: true };
}
