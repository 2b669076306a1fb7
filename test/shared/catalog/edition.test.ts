import { describe, expect, test } from "vitest";
import { BUILT_IN_FLOOR } from "../../../shared/catalog/edition-built-in.ts";
import { editionProblemLine } from "../../../shared/catalog/edition-problem.ts";
import { readEdition } from "../../../shared/catalog/edition-reading.ts";
import { unsoundRecords } from "../../../shared/catalog/edition-sound.ts";
import {
  BUILT_IN_CONTENT,
  BUILT_IN_EDITION,
  catalogOf,
  compareEditions,
  compareVersions,
  contentOf,
  missingFromFloor,
} from "../../../shared/catalog/edition.ts";
import { recognize } from "../../../shared/catalog/recognize.ts";
import { callOfSample } from "../../../shared/catalog/sample.ts";
import { type Specimen, specimensOf } from "../../../shared/catalog/specimens.ts";
import { CatalogContent, EditionName } from "../../../shared/schema/catalog-edition.ts";
import { type Draft, editionWith, NEW_FIXTURE, recordIn, withNewService } from "./edition-of.ts";

const read = (json: unknown, program = "1.0.0") => readEdition(json, program, BUILT_IN_FLOOR);

/** What is wrong with a changed edition, line by line. */
function problemsOf(change: (draft: Draft) => void): readonly string[] {
  const reading = read(editionWith(change));
  return reading.ok ? [] : reading.problems.map(editionProblemLine);
}

describe("the built-in catalog", () => {
  test("is an edition itself, and meets all that is asked of one", () => {
    expect(EditionName.safeParse(BUILT_IN_EDITION).success).toBe(true);
    expect(unsoundRecords(BUILT_IN_CONTENT)).toEqual([]);
    expect(CatalogContent.parse(structuredClone(BUILT_IN_CONTENT))).toEqual(BUILT_IN_CONTENT);
    expect(problemsOf(() => undefined)).toEqual([]);
    expect(missingFromFloor(BUILT_IN_CONTENT)).toBeNull();
  });

  test("gives specimens that it recognizes as calls to the record they are made of, nine of ten", () => {
    const catalog = catalogOf(BUILT_IN_CONTENT);
    const specimens = [...specimensOf(BUILT_IN_CONTENT.services, () => "gpt-5.5")];
    const readable = specimens.filter(({ name }) => !name.endsWith("unreadable"));
    const isRight = ({ name, call }: Specimen): boolean =>
      name.startsWith(`${recognize(catalog, call, { prompt: false })?.service} `);
    const services = new Set(specimens.filter(isRight).map(({ name }) => name.split(" ", 1)[0]));
    expect(readable.filter(isRight).length / readable.length).toBeGreaterThan(0.9);
    const all = BUILT_IN_CONTENT.services.filter((record) => record.abstract !== true);
    expect(all.map(({ service }) => service).filter((service) => !services.has(service))).toEqual([]);
  });
});

test("an edition that adds a service is taken, and its calls are recognized", () => {
  const reading = read(editionWith(withNewService));
  if (!reading.ok) throw new Error(reading.problems.map(editionProblemLine).join("\n"));
  const call = callOfSample(NEW_FIXTURE.request);
  expect(recognize(catalogOf(BUILT_IN_CONTENT), call, { prompt: false })).toBeNull();
  expect(recognize(catalogOf(contentOf(reading.edition)), call, { prompt: false })).toMatchObject({
    service: "orion-api",
    model: "openai/gpt-5.5",
  });
});

test("an edition's names of models are those that its recognition goes by", () => {
  const reading = read(
    editionWith((draft) => {
      draft.models.spellings.otherNames["swan-mode"] = "gpt-5.5";
    }),
  );
  if (!reading.ok) throw new Error(reading.problems.map(editionProblemLine).join("\n"));
  const call = callOfSample({
    method: "POST",
    url: "https://api.openai.com/v1/chat/completions",
    headers: {},
    body: { model: "swan-mode", messages: [] },
    frames: [],
  });
  expect(recognize(catalogOf(BUILT_IN_CONTENT), call, { prompt: false })?.model).toBeNull();
  expect(recognize(catalogOf(reading.edition), call, { prompt: false })?.model).toBe("openai/gpt-5.5");
});

