import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { BUILT_IN_EDITION } from "../../../shared/catalog/edition.ts";
import { CatalogEdition } from "../../../shared/schema/catalog-edition.ts";
import { editionWith, withNewService } from "../../shared/catalog/edition-of.ts";
import { makeSite, run, type Site, startAgent } from "../running.ts";

const SAMPLE = {
  name: "a-message",
  method: "POST",
  url: "https://api.anthropic.com/v1/messages",
  headers: {},
  body: { model: "claude-opus-4-8", messages: [{ role: "user", content: "hello" }] },
  expected: { service: "anthropic-api", operation: "chat", prompt_contains: "hello" },
};

function samplesIn(site: Site, sample: object): string {
  const folder = join(site.folder, "samples");
  mkdirSync(folder);
  writeFileSync(join(folder, "a-message.json"), JSON.stringify(sample));
  return folder;
}

const build = (site: Site, ...more: readonly string[]) =>
  run(site, ["catalog", "build", "--out", "out.json", "--edition", "2999-01-01.1", ...more]);

describe("catalog build", () => {
  test("writes the built-in catalog with the samples as fixtures, the same bytes each time, and check finds it good", async () => {
    const site = makeSite();
    const samples = samplesIn(site, SAMPLE);
    expect((await build(site, "--fixtures", samples)).code).toBe(0);
    const out = join(site.folder, "out.json");
    const first = readFileSync(out, "utf8");
    const edition = CatalogEdition.parse(JSON.parse(first));
    expect(edition.fixtures).toMatchObject([
      { name: "a-message", expected: { model: "anthropic/claude-opus-4-8", promptContains: "hello" } },
    ]);
    await build(site, "--fixtures", samples);
    expect(readFileSync(out, "utf8")).toBe(first);
    const checked = await run(site, ["catalog", "check", "out.json", "--fixtures", samples]);
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining("1 fixtures") as string });
  });

  test("refuses a sample that the built-in catalog reads otherwise, a name that is none, and a folder that is none", async () => {
    const site = makeSite();
    const samples = samplesIn(site, { ...SAMPLE, expected: { service: "openai-api", operation: "chat" } });
    expect(await build(site, "--fixtures", samples)).toMatchObject({ code: 1, stdout: "" });
    expect((await run(site, ["catalog", "build", "--out", "x.json", "--edition", "today"])).code).toBe(2);
    expect((await build(site, "--fixtures", "nowhere")).code).toBe(4);
  });
});

describe("catalog check", () => {
  test("says what is wrong with record and field, and in JSON", async () => {
    const site = makeSite();
    const broken = editionWith((draft) => {
      withNewService(draft);
      draft.services[0]!.endpoints[0]!.model = ["body/$x"];
    });
    writeFileSync(join(site.folder, "broken.json"), JSON.stringify(broken));
    const told = await run(site, ["catalog", "check", "broken.json"]);
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/^services\/orion-api endpoints\.0\.model\.0: "\$x" is no step/);
    const json = await run(site, ["catalog", "check", "broken.json", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      problems: [{ at: "services/orion-api endpoints.0.model.0" }],
    });
  });

  test("replays a folder of samples against the edition", async () => {
    const site = makeSite();
    const samples = samplesIn(site, SAMPLE);
    const other = editionWith((draft) => {
      draft.models.spellings.otherNames["claude-opus-4-8"] = "gpt-5.5";
    });
    writeFileSync(join(site.folder, "other.json"), JSON.stringify(other));
    const told = await run(site, ["catalog", "check", "other.json", "--fixtures", samples]);
    expect([told.code, told.stdout]).toEqual([1, expect.stringContaining("anthropic/claude-opus-4-8")]);
  });

  test("ends with 4 for a file that is not there", async () => {
    expect((await run(makeSite(), ["catalog", "check", "nowhere.json"])).code).toBe(4);
  });
});

test("catalog show says the edition in force, and what it adds", async () => {
  const site = makeSite();
  const shown = () => run(site, ["catalog", "show", "--json", "--config", site.config]);
  expect(JSON.parse((await shown()).stdout)).toEqual({
    edition: BUILT_IN_EDITION,
    builtIn: BUILT_IN_EDITION,
    difference: null,
    problem: null,
  });
  writeFileSync(join(dirname(site.policy), "catalog.json"), JSON.stringify(editionWith(withNewService)));
  await startAgent(site);
  expect(JSON.parse((await shown()).stdout)).toMatchObject({
    edition: "2999-01-01.1",
    difference: { servicesAdded: ["orion-api"], hostsAdded: ["api.orion.example"], servicesChanged: [] },
  });
  const words = await run(site, ["catalog", "show", "--config", site.config]);
  expect(words.stdout).toContain("Services added    orion-api");
});
