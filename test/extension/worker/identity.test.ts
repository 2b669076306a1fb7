import { beforeEach, expect, test, vi } from "vitest";
import { POPUPS } from "../states.ts";

type Listener = (message: unknown, sender: object) => unknown;
const heard = vi.hoisted(() => ({ listeners: [] as Listener[], opened: [] as object[] }));
vi.mock("webextension-polyfill", () => ({
  default: {
    runtime: {
      id: "ours",
      getURL: (path: string) => `chrome-extension://ours/${path}`,
      onMessage: { addListener: (listener: Listener) => heard.listeners.push(listener) },
    },
    tabs: { create: async (tab: object) => void heard.opened.push(tab) },
  },
}));

const { hearIdentity, openForPerson, shownIdentity } = await import("../../../extension/worker/identity.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");

const POPUP = { id: "ours", url: "chrome-extension://ours/popup/index.html" };
const sent: unknown[] = [];

beforeEach(() => {
  heard.listeners.length = 0;
  sent.length = 0;
  hearIdentity({ send: (message) => void sent.push(message) });
});

test("asks the agent where a screen of ours says so", () => {
  for (const type of ["sign_in", "sign_out"]) heard.listeners[0]?.({ type }, POPUP);
  expect(sent).toEqual([{ type: "sign_in" }, { type: "sign_out" }]);
});

test.each([
  [
    "a content script in a page",
    { type: "sign_out" },
    { id: "ours", url: "https://claude.ai/chrome-extension://ours/" },
  ],
  ["another extension", { type: "sign_out" }, { id: "theirs", url: POPUP.url }],
  ["a screen of ours that says something else", { type: "sign_in_by_code" }, POPUP],
  ["a screen of ours that says too much", { type: "sign_in", url: "https://evil.example/" }, POPUP],
])("does not listen to %s", (_who, message, sender) => {
  expect(heard.listeners[0]?.(message, sender)).toBeUndefined();
  expect(sent).toEqual([]);
});

test("opens what the agent wants shown in a tab", async () => {
  await openForPerson("https://login.example.com/auth");
  expect(heard.opened).toEqual([{ url: "https://login.example.com/auth" }]);
});

test("lets nobody sign in or out while the agent is away", () => {
  const identity = POPUPS["signed-in"]?.identity;
  const posture = new Posture("1.0.0", 0);
  expect(shownIdentity(posture)).toEqual({});
  posture.apply({
    type: "state",
    clearance: null,
    identity,
    health: { version: "1", policyCheckedAt: 0, policyProblem: null, journalProblem: null },
    promptKey: "",
  });
  expect(shownIdentity(posture)).toEqual({ identity });
  posture.agentLost(1);
  expect(shownIdentity(posture)).toEqual({
    identity: { ...identity, can: { sign_in: false, sign_out: false } },
  });
});
