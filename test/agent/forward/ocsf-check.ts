import { CLASSES, PROFILES } from "./ocsf-classes.ts";
import { OBJECTS, type Kind, type Shape } from "./ocsf-objects.ts";

type Json = Readonly<Record<string, unknown>>;

/** Everything in which an event is no event of OCSF 1.8.0, as `path: what`; empty where it is one. */
export function ocsfProblems(event: Json): readonly string[] {
  const of = CLASSES[Number(event["class_uid"])];
  if (of === undefined) return [`class_uid: ${String(event["class_uid"])} is no class that is written here`];
  const profiles = profilesOf(event);
  const added = Object.assign({}, ...profiles.map((name) => PROFILES[name] ?? {})) as Shape["attributes"];
  return [
    ...profiles.filter((name) => !of.profiles.includes(name)).map((name) => `profiles: ${name} is none`),
    ...shapeProblems(event, { ...of, attributes: { ...of.attributes, ...added } }, ""),
    ...classificationProblems(event, of.category, of.activities),
  ];
}

function profilesOf(event: Json): readonly string[] {
  const { profiles = [] } = (event["metadata"] ?? {}) as { profiles?: readonly string[] };
  return profiles;
}

function classificationProblems(
  event: Json,
  category: number,
  activities: Readonly<Record<number, string>>,
): string[] {
  const { category_uid, class_uid, activity_id, activity_name, type_uid } = event;
  const id = Number(activity_id);
  const problems: string[] = [];
  if (category_uid !== category) problems.push(`category_uid: not ${category}`);
  if (type_uid !== Number(class_uid) * 100 + id) problems.push("type_uid: not class_uid * 100 + activity_id");
  if (id === 99 && typeof activity_name !== "string") problems.push("activity_name: 99 needs one");
  if (id !== 0 && id !== 99 && activities[id] === undefined) problems.push(`activity_id: ${id} is none`);
  if (activities[id] !== undefined && activity_name !== activities[id])
    problems.push("activity_name: not the caption");
  return problems;
}

function shapeProblems(value: Json, { attributes, required, oneOf }: Shape, path: string): string[] {
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  const none = oneOf !== undefined && !oneOf.some((name) => Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${path}${name}: is missing`),
    ...(none ? [`${path}: has none of ${oneOf.join(", ")}`] : []),
    ...Object.entries(value).flatMap(([name, member]) => {
      const kind = attributes[name];
      return kind === undefined
        ? [`${path}${name}: is no attribute`]
        : kindProblems(member, kind, `${path}${name}`);
    }),
  ];
}

function kindProblems(value: unknown, kind: Kind, path: string): string[] {
  if (typeof kind === "string") return isOf(value, kind) ? [] : [`${path}: is no ${kind}`];
  if (isIds(kind)) return kind.includes(Number(value)) ? [] : [`${path}: ${String(value)} is no id of it`];
  if ("list" in kind) {
    if (!Array.isArray(value)) return [`${path}: is no list`];
    return value.flatMap((one, index) => kindProblems(one, kind.list, `${path}.${index}`));
  }
  const shape = OBJECTS[kind.object];
  if (shape === undefined) throw new Error(`There is no object ${kind.object} here.`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}: is no object`];
  return shapeProblems(value as Json, shape, `${path}.`);
}

function isIds(kind: Exclude<Kind, string>): kind is readonly number[] {
  return Array.isArray(kind);
}

function isOf(value: unknown, kind: Extract<Kind, string>): boolean {
  switch (kind) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "json":
      return typeof value === "object" && value !== null;
    case "integer":
      return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
    case "long":
    case "timestamp":
      return Number.isSafeInteger(value);
    case "email":
      return typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value);
    case "hostname":
      return typeof value === "string" && value !== "";
    default:
      return false;
  }
}
