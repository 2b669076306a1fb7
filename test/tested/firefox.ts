import type { Firefox } from "../browser/firefox.ts";
import type { FirefoxTab } from "../browser/firefox-tab.ts";
import { FirefoxWorld } from "../e2e/firefox-world.ts";
import { until } from "../e2e/until.ts";
import { updateFirefox } from "./firefox-update.ts";
import type { Inside, TestedBrowser, TestedPage, TestedWorld } from "./tested.ts";

/**
 * Addresses over http stay so, tabs behind others run as fast as the one in front, and sockets do not wait because
 * others to the same host have failed, as here they do all the time: all as in the other browser.
 */
const PREFERENCES = {
  "dom.security.https_first": false,
  "dom.min_background_timeout_value": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
  "network.websocket.delay-failed-reconnects": false,
};

/** Opens a world of this Firefox, where the extension is force-installed. */
export async function openFirefox(executable: string): Promise<TestedWorld> {
  const world = await FirefoxWorld.open(executable);
  const { fakes, agent, folder } = world;
  return {
    browser: "firefox",
    fakes,
    agent,
    folder,
    changePolicy: (from, to) => world.changePolicy(from, to),
    launchBare: async () => tested(world, await world.launchBare({ preferences: PREFERENCES })),
    launchReady: async (profile = "ready", { quick = false } = {}) => {
      const idle = quick ? { "extensions.background.idle.timeout": 1_000 } : {};
      const preferences = { ...PREFERENCES, ...idle };
      return tested(world, await world.launchReady(profile, { preferences }));
    },
    startCalling: (profile) => startCalling(world, profile),
    hostsOf: (profile) => world.hostsOf(profile),
    close: () => world.close(),
  };
}

function tested(world: FirefoxWorld, firefox: Firefox): TestedBrowser {
  let screen: FirefoxTab | null = null;
  return {
    newPage: async () => pageOf(firefox, await firefox.newTab(undefined, { background: true })),
    inBackground: async <A>(run: (inside: Inside, argument: A) => unknown, argument: A) => {
      const before = screen;
      screen = await world.screen(firefox, "blocked/index.html");
      await screen.evaluateText(
        `async (argument) => void (await (${String(run)})(await browser.runtime.getBackgroundPage(), argument))`,
        argument,
      );
      await before?.close().catch(() => undefined); // what it has changed in there is its own, and ends with it
    },
    stopBackground: async () => {
      const state = await firefox.stopBackground();
      if (state !== "stopped") throw new Error(`The event page is ${state}.`);
    },
    isStopped: async () => (await firefox.backgroundState()) === "stopped",
    killBackground: async () => {
      await killBackground(firefox);
      const isStopped = async () => (await firefox.backgroundState()) === "stopped";
      return async () => void (await until("the browser has noticed", isStopped));
    },
    update: () => updateFirefox(world.folder, firefox),
    close: () => firefox.close(),
  };
}

function pageOf(firefox: Firefox, tab: FirefoxTab): TestedPage {
  return {
    goto: (url) => tab.goto(url, "interactive"),
    run: (source) => tab.evaluateScript(source).then(String),
    evaluate: (run, call) => tab.evaluate(run, call),
    choose: (selector, file) => tab.choose(selector, file),
    close: async () => {
      const all = [...(await firefox.openedBy(tab)), tab];
      await Promise.all(all.map((one) => one.close().catch(() => undefined)));
    },
  };
}

async function killBackground(firefox: Firefox): Promise<void> {
  const pids = (await firefox.inBrowser(
    `async () => (await ChromeUtils.requestProcInfo()).children
      .filter(({ type }) => type === "extension").map(({ pid }) => pid)`,
  )) as readonly number[];
  if (pids.length === 0) throw new Error("No process runs the extension.");
  for (const pid of pids) process.kill(pid, "SIGKILL");
}

/** The page that Firefox starts with is under way before anybody can ask the browser for anything. */
async function startCalling(world: FirefoxWorld, profile: string): Promise<void> {
  const firefox = await world.launch(profile, { startPage: "https://eager.example/" });
  await until("the first page knows what became of its call", async () => {
    const tab = await firefox.tabAt("https://eager.example/");
    const outcome = await tab
      ?.evaluate(() => document.documentElement.dataset["outcome"] ?? "", null)
      .catch(() => "");
    return (outcome ?? "") !== "";
  });
  await firefox.close();
}
