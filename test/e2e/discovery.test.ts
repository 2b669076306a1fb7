import type { BrowserContext } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuditEvent } from "../../shared/schema/audit-event.ts";
import { serviceWorker, stopWorkers } from "../browser/service-worker.ts";
import { lanyard } from "./agent-process.ts";
import { callFrom, chatCall, type PageCall } from "./calls.ts";
import { until } from "./until.ts";
import { World } from "./world.ts";

let world: World;
let context: BrowserContext;

beforeAll(async () => {
  world = await World.open();
  await world.agent.start();
  context = await world.launchReady("unpacked");
});
afterAll(() => world.close());

/** The events of one kind in the journal, as their schema reads them. */
async function eventsOf<K extends AuditEvent["kind"]>(kind: K): Promise<Extract<AuditEvent, { kind: K }>[]> {
  const rows = await world.agent.journal();
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== "sequence")))
    .map((event) => AuditEvent.parse(event))
    .filter((event): event is Extract<AuditEvent, { kind: K }> => event.kind === kind);
}

function post(url: string, body: unknown): PageCall {
  return { url, method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** Sets the hour of what is counted back by one, where so many calls wait and are kept; false: not yet. */
async function setBack(calls: number): Promise<boolean> {
  const worker = await serviceWorker(context, world.extension.id);
  return worker.evaluate(async (wanted) => {
    const { session } = (globalThis as unknown as WithStorage).chrome.storage;
    const { discovery = [] } = await session.get("discovery");
    if (!discovery.some(({ waiting }) => waiting?.calls === wanted)) return false;
    await session.set({
      discovery: discovery.map((one) => Object.assign(one, { told: one.told - 3_600_000 })),
    });
    return true;
  }, calls);
}

/** What the tests ask of the extension's storage. */
interface WithStorage {
  readonly chrome: {
    readonly storage: {
      readonly session: {
        get(key: string): Promise<{
          discovery?: readonly {
            readonly told: number;
            readonly waiting: { readonly calls: number } | null;
          }[];
        }>;
        set(items: object): Promise<void>;
      };
    };
  };
}

test("an AI host that no recognizer knows is used freely, and told by host and counts alone", async () => {
  const page = await context.newPage();
  await page.goto("https://novelai.net/stories?of=zebra");
  const said = post("https://image.novelai.net/ai/zebra?note=zebra", { input: "zebra" });
  const answers = [await callFrom(page, said), await callFrom(page, said), await callFrom(page, said)];
  expect(answers.map((answer) => "status" in answer)).toEqual([true, true, true]);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const socket = new WebSocket("wss://ws.novelai.net/zebra");
        for (const end of ["open", "close", "error"]) socket.addEventListener(end, () => resolve());
      }),
  );

  const journaled = async () =>
    (await eventsOf("discovery")).filter(
      ({ what, host }) => what === "unknown_service" && host === "novelai.net",
    );
  await until("the journal has the first sight", async () => (await journaled()).length > 0);
  expect(await journaled()).toMatchObject([{ visits: 1, calls: 0, service: null }]);

  // An hour goes by, and a worker with it: the next sight tells what waited.
  await until("the counts are kept for the next life", () => setBack(4));
  await stopWorkers(page);
  await callFrom(page, said);
  await until("the journal has the rest of the hour", async () => (await journaled()).length > 1);
  expect((await journaled())[1]).toMatchObject({ visits: 0, calls: 4 });
  expect(JSON.stringify(await eventsOf("discovery"))).not.toMatch(/zebra|image\.|ws\./);

  const listed = await lanyard("discovery", "list", "--json", "--config", `${world.folder}/agent.yaml`);
  const lines = listed.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { host: string });
  expect(lines.find(({ host }) => host === "novelai.net")).toMatchObject({ visits: 1, calls: 4 });
});

test("a body of ChatGPT that has drifted is stopped, and told with its structure and none of its values", async () => {
  const page = await context.newPage();
  await page.goto("https://chatgpt.com/");
  const call = post("https://chatgpt.com/backend-api/f/conversation", {
    engine: "zebra-engine",
    turns: [{ who: "zebra", said: ["zebra one", "zebra two"], "zebra@example.com": 7_654_321 }],
  });
  expect(await callFrom(page, call)).toMatchObject({ status: 403 });
  expect(
    world.fakes.received({ host: "chatgpt.com", method: "POST", path: "/backend-api/f/conversation" }),
  ).toEqual([]);

  await until("the journal has it", async () => (await eventsOf("degraded")).length > 0);
  const told = await eventsOf("degraded");
  expect(told).toMatchObject([
    {
      service: "chatgpt-web",
      path: "/backend-api/f/conversation",
      reason: "nothing_found",
      form: "json",
      structure: '{"engine":"string","turns":[{"who":"string","said":["string"],"<key>":"number"}]}',
      calls: 1,
    },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/zebra|7654321/);
});

async function unknownPaths() {
  return (await eventsOf("discovery")).filter(({ what }) => what === "unknown_path");
}

test("a path that ChatGPT's record does not have is told with its service", async () => {
  const page = await context.newPage();
  await page.goto("https://chatgpt.com/");
  await callFrom(page, chatCall("https://chatgpt.com/backend-api/zebra/talk", "gpt-5.5", "zebra"));
  await until("the journal has it", async () => (await unknownPaths()).length > 0);
  expect(await unknownPaths()).toMatchObject([
    { host: "chatgpt.com", service: "chatgpt-web", visits: 0, calls: 1 },
  ]);
  expect(JSON.stringify(await unknownPaths())).not.toContain("zebra");
});
