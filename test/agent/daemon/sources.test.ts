import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { Sources } from "../../../agent/daemon/sources.ts";
import { parseConfig } from "../../../agent/platform/config.ts";
import type { Places } from "../../../agent/platform/places.ts";
import { readText } from "../../../agent/platform/read-text.ts";
import { makeSite, PEOPLE, POLICY, type Site } from "../running.ts";

const PLACES: Places = { config: "/none", state: "/none", socket: "/none" };

async function sourcesOf(site: Site): Promise<Sources> {
  const reading = parseConfig(site.config, await readText(site.config), PLACES);
  if (!reading.ok) throw new Error("The site's configuration is malformed.");
  const sources = new Sources(reading.value, PLACES, "1.0.0");
  await sources.refresh();
  return sources;
}

test("files that look as they did count as checked, without being read", async () => {
  const sources = await sourcesOf(makeSite());
  sources.policyCheckedAt = 1;
  expect(await sources.unchanged()).toBe(true);
  expect(Date.now() - sources.policyCheckedAt).toBeLessThan(10_000);
});

test.each([
  ["policy", (site: Site) => writeFileSync(site.policy, `${POLICY}# more\n`)],
  ["policy's time", (site: Site) => utimesSync(site.policy, 1, 1)],
  ["policy folder", (site: Site) => rmSync(dirname(site.policy), { recursive: true })],
  ["people", (site: Site) => writeFileSync(site.people, `${PEOPLE}# more\n`)],
  ["configuration", (site: Site) => utimesSync(site.config, 1, 1)],
])("a change of the %s that no watch told of is seen at the regular look", async (_what, change) => {
  const site = makeSite();
  const sources = await sourcesOf(site);
  change(site);
  expect(await sources.unchanged()).toBe(false);
  await sources.refresh();
  expect(await sources.unchanged()).toBe(true);
});

test("a malformed policy does not count as checked while it stays", async () => {
  const site = makeSite();
  const sources = await sourcesOf(site);
  writeFileSync(site.policy, "lanyard: 2\n");
  expect(await sources.refresh()).toMatchObject([{ part: "policy", outcome: "refused" }]);
  sources.policyCheckedAt = 1;
  expect(await sources.unchanged()).toBe(true);
  expect(sources.policyCheckedAt).toBe(1);
});

test("a policy that changes under the revision it says itself is applied all the same", async () => {
  const site = makeSite();
  writeFileSync(site.policy, `${POLICY}revision: r1\n`);
  const sources = await sourcesOf(site);
  writeFileSync(site.policy, `${POLICY.replace("Example Corp", "Other Corp")}revision: r1\n`);
  expect(await sources.refresh()).toMatchObject([
    {
      part: "policy",
      outcome: "applied",
      detail: expect.stringMatching(/^Revision r1, SHA-256 [0-9a-f]{64}$/),
    },
  ]);
  expect(sources.policy.value?.organization).toBe("Other Corp");
});
