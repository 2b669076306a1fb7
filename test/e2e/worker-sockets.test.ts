import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serviceWorker, stopWorkers } from "../browser/service-worker.ts";
import { type EchoSockets, startEchoSockets } from "../fake/echo-sockets.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

/** Who opens a socket; the last three belong to no tab, and raise no event. */
type Realm = "page" | "dedicated" | "shared" | "blob" | "service";

const ending = new AbortController();
let world: World;
let echo: EchoSockets;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await World.open();
  echo = await startEchoSockets(ending.signal);
  world.tunnel.to(echo.port);
  // The page is no AI service's, so no hook looks at its frames: where policy permits that, its sockets pass.
  await world.changePolicy("unidentified: forbid", "unidentified: forbid\nuninspectable: permit");
  await world.agent.start();
  context = await launch();
  page = await openPage(context);
});
afterAll(async () => {
  await world.close();
  ending.abort();
});

/** A browser in which sockets reach what agrees to all of them, whether through the agent's proxy or past it. */
async function launch(): Promise<BrowserContext> {
  const hosts = { "workers.example": world.fakes.port, "*": echo.port };
  const spki = `${world.fakes.spki},${echo.spki}`;
  return world.launch("forced", "sockets", { hosts, spki });
}

async function openPage(from: BrowserContext): Promise<Page> {
  await serviceWorker(from, world.extension.id);
  await until("the toolbar says protected", async () =>
    (await world.toolbar(from)).startsWith("Lanyard: protected"),
  );
  const opened = await from.newPage();
  await opened.goto("https://workers.example/");
  return opened;
}

const allowed = (mark: string): string => `wss://api.openai.com/v1/realtime?model=gpt-5.5&mark=${mark}`;
const forbidden = (mark: string): string => `wss://api.openai.com/v1/realtime?model=gpt-5.6-sol&mark=${mark}`;
const openFrom = (realm: Realm, url: string, at = page): Promise<string> =>
  at.evaluate(([from, to]) => window.openFrom(from, to), [realm, url] as const);
const arrived = (mark: string): readonly string[] =>
  echo.opened.filter((one) => one.endsWith(`mark=${mark}`));

/** Sockets of the journal that were stopped unseen. */
async function stopped(): Promise<number> {
  const rows = await world.agent.journal();
  return rows.filter(({ what }) => what === "unseen_socket").reduce((sum, { count = 0 }) => sum + count, 0);
}

test("sockets of pages and dedicated workers pass where policy permits, through the agent", async () => {
  for (const realm of ["page", "dedicated"] as const) {
    expect(await openFrom(realm, allowed(realm))).toBe("open hi");
    expect(await openFrom(realm, forbidden(`${realm}-not`))).toBe("failed");
  }
  expect(world.tunnel.asked).toContain("api.openai.com:443");
  expect(arrived("page-not")).toEqual([]);
  expect(arrived("dedicated-not")).toEqual([]);
});

test("sockets of shared workers and of a page's service worker are stopped, and the journal counts them", async () => {
  const before = await stopped();
  for (const realm of ["shared", "blob", "service"] as const) {
    expect(await openFrom(realm, allowed(realm))).toBe("failed");
    expect(await openFrom(realm, `wss://api.openai.com./v1/realtime?mark=${realm}`)).toBe("failed");
    expect(arrived(realm)).toEqual([]);
  }
  await until("the journal has the record", async () => (await stopped()) >= before + 6, 90_000);
  const sockets = (await world.agent.status())?.sockets;
  expect(sockets?.problem).toBeNull();
  expect(sockets?.unseen).toBeGreaterThanOrEqual(6);
});

test("sockets to other hosts go past the agent, from every realm", async () => {
  const asked = world.tunnel.asked.length;
  for (const realm of ["page", "shared", "service"] as const)
    expect(await openFrom(realm, `wss://chat.intranet.example/?mark=other-${realm}`)).toBe("open hi");
  expect(world.tunnel.asked).toHaveLength(asked);
});

test("no socket of a worker takes over what a page opened, however many try at once", async () => {
  const before = echo.opened.length;
  const outcomes = await page.evaluate(storm, 120);
  expect(outcomes.owners.filter((outcome) => outcome === "open hi").length).toBeGreaterThan(100);
  expect(outcomes.thieves.filter((outcome) => outcome !== "failed")).toEqual([]);
  expect(echo.opened.slice(before).filter((one) => one.includes("mark=thief"))).toEqual([]);
});

test("a stopped worker of the extension wakes, and answers for a page's socket", async () => {
  for (let run = 0; run < 5; run += 1) {
    await stopWorkers(page);
    await until("a socket opens again", async () => (await openFrom("page", allowed("woken"))) === "open hi");
    expect(await openFrom("shared", allowed("woken-thief"))).toBe("failed");
  }
  expect(arrived("woken-thief")).toEqual([]);
});

test("a browser that starts again keeps workers' sockets closed, and pages' open", async () => {
  await context.close();
  context = await launch();
  const early = await context.newPage();
  await early.goto("https://workers.example/");
  expect(await openFrom("shared", allowed("early"), early)).toBe("failed");
  page = await openPage(context);
  expect(await openFrom("page", allowed("again"))).toBe("open hi");
  expect(await openFrom("service", allowed("early"))).toBe("failed");
  expect(arrived("early")).toEqual([]);
});

test("without the agent every socket to an AI service is closed, and its return opens them", async () => {
  await world.agent.kill();
  await until("the extension knows", async () => (await world.toolbar(context)).includes("does not answer"));
  for (const realm of ["page", "dedicated", "shared", "service"] as const)
    expect(await openFrom(realm, allowed("away"))).toBe("failed");
  expect(arrived("away")).toEqual([]);

  await world.agent.start();
  await until("sockets open again", async () => (await openFrom("page", allowed("back"))) === "open hi");
  expect(await openFrom("shared", allowed("away"))).toBe("failed");
  expect(arrived("away")).toEqual([]);
});

/** Runs in the page: pages' sockets and workers' to one host, all at once, some of the pages' dropped half way. */
async function storm(sockets: number) {
  const base = "wss://api.openai.com/v1/realtime?model=gpt-5.5&mark=";
  const owners: Promise<string>[] = [];
  const thieves: Promise<string>[] = [];
  for (let n = 0; n < sockets; n += 1) {
    owners.push(window.openFrom("page", `${base}owner`));
    void window.dropSocket(`${base}dropped`, n % 40);
    thieves.push(window.openFrom(n % 2 === 0 ? "shared" : "service", `${base}thief`));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { owners: await Promise.all(owners), thieves: await Promise.all(thieves) };
}

declare global {
  interface Window {
    openFrom(realm: "page" | "dedicated" | "shared" | "blob" | "service", url: string): Promise<string>;
    dropSocket(url: string, after: number): Promise<void>;
  }
}
