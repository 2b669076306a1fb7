import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext } from "playwright";
import { makeSigningKey } from "../../agent/packing/signing-key.ts";
import { findBrowser, type FoundBrowser } from "../browser/find-browser.ts";
import type { Launch } from "../browser/launch.ts";
import { canForce, launchForced } from "../browser/launch-forced.ts";
import { launchUnpacked } from "../browser/launch-unpacked.ts";
import { packExtension } from "../browser/pack-extension.ts";
import { serviceWorker } from "../browser/service-worker.ts";
import { buildSdkPage } from "../e2e/pages/build.ts";
import { until } from "../e2e/until.ts";
import { startFakeServices, type FakeServices } from "../fake/server.ts";
import { registerHost, startAgent, type RunningAgent } from "./agent.ts";
import { BUILT_EXTENSION, ensureBuilt } from "./build.ts";
import type { TourOptions } from "./options.ts";
import { settleOrganization, type Organization } from "./organization.ts";
import { during, say } from "./say.ts";
import { writeStartPage } from "./start-page.ts";
import { makeTourFolder } from "./state-folder.ts";

/** Milliseconds between the pieces of a streamed answer: enough to see it come. */
const PAUSE = 25;

/** Everything that runs for a tour, up and ready. */
export interface Stage {
  readonly folder: string;
  readonly organization: Organization;
  readonly fakes: FakeServices;
  readonly agent: RunningAgent;
  readonly context: BrowserContext;
  readonly extensionId: string;
}

/** Sets the stage: builds, browser, stand-ins, agent, browser with extension, each said as it is done. */
export async function setStage(options: TourOptions, signal: AbortSignal): Promise<Stage> {
  await ensureBuilt(signal);
  const browser = await findBrowser({ install: true, say });
  const folder = await makeTourFolder();
  const organization = await settleOrganization(folder);
  const fakes = await during("Starting the stand-ins for the AI services", async () =>
    startStandIns(folder.root, organization, options, signal),
  );
  const agent = await during("Starting the agent", async () =>
    startAgent(organization, join(folder.root, "agent.log"), signal),
  );
  const { context, extensionId } = await openBrowser(
    browser,
    folder.root,
    organization,
    fakes,
    options,
    signal,
  );
  await during("Waiting until the extension has its clearance", async () =>
    clearanceOf(context, extensionId),
  );
  return { folder: folder.root, organization, fakes, agent, context, extensionId };
}

async function startStandIns(
  folder: string,
  organization: Organization,
  { live }: TourOptions,
  signal: AbortSignal,
): Promise<FakeServices> {
  const start = await writeStartPage(join(folder, "start"), organization, live);
  const sdk = await buildSdkPage(join(folder, "sdk"));
  return startFakeServices({ signal, pause: PAUSE, sites: { "start.example": start, "sdk.example": sdk } });
}

async function openBrowser(
  browser: FoundBrowser,
  folder: string,
  organization: Organization,
  fakes: FakeServices,
  options: TourOptions,
  signal: AbortSignal,
): Promise<{ readonly context: BrowserContext; readonly extensionId: string }> {
  const extension = await packExtension({
    dir: BUILT_EXTENSION,
    keyPem: makeSigningKey(),
    out: join(folder, "extension"),
  });
  const profile = join(folder, "profile");
  await rm(profile, { recursive: true, force: true });
  await registerHost(organization, profile, extension.id);
  const launch: Launch = {
    browser,
    profile,
    headless: options.headless,
    signal,
    // Live, only the start page is ours. Else every name is: nothing of the tour leaves this machine.
    hosts: options.live ? { "start.example": fakes.port } : { "*": fakes.port },
    spki: fakes.spki,
  };
  if (await canForce(browser)) {
    const words = `Opening ${browser.kind} with the extension force-installed, by a policy that only this browser sees`;
    const context = await during(words, async () => launchForced({ ...launch, extension }));
    return { context, extensionId: extension.id };
  }
  const words = `Opening ${browser.kind} with the extension loaded unpacked, since it cannot be force-installed here`;
  const context = await during(words, async () => launchUnpacked({ ...launch, extension }));
  return { context, extensionId: extension.id };
}

/** The toolbar's title is how the extension says in words that it has its clearance and the agent's ear. */
async function clearanceOf(context: BrowserContext, extensionId: string): Promise<void> {
  const worker = await serviceWorker(context, extensionId);
  await until("the toolbar says that Lanyard protects", async () => {
    const title = await worker.evaluate<unknown>("chrome.action.getTitle({})");
    return String(title).startsWith("Lanyard: protected");
  });
}
