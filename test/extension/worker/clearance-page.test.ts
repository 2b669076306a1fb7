import { beforeEach, describe, expect, test, vi } from "vitest";
import { indexCatalog } from "../../../shared/catalog/recognize.ts";
import { SERVICES } from "../../../shared/catalog/services.ts";
import { ToClearancePage } from "../../../shared/wire/clearance-page.ts";
import { CLEARANCE } from "../states.ts";

type Listener = (...what: never[]) => unknown;
const chrome = vi.hoisted(() => ({
  connect: [] as Listener[],
  message: [] as Listener[],
  opened: [] as { url: string }[],
}));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: {
      id: "ours",
      getURL: (path: string) => `chrome-extension://ours/${path}`,
      onConnect: { addListener: (listener: Listener) => chrome.connect.push(listener) },
      onMessage: { addListener: (listener: Listener) => chrome.message.push(listener) },
    },
    tabs: { create: (tab: { url: string }) => Promise.resolve(chrome.opened.push(tab)) },
    storage: { local: { get: () => Promise.resolve({}), set: () => Promise.resolve() } },
  },
}));

const { openClearanceOnDemand, serveClearancePage } =
  await import("../../../extension/worker/clearance-page.ts");
const { OwnRecords } = await import("../../../extension/worker/own-records.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");
const { StandingHistory } = await import("../../../extension/worker/standing-history.ts");

const PAGE = "chrome-extension://ours/clearance/index.html";

beforeEach(() => {
  chrome.connect.length = 0;
  chrome.message.length = 0;
  chrome.opened.length = 0;
});

function connect(sender: object) {
  const posture = new Posture("1.0.0", 0);
  const health = { version: "1.0.0", policyCheckedAt: 1, policyProblem: null, journalProblem: null };
  posture.apply({ type: "state", clearance: CLEARANCE, health, promptKey: "0".repeat(64) });
  const asked: object[] = [];
  const { recognizers } = indexCatalog(SERVICES);
  serveClearancePage({
    posture,
    history: new StandingHistory(posture),
    records: new OwnRecords(
      (ask) => asked.push(ask),
      () => false,
    ),
    services: () => recognizers,
  });
  const told: ToClearancePage[] = [];
  const hear: ((message: unknown) => void)[] = [];
  const disconnect = vi.fn<() => void>();
  const port = {
    name: "clearance",
    sender,
    disconnect,
    postMessage: (message: unknown) => told.push(ToClearancePage.parse(message)),
    onMessage: { addListener: (listener: (message: unknown) => void) => hear.push(listener) },
    onDisconnect: { addListener: () => undefined },
  };
  for (const listener of chrome.connect) listener(port as never);
  return {
    told,
    asked,
    disconnect,
    say: (message: unknown) => hear.forEach((listener) => listener(message)),
  };
}

describe("the page's port", () => {
  test("is served the whole state at once, with the web apps of the catalog", () => {
    const { told } = connect({ id: "ours", frameId: 0, url: `${PAGE}#models` });
    expect(told).toMatchObject([
      { type: "clearance", clearance: { revision: CLEARANCE.revision }, changes: [] },
    ]);
    const [state] = told;
    const services = state?.type === "clearance" ? state.services : [];
    expect(services.length).toBeGreaterThan(30);
    expect(services.find(({ service }) => service === "claude-web")).toMatchObject({
      home: "https://claude.ai",
      unnamed: expect.arrayContaining(["anthropic/mythos-5"]) as unknown,
    });
  });

  test.each([
    [
      "a content script in somebody's page",
      { id: "ours", frameId: 0, tab: { id: 1 }, url: "https://claude.ai/" },
    ],
    ["a frame in another page", { id: "ours", frameId: 3, url: PAGE }],
    ["another page of ours", { id: "ours", frameId: 0, url: "chrome-extension://ours/popup/index.html" }],
    ["a page whose address begins alike", { id: "ours", frameId: 0, url: `${PAGE}.evil.example/` }],
    ["another extension", { id: "theirs", frameId: 0, url: PAGE }],
  ])("tells %s nothing", (_, sender) => {
    const { told, disconnect } = connect(sender);
    expect(told).toEqual([]);
    expect(disconnect).toHaveBeenCalledOnce();
  });

  test("passes on questions for records, and nothing that is none", () => {
    const { asked, say } = connect({ id: "ours", frameId: 0, url: PAGE });
    say({ type: "mine", n: 4, before: null, limit: 10 });
    say({ type: "mine", n: 5, before: null, limit: 10, person: "eve@example.com" });
    say({ type: "mine", n: 6, before: null, limit: 1_000_000 });
    say("mine");
    expect(asked).toEqual([{ type: "mine", n: 1, before: null, limit: 10 }]);
  });
});

describe("the notice's button", () => {
  test("opens the page at the model, and not a hundred times", () => {
    let now = 0;
    openClearanceOnDemand(() => now);
    const press = (message: object, id = "ours"): void =>
      chrome.message.forEach((listener) => void listener(message as never, { id } as never));
    press({ type: "open_clearance", model: "anthropic/mythos-5" });
    press({ type: "open_clearance", model: null });
    now = 1_000;
    press({ type: "open_clearance", model: null }, "theirs");
    press({ type: "open_clearance", model: null, url: "https://evil.example" });
    press({ type: "open_clearance", model: null });
    expect(chrome.opened.map(({ url }) => url)).toEqual([`${PAGE}#model-anthropic%2Fmythos-5`, PAGE]);
  });
});
