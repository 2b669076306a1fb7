import { beforeEach, describe, expect, test, vi } from "vitest";
import { CatalogContent } from "../../../shared/schema/catalog-edition.ts";

interface Rule {
  readonly id: number;
  readonly condition: { readonly requestDomains?: readonly string[]; readonly urlFilter?: string };
}
interface Script {
  readonly id: string;
  readonly matches: readonly string[];
  readonly js: readonly string[];
}

const fake = vi.hoisted(() => ({
  stored: {} as Record<string, unknown>,
  session: {} as Record<string, unknown>,
  rules: [] as unknown[],
  scripts: [] as unknown[],
  diskFails: false,
}));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: {
      getURL: (path: string) => `chrome-extension://x/${path}`,
      getManifest: () => ({
        content_scripts: [
          {
            matches: ["*://chatgpt.com/*"],
            js: ["notice.js", "chrome-extension://x/as-firefox-says.js"],
            run_at: "document_start",
          },
          { matches: ["<all_urls>"], js: ["everywhere.js"] },
        ],
      }),
    },
    storage: {
      session: {
        get: () => Promise.resolve(structuredClone(fake.session)),
        set: (items: object) => Promise.resolve(void Object.assign(fake.session, structuredClone(items))),
        remove: (key: string) => Promise.resolve(void delete fake.session[key]),
      },
      local: {
        get: () => Promise.resolve(structuredClone(fake.stored)),
        set: (items: object) =>
          fake.diskFails
            ? Promise.reject(new Error("The disk is full."))
            : Promise.resolve(void Object.assign(fake.stored, structuredClone(items))),
        remove: (key: string) => Promise.resolve(void delete fake.stored[key]),
      },
    },
    declarativeNetRequest: {
      getDynamicRules: () => Promise.resolve(fake.rules),
      updateDynamicRules: ({ removeRuleIds, addRules }: { removeRuleIds: number[]; addRules: Rule[] }) => {
        fake.rules = [...(fake.rules as Rule[]).filter(({ id }) => !removeRuleIds.includes(id)), ...addRules];
        return Promise.resolve();
      },
    },
    scripting: {
      getRegisteredContentScripts: () => Promise.resolve(fake.scripts),
      registerContentScripts: (scripts: Script[]) => Promise.resolve(void fake.scripts.push(...scripts)),
      unregisterContentScripts: ({ ids }: { ids: string[] }) => {
        fake.scripts = (fake.scripts as Script[]).filter(({ id }) => !ids.includes(id));
        return Promise.resolve();
      },
    },
  },
}));

const { BUILT_IN_EDITION } = await import("../../../shared/catalog/edition.ts");
const { CatalogInForce } = await import("../../../extension/worker/catalog-in-force.ts");
const { CatalogEditions } = await import("../../../extension/worker/catalog-editions.ts");
const { recognize } = await import("../../../shared/catalog/recognize.ts");
const { callOfSample } = await import("../../../shared/catalog/sample.ts");
const { editionWith, NEW_FIXTURE, withNewService } = await import("../../shared/catalog/edition-of.ts");

const CALL = callOfSample(NEW_FIXTURE.request);

function content(edition = "2999-01-01.1", change = withNewService): CatalogContent {
  const draft = editionWith(change, edition);
  const { labs, spellings } = draft.models;
  return CatalogContent.parse({ edition, services: draft.services, models: { labs, spellings } });
}

/** One life of the worker on the same disk. */
async function life() {
  const inForce = new CatalogInForce();
  const told: string[] = [];
  const editions = new CatalogEditions(inForce, (what, detail) => told.push(`${what}: ${detail}`));
  await editions.recalled;
  const service = (): string | undefined => recognize(inForce.current, CALL, { prompt: false })?.service;
  return { inForce, editions, told, service };
}

const stored = () => vi.waitFor(() => expect(fake.stored).toHaveProperty("catalog"));

beforeEach(() => Object.assign(fake, { stored: {}, session: {}, rules: [], scripts: [], diskFails: false }));

