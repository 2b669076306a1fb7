import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serviceWorker } from "../browser/service-worker.ts";
import { type EchoSockets, startEchoSockets } from "../fake/echo-sockets.ts";
import { freePort } from "../servers/server-process.ts";
import { lanyard } from "./agent-process.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

const REALTIME = "wss://api.openai.com/v1/realtime?model=gpt-5.5";
const ending = new AbortController();
let world: World;
let echo: EchoSockets;

beforeAll(async () => {
  world = await World.open();
  echo = await startEchoSockets(ending.signal);
  world.tunnel.to(echo.port);
  await world.changePolicy("unidentified: forbid", "unidentified: forbid\nuninspectable: permit");
  const file = join(world.folder, "agent.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("sockets: {", `sockets: {port: ${await freePort()}, `));
  await world.agent.start();
});
afterAll(async () => {
  await world.close();
  ending.abort();
});

async function launch(name: string, policies: object): Promise<BrowserContext> {
  const hosts = { "workers.example": world.fakes.port, "*": echo.port };
  const spki = `${world.fakes.spki},${echo.spki}`;
  const context = await world.launch("forced", name, { hosts, spki, policies });
  await serviceWorker(context, world.extension.id);
  return context;
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto("https://workers.example/");
  return page;
}

const openFrom = (page: Page, realm: "page" | "shared" | "service"): Promise<string> =>
  page.evaluate(([from, to]) => window.openFrom(from, to), [realm, REALTIME] as const);

test("a policy that sets another proxy is left alone, and what is open for it is said", async () => {
  const context = await launch("other", { ProxySettings: { ProxyMode: "direct" } });
  await until("the journal says so", async () =>
    (await world.agent.journal()).some(
      ({ what, detail }) => what === "degraded" && detail?.includes("A policy sets"),
    ),
  );
  expect(await world.toolbar(context)).not.toContain("protected");
  const popup = await world.screen(context, "popup/index.html");
  await popup.getByText("Some connections are not supervised.").first().waitFor();
  expect(await openFrom(await openPage(context), "page")).toBe("open hi");
  await context.close();
});

test("a policy with what `browser pac` prints closes workers' sockets, and pages' pass", async () => {
  const { stdout } = await lanyard("browser", "pac", "--json", "--config", join(world.folder, "agent.yaml"));
  const context = await launch("pac", JSON.parse(stdout) as object);
  await until("the toolbar says protected", async () =>
    (await world.toolbar(context)).startsWith("Lanyard: protected"),
  );
  const page = await openPage(context);
  expect(await openFrom(page, "page")).toBe("open hi");
  echo.opened.length = 0;
  for (const realm of ["shared", "service"] as const) expect(await openFrom(page, realm)).toBe("failed");
  expect(echo.opened).toEqual([]);
  await context.close();
});
