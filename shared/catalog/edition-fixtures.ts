import type { CatalogFixture, Expectation } from "../schema/catalog-edition.ts";
import type { Recognition } from "../schema/recognition.ts";
import type { EditionProblem } from "./edition-problem.ts";
import { recognize, type Catalog } from "./recognize.ts";
import { callOfSample } from "./sample.ts";

/** Every fixture that a catalog reads otherwise than it says, field by field. */
export function wrongFixtures(
  catalog: Catalog,
  fixtures: readonly CatalogFixture[],
): readonly EditionProblem[] {
  return fixtures.flatMap((fixture) => wrongFixture(catalog, fixture));
}

function wrongFixture(
  catalog: Catalog,
  { name, request, expected }: CatalogFixture,
): readonly EditionProblem[] {
  const found = recognize(catalog, callOfSample(request), { prompt: true });
  const at = `fixtures/${name}`;
  if (found === null || expected === null)
    return (found === null) === (expected === null) ? [] : [{ at, sentence: isOrIsNot(found) }];
  return FIELDS.flatMap((field) => {
    const wanted = expected[field];
    if (wanted === undefined || READ[field](found, expected)) return [];
    return [
      {
        at: `${at} ${field}`,
        sentence: `Expected ${shownAs(field, wanted)}, found ${shownOf(found, field)}.`,
      },
    ];
  });
}

function isOrIsNot(found: Recognition | null): string {
  return found === null
    ? "It is recognized as no AI call."
    : `It is recognized as a call to ${found.service}.`;
}

type Field = keyof Expectation;

/** Whether what was found is as expected, for each field that an expectation may have. */
const READ: Readonly<Record<Field, (found: Recognition, expected: Expectation) => boolean>> = {
  service: (found, { service }) => found.service === service,
  operation: (found, { operation }) => found.operation === operation,
  provider: (found, { provider }) => found.provider === provider,
  modelAsSent: (found, { modelAsSent }) => found.modelAsSent === modelAsSent,
  model: (found, { model }) => found.model === model,
  mayBe: (found, { mayBe }) => sameSet(found.mayBe, mayBe ?? null),
  promptContains: (found, { promptContains }) => found.prompt?.includes(promptContains ?? "") === true,
  attachments: (found, { attachments }) => found.attachments.join("\n") === attachments?.join("\n"),
  account: (found, { account }) => (found.account?.id ?? null) === account,
  inspectable: (found, { inspectable }) => found.inspectable === inspectable,
};
const FIELDS = Object.keys(READ) as Field[];

function sameSet(one: readonly string[] | null, other: readonly string[] | null): boolean {
  if (one === null || other === null) return one === other;
  return one.toSorted().join("\n") === other.toSorted().join("\n");
}

/** Of a prompt nothing is shown: errors go to logs. */
function shownOf(found: Recognition, field: Field): string {
  if (field === "promptContains") return found.prompt === null ? "no prompt" : "another prompt";
  return shownAs(field, field === "account" ? (found.account?.id ?? null) : found[field]);
}

function shownAs(field: Field, value: unknown): string {
  return field === "promptContains" ? "a prompt with its text" : JSON.stringify(value).slice(0, 200);
}
