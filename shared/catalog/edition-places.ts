import type { Endpoint, Recognizer } from "../schema/recognizer.ts";
import type { EditionProblem } from "./edition-problem.ts";

const PLACE = /^(body|query|path|header|frame|host|const)\//;
/** Steps that do something; any other step that begins with a dollar would find nothing, without a word. */
const STEP =
  /^\$(?:json|base64|text|files|opaque|(?:tag|after|before|deep):.+|flag:[a-z]{1,20}(?:\|[a-z]{1,20})*)$/;

/** What is wrong with the places of one endpoint, whatever fields they stand in; `at` names the endpoint. */
export function wrongPlaces(endpoint: Endpoint, at: string): readonly EditionProblem[] {
  const { paths, ...rest } = endpoint;
  return placesIn(rest, at).flatMap(({ place, field }) => {
    const sentence = wrongPlace(place, endpoint.codec, paths);
    return sentence === null ? [] : [{ at: field, sentence }];
  });
}

/** What is wrong with the places of a record itself; `at` names the record. */
export function wrongRecordPlaces(record: Recognizer, at: string): readonly EditionProblem[] {
  const { region, roams, reply } = record;
  return placesIn({ region, roams, reply }, at).flatMap(({ place, field }) => {
    const sentence = wrongSteps(place);
    return sentence === null ? [] : [{ at: field, sentence }];
  });
}

interface FoundPlace {
  readonly place: string;
  readonly field: string;
}

function placesIn(value: unknown, field: string): readonly FoundPlace[] {
  if (typeof value === "string") return PLACE.test(value) ? [{ place: value, field }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesIn(inner, `${field}.${key}`));
}

function wrongPlace(place: string, codec: Endpoint["codec"], paths: readonly string[]): string | null {
  const [part = "", key = ""] = place.split("/");
  if (part === "path" && !paths.some((path) => path.includes(`{${key}`)))
    return `No path has a {${key}} for "${place}".`;
  if (part === "body" && codec === "none")
    return `The codec "none" reads no body, so "${place}" is never there.`;
  return wrongSteps(place);
}

function wrongSteps(place: string): string | null {
  const [part = "", ...steps] = place.split("/");
  const [key = ""] = steps;
  if (key === "") return `"${place}" names nothing behind "${part}/".`;
  const unknown = steps.find((step) => step.startsWith("$") && !STEP.test(step));
  if (unknown !== undefined && part !== "const") return `"${unknown}" is no step that is known.`;
  if (part === "header" && key !== key.toLowerCase()) return `Write the header of "${place}" in lower case.`;
  if (part === "host" && !/^\d{1,2}$/.test(key))
    return `Write a label's number behind "host/", as in "host/0".`;
  return null;
}
