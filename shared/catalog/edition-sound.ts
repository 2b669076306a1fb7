import type { CatalogContent } from "../schema/catalog-edition.ts";
import type { Endpoint, Recognizer } from "../schema/recognizer.ts";
import { wrongPlaces, wrongRecordPlaces } from "./edition-places.ts";
import type { EditionProblem } from "./edition-problem.ts";
import { canonicalModel } from "./identity.ts";
import { modelTables, type ModelTables } from "./model-tables.ts";

const SERVICE = /^[a-z0-9][a-z0-9.-]{0,63}$/;
const METHODS = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|WS)(?:\|(?:GET|HEAD|POST|PUT|PATCH|DELETE|WS))*$/;
/** A leading `*.`, labels with at most three stars in all, no port, no capital; or an address in brackets. */
const HOST = /^(?:\*\.)?[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*$|^\[[0-9a-f:]+\]$/;
const SEGMENT = /^(?:\*\*|[^{}*\s]+|[^{}*\s]*\{\w+(?::|\*\*)?\}(?:\{\w+\}|[^{}*\s]*))$/;
/** Two runs of any length in one path make its matching quadratic, three cubic. */
const MOST_RUNS = 2;
const MOST_STARS = 3;
const LONGEST_PATH = 500;

/** What a schema cannot say of records: names, hosts, paths, places and aliases that would not do what they say. */
export function unsoundRecords({ services, models }: CatalogContent): readonly EditionProblem[] {
  const tables = modelTables(models);
  const names = new Set(services.map(({ service }) => service));
  const stores = new Set(services.filter(isStore).map(({ service }) => service));
  const firstShape = services.findIndex(isShape);
  return services.flatMap((record, index) => {
    const at = `services/${record.service}`;
    const isTwice = services.findIndex(({ service }) => service === record.service) !== index;
    return [
      ...problem(
        !SERVICE.test(record.service),
        at,
        "Write the service's id in lower case, as in openai-api.",
      ),
      ...problem(isTwice, at, "Another record has the same name. Keep one."),
      ...problem(
        firstShape >= 0 && index > firstShape && record.hosts.length > 0 && record.abstract !== true,
        at,
        "A shape for any host stands before it. Put records with hosts first.",
      ),
      ...(record.like ?? []).flatMap((name, n) =>
        problem(!names.has(name), `${at} like.${n}`, `There is no record "${name}".`),
      ),
      ...(record.stores ?? []).flatMap((name, n) =>
        problem(!stores.has(name), `${at} stores.${n}`, `There is no abstract record "${name}" with hosts.`),
      ),
      ...record.hosts.flatMap((host, n) =>
        problem(!isSoundHost(host), `${at} hosts.${n}`, `"${host}" is no host, or one that is far too wide.`),
      ),
      ...wrongRecordPlaces(record, at),
      ...wrongAliases(record, at, tables),
      ...record.endpoints.flatMap((endpoint, n) => wrongEndpoint(endpoint, `${at} endpoints.${n}`)),
    ];
  });
}

function isShape({ hosts, abstract }: Recognizer): boolean {
  return hosts.length === 0 && abstract !== true;
}

function isStore({ abstract, hosts }: Recognizer): boolean {
  return abstract === true && hosts.length > 0;
}

function problem(isWrong: boolean, at: string, sentence: string): readonly EditionProblem[] {
  return isWrong ? [{ at, sentence }] : [];
}

/** What stands behind the last star must be a name that somebody owns: `*.com` would be half the Web. */
function isSoundHost(host: string): boolean {
  if (!HOST.test(host) || host.length > 253) return false;
  if (!host.includes("*")) return true;
  const fixed = host.slice(host.lastIndexOf("*") + 1).replace(/^[^.]*\.?/, "");
  return fixed.includes(".") && host.split("*").length - 1 <= MOST_STARS;
}

function wrongAliases({ aliases }: Recognizer, at: string, tables: ModelTables): readonly EditionProblem[] {
  return Object.entries(aliases).flatMap(([alias, models]) =>
    models.flatMap((model) => {
      const spelled = canonicalModel(model, tables);
      return problem(spelled !== model, `${at} aliases.${alias}`, `Write "${spelled}" for "${model}".`);
    }),
  );
}

function wrongEndpoint(endpoint: Endpoint, at: string): readonly EditionProblem[] {
  return [
    ...problem(!METHODS.test(endpoint.method), `${at}.method`, `"${endpoint.method}" is no list of methods.`),
    ...problem(endpoint.paths.length === 0, `${at}.paths`, "Write at least one path."),
    ...endpoint.paths.flatMap((path, n) =>
      problem(!isSoundPath(path), `${at}.paths.${n}`, pathSentence(path)),
    ),
    ...wrongPlaces(endpoint, at),
  ];
}

function isSoundPath(path: string): boolean {
  if (!path.startsWith("/") || path.length > LONGEST_PATH) return false;
  if (path.split("**").length - 1 > MOST_RUNS) return false;
  return path.split("/").every((segment) => segment === "" || SEGMENT.test(segment));
}

function pathSentence(path: string): string {
  return `"${path}" is no path pattern. Write segments like v1, {name}, {name:}, {name**} or **, at most two of the last two kinds.`;
}