describe("an edition is refused, and told where,", () => {
  test.each<readonly [string, (draft: Draft) => void, RegExp]>([
    [
      "that lacks a built-in service",
      (d) =>
        void d.services.splice(
          d.services.findIndex(({ service }) => service === "openai-api"),
          1,
        ),
      /^services\/openai-api: .*built in/,
    ],
    [
      "that lacks a built-in host",
      (d) => void (recordIn(d, "anthropic-api").hosts = ["other.example.com"]),
      /^services\/anthropic-api hosts: .*"api\.anthropic\.com" must stay/,
    ],
    [
      "that narrows a set of models",
      (d) => void recordIn(d, "chatgpt-web").aliases?.["auto"]?.splice(0, 1),
      /^services\/chatgpt-web aliases\.auto: It may still be/,
    ],
    [
      "that listens to less of a host",
      (d) => void (recordIn(d, "claude-web").mixed = true),
      /^services\/claude-web mixed: It must stay/,
    ],
    [
      "that opens the stores of a service",
      (d) => void (recordIn(d, "chatgpt-web").stores = []),
      /^services\/chatgpt-web stores: It must stay/,
    ],
    [
      "that listens to less of what goes to a store",
      (d) => void (recordIn(d, "object-stores").endpoints[0]!.method = "POST"),
      /chatgpt-web PUT https:\/\/a\.blob\.core\.windows\.net/,
    ],
    [
      "with stores that are none",
      (d) => void recordIn(d, "chatgpt-web").stores?.push("web-app-host"),
      /^services\/chatgpt-web stores\.1: There is no abstract record/,
    ],
    ["that forgets a model", (d) => void d.models.facts.splice(3, 1), /^models\/facts \S+: .*must know it/],
    [
      "that says otherwise of a model",
      (d) =>
        void Object.assign(d.models.facts.find(({ openWeights }) => openWeights === false) ?? {}, {
          openWeights: true,
        }),
      /openWeights: It must stay false/,
    ],
    [
      "that takes a controlled model for another one",
      (d) => void d.models.spellings.quantizations.push("sol"),
      /gpt-5\.6-sol/,
    ],
    [
      "that no longer knows a lab's models",
      (d) => void d.models.labs.splice(0, 1),
      /anthropic\/.*now means|Write/,
    ],
    [
      "that changes a record and shows no call to it",
      (d) => void recordIn(d, "cohere-api").endpoints.push({ paths: ["/v3/x"], operation: "chat" }),
      /^services\/cohere-api: .*needs a fixture/,
    ],
    [
      "whose own fixture is wrong",
      (d) => {
        withNewService(d);
        d.fixtures.at(-1)!.expected!.model = "openai/gpt-4o";
      },
      /^fixtures\/orion-talk model: Expected "openai\/gpt-4o", found "openai\/gpt-5\.5"/,
    ],
    [
      "whose fixture is no AI call",
      (d) => {
        withNewService(d);
        d.fixtures.at(-1)!.request.url = "https://example.com/";
      },
      /^fixtures\/orion-talk: It is recognized as no AI call/,
    ],
    [
      "with a step that nobody knows",
      (d) =>
        void (recordIn(d, "openai-api").endpoints = [
          { paths: ["/x"], operation: "chat", model: ["body/$xml/model"] },
        ]),
      /^services\/openai-api endpoints\.0\.model\.0: "\$xml" is no step/,
    ],
    [
      "with a capture that no path has",
      (d) =>
        void recordIn(d, "cohere-api").endpoints.push({
          paths: ["/x"],
          operation: "chat",
          model: ["path/model"],
        }),
      /endpoints\.\d+\.model\.0: No path has a \{model\}/,
    ],
    [
      "with a path that is no pattern",
      (d) => void recordIn(d, "cohere-api").endpoints.push({ paths: ["/a/{b"], operation: "chat" }),
      /paths\.0: "\/a\/\{b" is no path pattern/,
    ],
    [
      "with a path that costs too much",
      (d) => void recordIn(d, "cohere-api").endpoints.push({ paths: ["/**/a/**/b/**/c"], operation: "chat" }),
      /no path pattern/,
    ],
    [
      "with a host that is half the Web",
      (d) => void recordIn(d, "cohere-api").hosts.push("*.com"),
      /hosts\.\d+: "\*\.com" is no host/,
    ],
    [
      "with two records of one name",
      (d) => void d.services.push(structuredClone(recordIn(d, "openai-api"))),
      /^services\/openai-api: Another record/,
    ],
    [
      "with a field that nobody knows",
      (d) => void Object.assign(recordIn(d, "openai-api"), { colour: "red" }),
      /^services\/openai-api: No such field is known here \(colour\)/,
    ],
    [
      "for a newer program",
      (d) => void (d.minimumProgram = "9.0.0"),
      /^minimumProgram: It needs Lanyard 9\.0\.0/,
    ],
    [
      "older than what is built in",
      (d) => void (d.edition = "2020-01-01.1"),
      /^edition: 2020-01-01\.1 is older/,
    ],
  ])("%s", (_what, change, told) => {
    const problems = problemsOf(change);
    expect(
      problems.some((line) => told.test(line)),
      problems.join("\n"),
    ).toBe(true);
  });

  test.each([null, 7, "x", [], {}, { lanyardCatalog: 2 }])("that is none: %j", (json) => {
    expect(read(json)).toMatchObject({ ok: false, problems: [{ at: "" }] });
  });

  test("by which a call to a built-in service would be no call any more", () => {
    const problems = problemsOf((draft) => {
      const record = recordIn(draft, "mistral-api");
      delete record.like;
      record.endpoints = [{ paths: ["/v7/other"], operation: "chat", model: ["body/model"] }];
      draft.fixtures.push({
        name: "mistral-other",
        request: {
          method: "POST",
          url: "https://api.mistral.ai/v7/other",
          headers: {},
          body: { model: "mistral-large" },
          frames: [],
        },
        expected: { service: "mistral-api", operation: "chat" },
      });
    });
    expect(problems.join("\n")).toMatch(
      /^services\/mistral-api: mistral-api POST https:\/\/api\.mistral\.ai/m,
    );
  });

  test("by which a record in front takes over another service's calls", () => {
    const problems = problemsOf((draft) => {
      withNewService(draft);
      const [record] = draft.services;
      record!.hosts = [...record!.hosts, "api.openai.com"];
      record!.endpoints = [...record!.endpoints, { paths: ["/v1/**"], operation: "embedding" }];
    });
    expect(problems.join("\n")).toMatch(/^services\/openai-api: .*now is one to orion-api/m);
  });
});

test("editions and versions are ordered by number, not by letter", () => {
  expect(compareEditions("2026-11-20.10", "2026-11-20.9")).toBeGreaterThan(0);
  expect(compareEditions("2026-11-20.1", "2026-12-01.1")).toBeLessThan(0);
  expect(compareEditions("2026-11-20.1", "2026-11-20.1")).toBe(0);
  expect(compareVersions("1.10.0", "1.9.9")).toBeGreaterThan(0);
});
