import { editionFromBuiltIn } from "../../../shared/catalog/edition-built-in.ts";
import type { CatalogEdition, CatalogFixture } from "../../../shared/schema/catalog-edition.ts";
import type { RecognizerSource } from "../../../shared/schema/recognizer.ts";

/** What tests may change in an edition before it is read: JSON, as somebody's editor would. */
export interface Draft {
  edition: string;
  minimumProgram: string;
  services: RecognizerSource[];
  models: CatalogEdition["models"];
  fixtures: CatalogFixture[];
}

/** A service that no built-in record knows, with a fixture that shows a call to it. */
const NEW_SERVICE: RecognizerSource = {
  service: "orion-api",
  provider: "openai",
  hosts: ["api.orion.example"],
  endpoints: [
    { paths: ["/v9/talk"], operation: "chat", model: ["body/engine"], prompt: ["body/turns/$text"] },
  ],
  source: "a service of the tests",
};

/** A call to the service above. */
export const NEW_FIXTURE: CatalogFixture = {
  name: "orion-talk",
  request: {
    method: "POST",
    url: "https://api.orion.example/v9/talk",
    headers: {},
    body: { engine: "gpt-5.5", turns: [{ role: "user", content: "hello" }] },
    frames: [],
  },
  expected: { service: "orion-api", operation: "chat", model: "openai/gpt-5.5", promptContains: "hello" },
};

/** The built-in catalog as an edition, changed: everything a copy, so that no test changes what is built in. */
export function editionWith(change: (draft: Draft) => void, edition = "2999-01-01.1"): Draft {
  const draft = structuredClone(
    editionFromBuiltIn({ edition, minimumProgram: "1.0.0", fixtures: [] }),
  ) as unknown;
  change(draft as Draft);
  return draft as Draft;
}

/** Adds the new service in front of all others. */
export function withNewService(draft: Draft): void {
  draft.services.unshift(structuredClone(NEW_SERVICE));
  draft.fixtures.push(structuredClone(NEW_FIXTURE));
}

/** The record of a service. */
export function recordIn(draft: Draft, service: string): RecognizerSource {
  const record = draft.services.find((one) => one.service === service);
  if (record === undefined) throw new Error(`There is no service ${service}.`);
  return record;
}
