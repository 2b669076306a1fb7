import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { CatalogEditions } from "../../../agent/distribution/catalog-editions.ts";
import { BUILT_IN_EDITION } from "../../../shared/catalog/edition.ts";
import type { ToExtension } from "../../../shared/wire/native.ts";
import { editionWith, withNewService } from "../../shared/catalog/edition-of.ts";
import { exitOf, makeSite, type Site, startAgent } from "../running.ts";
import { talkAt, type Talk } from "../talk.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { lifeOf } from "../witness.ts";

type Push = Extract<ToExtension, { type: "catalog" }>;

const GOOD = JSON.stringify(editionWith(withNewService));
const NEWER = JSON.stringify(editionWith(withNewService, "2999-01-01.2"));

function editions(): CatalogEditions {
  return new CatalogEditions(join(temporaryFolder(), "accepted.json"), "1.0.0");
}

const published = (text: string | null) => ({ ok: true as const, text });

describe("an edition that is published", () => {
  test("comes into force, is said once, and stays when its file goes away", () => {
    const catalog = editions();
    expect(catalog.name).toBe(BUILT_IN_EDITION);
    expect(catalog.take(published(GOOD))).toMatchObject([
      { outcome: "applied", detail: expect.stringContaining("1 services added") as string },
    ]);
    expect(catalog.take(published(GOOD))).toEqual([]);
    expect(catalog.take(published(null))).toEqual([]);
    expect([catalog.name, catalog.content()?.services[0]?.service]).toEqual(["2999-01-01.1", "orion-api"]);
    expect(Object.keys(catalog.content() ?? {})).toEqual(["edition", "services", "models"]);
  });

  test.each([
    ["is no JSON", "{", /catalog\.json: It is not JSON/],
    ["is none", "{}", /This is no edition/],
    [
      "lacks a service",
      JSON.stringify(editionWith((draft) => void draft.services.splice(4, 1), "2999-01-01.3")),
      /built in/,
    ],
    ["was in force before with other content", `${GOOD} `, /published before with other content/],
    [
      "is older than the one in force",
      JSON.stringify(editionWith(() => undefined, "2998-01-01.1")),
      /older than 2999-01-01\.1/,
    ],
  ])("and %s is refused once, and changes nothing", (_what, text, told) => {
    const catalog = editions();
    catalog.take(published(GOOD));
    expect(catalog.take(published(text))).toMatchObject([
      { outcome: "refused", detail: expect.stringMatching(told) as string },
    ]);
    expect(catalog.problem).toMatch(told);
    expect(catalog.take(published(text))).toEqual([]);
    expect(catalog.name).toBe("2999-01-01.1");
    expect(catalog.take(published(GOOD))).toEqual([]);
    expect(catalog.problem).toBeNull();
  });

  test("is the floor of the next run too, and a damaged copy of it is not used", () => {
    const file = join(temporaryFolder(), "accepted.json");
    new CatalogEditions(file, "1.0.0").take(published(NEWER));
    const again = new CatalogEditions(file, "1.0.0");
    const news = again.take(published(GOOD));
    expect(news.map(({ outcome }) => outcome)).toEqual(["applied", "refused"]);
    expect(again.name).toBe("2999-01-01.2");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -100));
    const damaged = new CatalogEditions(file, "1.0.0");
    expect(damaged.take(published(null))).toMatchObject([{ outcome: "refused" }]);
    expect(damaged.name).toBe(BUILT_IN_EDITION);
  });
});

async function greeted(site: Site, fields: object): Promise<Talk> {
  const talk = await talkAt(site.socket);
  talk.hello(fields);
  await talk.state();
  return talk;
}

const pushed = (talk: Talk, edition: string): Promise<Push> =>
  talk.until((heard) =>
    heard.find((one): one is Push => one.type === "catalog" && one.content?.edition === edition),
  );

describe("the agent", () => {
  test("hands an edition to the extensions that are there and to those that come, if they have another", async () => {
    const site = makeSite();
    const agent = await startAgent(site);
    const there = await greeted(site, { edition: BUILT_IN_EDITION });
    const takesNone = await greeted(site, { instance: "takes-none" });
    writeFileSync(join(dirname(site.policy), "catalog.json"), GOOD);
    const push = await pushed(there, "2999-01-01.1");
    expect(push.content?.services[0]?.service).toBe("orion-api");
    const behind = await greeted(site, { instance: "behind", edition: BUILT_IN_EDITION });
    await pushed(behind, "2999-01-01.1");
    const abreast = await greeted(site, { instance: "abreast", edition: "2999-01-01.1" });
    abreast.send({ type: "ping", n: 1 });
    takesNone.send({ type: "ping", n: 1 });
    for (const talk of [abreast, takesNone]) {
      await talk.until((heard) => heard.find(({ type }) => type === "pong"));
      expect(talk.heard.filter(({ type }) => type === "catalog")).toEqual([]);
    }
    expect(there.heard.findIndex(({ type }) => type === "catalog")).toBeGreaterThan(0);
    expect(lifeOf(site).filter((line) => line.startsWith("catalog"))).toEqual(["catalog applied"]);
    const ended = exitOf(agent);
    agent.kill();
    await ended;

    rmSync(join(dirname(site.policy), "catalog.json"));
    await startAgent(site);
    await pushed(await greeted(site, { edition: BUILT_IN_EDITION }), "2999-01-01.1");
  });

  test("refuses a broken edition with a record and a problem, and takes an extension back to what is built in", async () => {
    const site = makeSite();
    writeFileSync(join(dirname(site.policy), "catalog.json"), GOOD.replace('"body/engine"', '"body/$x"'));
    await startAgent(site);
    const talk = await greeted(site, { edition: "2999-01-01.1" });
    const { health } = await talk.state();
    expect(health.policyProblem).toMatch(/catalog\.json: services\/orion-api endpoints\.0\.model\.0/);
    const push = await talk.until((heard) => heard.find((one): one is Push => one.type === "catalog"));
    expect(push.content).toBeNull();
    expect(lifeOf(site).filter((line) => line.startsWith("catalog"))).toEqual(["catalog refused"]);
  });
});