describe("an edition that the agent hands over", () => {
  test("is in force in the same turn, and in the next life of the worker from the disk", async () => {
    const first = await life();
    let heard = 0;
    first.inForce.watch(() => (heard += 1));
    first.editions.take(content());
    expect([first.service(), heard]).toEqual(["orion-api", 1]);
    first.editions.take(content());
    expect(heard).toBe(1);
    expect(first.told).toEqual(["applied: Catalog edition 2999-01-01.1."]);
    await stored();
    fake.session = {}; // the browser was closed in between
    const next = await life();
    expect([next.service(), next.inForce.now.edition, next.told]).toEqual(["orion-api", "2999-01-01.1", []]);
  });

  test("is told of where the worker was stopped while the browser went on: a call may have passed", async () => {
    const { editions } = await life();
    editions.take(content());
    await stored();
    const next = await life();
    expect(next.told).toEqual([expect.stringMatching(/^degraded: The worker was stopped and is back/)]);
    next.editions.take(null);
    await vi.waitFor(() => expect(fake.session).toEqual({}));
    expect((await life()).told).toEqual([]);
  });

  test("closes its new hosts from the start of the browser, and brings them the scripts of services", async () => {
    const { editions, inForce } = await life();
    editions.take(content());
    await stored();
    const rules = fake.rules as Rule[];
    expect(rules.flatMap(({ condition }) => condition.requestDomains ?? [])).toContain("api.orion.example");
    expect(rules.flatMap(({ condition }) => condition.requestDomains ?? [])).not.toContain("chatgpt.com");
    expect(fake.scripts).toMatchObject([
      {
        js: ["notice.js", "as-firefox-says.js"],
        matches: ["*://api.orion.example/*"],
        runAt: "document_start",
      },
    ]);
    for (const pattern of inForce.builtIn.patterns) expect(inForce.now.patterns).toContain(pattern);
    expect(inForce.now.patterns).toContain("*://api.orion.example/*");
    editions.take(null);
    await vi.waitFor(() => expect(fake.stored).toEqual({}));
    expect([fake.rules, fake.scripts, inForce.now.edition]).toEqual([[], [], BUILT_IN_EDITION]);
  });

  test.each([
    ["older than the built-in one", () => content("2020-01-01.1")],
    [
      "without a built-in service",
      () => content("2999-01-01.2", (draft) => void draft.services.splice(3, 1)),
    ],
  ])("and is %s is refused, and what is in force stays", async (_what, made) => {
    const { editions, told, service } = await life();
    editions.take(content());
    editions.take(made());
    expect([service(), told.at(-1)]).toEqual([
      "orion-api",
      expect.stringMatching(/^refused: .*2999-01-01\.1 stays/),
    ]);
  });

  test("and that the browser cannot listen for is refused, and everybody listens as before", async () => {
    const { editions, inForce, told, service } = await life();
    const heard: string[] = [];
    inForce.watch(() => {
      heard.push(inForce.now.edition);
      if (inForce.now.edition !== BUILT_IN_EDITION) throw new Error("No such pattern.");
    });
    editions.take(content());
    expect(heard).toEqual(["2999-01-01.1", BUILT_IN_EDITION]);
    expect([service(), told]).toEqual([undefined, [`refused: No such pattern. ${BUILT_IN_EDITION} stays.`]]);
  });

  test("and cannot be kept holds all the same, and it is said", async () => {
    const { editions, told, service } = await life();
    fake.diskFails = true;
    editions.take(content());
    await vi.waitFor(() =>
      expect(told.at(-1)).toMatch(/^degraded: .*until the worker stops: The disk is full/),
    );
    expect(service()).toBe("orion-api");
  });
});

test.each([
  ["is no edition", { edition: "2999-01-01.1" }],
  ["is older than the built-in one", content("2020-01-01.1")],
])(
  "what was kept and %s is dropped with its rules, said once, and the built-in catalog goes on",
  async (_what, kept) => {
    fake.stored = { catalog: kept };
    fake.rules = [{ id: 1, condition: {} }];
    const { told, service, inForce } = await life();
    expect(told).toEqual([expect.stringMatching(/^refused: The catalog that was kept is dropped/)]);
    expect([service(), inForce.now.edition]).toEqual([undefined, BUILT_IN_EDITION]);
    expect([fake.stored, fake.rules]).toEqual([{}, []]);
    expect((await life()).told).toEqual([]);
  },
);
