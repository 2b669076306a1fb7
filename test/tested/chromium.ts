import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright";
import { findBrowser } from "../browser/find-browser.ts";
import { launch } from "../browser/launch.ts";
import { canForce } from "../browser/launch-forced.ts";
import { serviceWorker, stopWorkers } from "../browser/service-worker.ts";
import { type Install, World } from "../e2e/world.ts";
import { killExtensionProcess } from "./extension-process.ts";
import type { Inside, TestedBrowser, TestedPage, TestedWorld } from "./tested.ts";

/** Milliseconds after which Chromium has noticed that a process is gone, on a busy machine as well; it tells nobody. */
const NOTICED = 250;

/** Milliseconds within which an update that Chromium has found is taken, on a busy machine as well. */
const TAKEN = 180_000;

/** Opens a world of Chromium, where the extension is force-installed if that is possible here. */
export async function openChromium(): Promise<TestedWorld> {
  const install: Install = (await canForce(await findBrowser({}))) ? "forced" : "unpacked";
  const world = await World.open();
  const { fakes, agent, folder } = world;
  return {
    browser: "chromium",
    fakes,
    agent,
    folder,
    changePolicy: (from, to) => world.changePolicy(from, to),
    launchBare: async () => tested(world, world.keep(await launch(world.launchOptions("bare"), [])), "bare"),
    launchReady: async (profile = install) =>
      tested(world, await world.launchReady(install, profile), profile),
    startCalling: (profile) => startCalling(world, install, profile),
    hostsOf: (profile) => join(world.launchOptions(profile).profile, "NativeMessagingHosts"),
    close: () => world.close(),
  };
}

function tested(world: World, context: BrowserContext, profile: string): TestedBrowser {
  const worker = () => serviceWorker(context, world.extension.id);
  const inBackground = async <A>(run: (inside: Inside, argument: A) => unknown, argument: A) => {
    await (await worker()).evaluate(`(${String(run)})(globalThis, ${JSON.stringify(argument)})`);
  };
  return {
    newPage: async () => pageOf(await context.newPage()),
    inBackground,
    stopBackground: async () => {
      const page = await context.newPage();
      await stopWorkers(page);
      await page.close();
    },
    isStopped: async () => !context.serviceWorkers().some((one) => one.url().includes(world.extension.id)),
    killBackground: async () => {
      await killExtensionProcess(world.folder);
      return () => pause(NOTICED);
    },
    update: async () => {
      const version = await world.publishNext(profile);
      const own = await worker();
      const ended = new Promise<void>((resolve) => own.once("close", () => resolve()));
      // The browser looks now; what then happens is the extension's own doing.
      await inBackground((inside) => void inside.chrome.runtime.requestUpdateCheck(), null);
      const taken = await Promise.race([ended.then(() => true), pause(TAKEN, false)]);
      if (!taken) throw new Error("The browser did not take the update: this machine is too busy.");
      return version;
    },
    close: () => context.close(),
  };
}

function pageOf(page: Page): TestedPage {
  const opened = [page];
  page.on("popup", (popup) => opened.push(popup));
  return {
    goto: async (url) => void (await page.goto(url, { waitUntil: "domcontentloaded" })),
    run: (source) => page.evaluate(source).then(String),
    evaluate: (run, call) => page.evaluate(run, call),
    choose: (selector, file) => page.setInputFiles(selector, file),
    close: async () => {
      await Promise.all(opened.map((other) => other.close().catch(() => undefined)));
    },
  };
}

async function startCalling(world: World, install: Install, profile: string): Promise<void> {
  const context = await world.launch(install, profile);
  const page = await context.newPage();
  await page.goto("https://eager.example/", { waitUntil: "commit" }).catch(() => undefined);
  await page
    .waitForFunction(() => document.documentElement.dataset["outcome"] !== undefined)
    .catch(() => undefined);
  await context.close();
}
