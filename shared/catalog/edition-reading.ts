import * as z from "zod/mini";
import { CatalogEdition } from "../schema/catalog-edition.ts";
import { catalogOf, compareEditions, compareVersions } from "./edition.ts";
import { belowFloor, type Floor } from "./edition-floor.ts";
import { wrongFixtures } from "./edition-fixtures.ts";
import type { EditionProblem } from "./edition-problem.ts";
import { unsoundRecords } from "./edition-sound.ts";
import { isSameData } from "./same-data.ts";

/** An edition that may be used, or everything that is wrong with it. */
export type EditionReading =
  | { readonly ok: true; readonly edition: CatalogEdition }
  | {
      readonly ok: false;
      readonly problems: readonly EditionProblem[];
      /** True where it is older than the floor: nobody did anything wrong, the program is newer. */
      readonly overtaken: boolean;
    };

const { shape } = CatalogEdition;
const Head = z.looseObject({
  lanyardCatalog: shape.lanyardCatalog,
  edition: shape.edition,
  minimumProgram: shape.minimumProgram,
});

/**
 * Reads an edition and checks all of it: form, records, its own fixtures, and that it takes nothing away from the
 * floor. `program`: the version of Lanyard that would use it. Never throws for what the value is.
 */
export function readEdition(json: unknown, program: string, floor: Floor): EditionReading {
  const head = Head.safeParse(json);
  if (!head.success) return refusedEdition([NO_EDITION]);
  const { edition: of, minimumProgram: needed } = head.data;
  if (compareEditions(of, floor.edition) < 0) return overtaken(of, floor);
  // Asked before the whole form: an edition for a newer program may have fields that this one does not know.
  if (compareVersions(program, needed) < 0)
    return refusedEdition([
      { at: "minimumProgram", sentence: `It needs Lanyard ${needed}, and this is ${program}.` },
    ]);
  const parsed = CatalogEdition.safeParse(json);
  if (!parsed.success) return refusedEdition(parsed.error.issues.map((issue) => problemOf(issue, json)));
  const problems = wrongWith(parsed.data, floor);
  return problems.length === 0 ? { ok: true, edition: parsed.data } : refusedEdition(problems);
}

const NO_EDITION: EditionProblem = {
  at: "",
  sentence: "This is no edition of the catalog. Make one with `lanyard catalog build`.",
};

/** What is wrong, as a reading. */
export function refusedEdition(problems: readonly EditionProblem[]): EditionReading {
  return { ok: false, problems, overtaken: false };
}

function overtaken(edition: string, floor: Floor): EditionReading {
  const sentence = `${edition} is older than ${floor.edition}, which is built in.`;
  return { ok: false, problems: [{ at: "edition", sentence }], overtaken: true };
}

function wrongWith(edition: CatalogEdition, floor: Floor): readonly EditionProblem[] {
  const unsound = unsoundRecords(edition);
  if (unsound.length > 0) return unsound; // what is no pattern or place cannot be tried
  return [
    ...wrongFixtures(catalogOf(edition), edition.fixtures),
    ...withoutFixture(edition, floor),
    ...belowFloor(floor, edition),
  ];
}

/** A record that nobody tried is a guess: what an edition adds or changes, it shows by a request. */
function withoutFixture({ services, fixtures }: CatalogEdition, floor: Floor): readonly EditionProblem[] {
  const shown = new Set(fixtures.map(({ expected }) => expected?.service));
  const known = new Map(floor.services.map((record) => [record.service, record]));
  return services
    .filter((record) => record.abstract !== true && !shown.has(record.service))
    .filter((record) => !isSameData(record, known.get(record.service)))
    .map(({ service }) => ({
      at: `services/${service}`,
      sentence: "It is not as it is built in, so it needs a fixture that shows a call to it.",
    }));
}

function problemOf(issue: z.core.$ZodIssue, json: unknown): EditionProblem {
  const keys = issue.code === "unrecognized_keys" ? ` (${issue.keys.join(", ").slice(0, 200)})` : "";
  const sentence = keys === "" ? "This is not what belongs here." : `No such field is known here${keys}.`;
  return { at: placeOf(issue.path, json), sentence };
}

/** `services.3.paths` as `services/openai-api paths`: people look for a name. */
function placeOf(path: readonly PropertyKey[], json: unknown): string {
  const [list, index, ...rest] = path.map(String);
  const name = nameAt(json, list, index);
  if (name === null) return path.map(String).join(".");
  return `${list}/${name} ${rest.join(".")}`.trim();
}

function nameAt(json: unknown, list: string | undefined, index: string | undefined): string | null {
  const found = memberOf(memberOf(json, list), index);
  const name = memberOf(found, "service") ?? memberOf(found, "name");
  return typeof name === "string" ? name.slice(0, 100) : null;
}

function memberOf(value: unknown, key: string | undefined): unknown {
  if (typeof value !== "object" || value === null || key === undefined) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1] as unknown;
}
