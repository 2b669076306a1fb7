import { expect, test, vi } from "vitest";
import type { Call } from "../../../shared/schema/call.ts";
import type { Learning } from "../../../extension/worker/reply-listeners.ts";
import type { ToHook } from "../../../shared/wire/page.ts";
import { CLEARANCE, rule } from "../states.ts";

vi.mock("webextension-polyfill", () => ({ default: {} }));

const { judgeCall } = await import("../../../extension/worker/judgement.ts");
const { PageFrames } = await import("../../../extension/worker/page-frame.ts");
const { Posture } = await import("../../../extension/worker/posture.ts");
const { Replies } = await import("../../../extension/worker/replies.ts");
const { listenForNames, listenForServed } = await import("../../../extension/worker/reply-listeners.ts");
const { indexCatalog } = await import("../../../shared/catalog/recognize.ts");
const { SERVICES } = await import("../../../shared/catalog/services.ts");

const catalog = indexCatalog(SERVICES);
const NOW = 1_000_000;
const CHAT = "https://api.openai.com/v1/chat/completions";
const ID = "decision-0001";

/** A frame with a hook, in which a permitted call was just made. */
function expecting(url = CHAT, callFrame = 0) {
  const posture = new Posture("1.0.0", NOW);
  const health = { version: "1.0.0", policyCheckedAt: NOW, policyProblem: null, journalProblem: null };
  const rules = [
    rule({ id: "openai", effect: "permit", models: ["openai/*"] }),
    rule({ id: "no-sol", effect: "forbid", models: ["openai/gpt-5.6-sol"] }),
  ];
  const clearance = { ...CLEARANCE, classifications: [], levels: ["open"], rules, almost: [], models: [] };
  posture.apply({ type: "state", clearance, health, promptKey: "0".repeat(64) });
  const said: ToHook[] = [];
  const reports: string[] = [];
  const frames = new PageFrames();
  const page = {
    tab: 1,
    frame: 0,
    url: "https://chatgpt.com/",
    say: (message: ToHook) => said.push(message),
  };
  frames.add(page);
  const replies = new Replies(frames);
  const learning: Learning = {
    served: ({ asServed }, { verdict, ends }, { id }) =>
      reports.push(`${asServed}: ${verdict}${ends ? ", ends" : ""}, of ${id}`),
    conversation: (service, id, models) => reports.push(`${service} made ${id} for ${models.join()}`),
    names: (service, told) => reports.push(`${service} calls ${JSON.stringify([...told])}`),
  };
  const bytes = new TextEncoder().encode(JSON.stringify({ model: "gpt-5.5", messages: [] }));
  const call: Call = { method: "POST", url, headers: null, body: { kind: "bytes", bytes }, frames: [] };
  const judged = judgeCall(catalog, posture, call, NOW);
  if (judged === null) throw new Error("This call is one to decide on.");
  const from = { requestId: "7", tabId: 1, frameId: callFrame, type: "xmlhttprequest" as const, url };
  const listener = listenForServed(posture, { id: ID, judged, from, method: "POST", catalog }, learning);
  if (listener !== null) replies.expect(ID, from, "POST", listener);
  const begin = (type = "text/event-stream", by = page) =>
    replies.begin(by, { type: "reply", r: ID, status: 200, headers: [["Content-Type", type]] }, NOW);
  const chunk = (text: string, by = page) => replies.chunk(by, ID, new TextEncoder().encode(text), NOW);
  return { replies, learning, page, said, reports, begin, chunk };
}

const EXPECT: ToHook = { type: "expect", r: ID, method: "POST", url: CHAT };
const event = (model: string): string => `data: ${JSON.stringify({ model, choices: [] })}\n\n`;

test("the reply to a permitted call is asked for, and the model that served is recorded with the decision", () => {
  const { said, reports, begin, chunk } = expecting();
  begin();
  chunk(event("gpt-5.5-2026-01-01"));
  expect(said[0]).toEqual(EXPECT);
  expect(said.some(({ type }) => type === "cut")).toBe(false);
  expect(reports).toEqual([`gpt-5.5-2026-01-01: same, of ${ID}`]);
});

test("a reply by a model that may not be used is ended, though it comes in pieces", () => {
  const { said, reports, begin, chunk } = expecting();
  begin();
  for (const piece of event("gpt-5.6-sol").match(/.{1,5}|\n/g) ?? []) chunk(piece);
  expect(reports).toEqual([`gpt-5.6-sol: other, ends, of ${ID}`]);
  expect(said.filter(({ type }) => type === "cut")).toEqual([{ type: "cut", r: ID }]);
  expect(said.at(-1)).toEqual({ type: "enough", r: ID });
});

test("a reply that nobody expects, or that another frame speaks of, is not read", () => {
  const { said, reports, begin, chunk, page } = expecting();
  const other = { ...page, frame: 5 };
  begin("text/event-stream", other);
  chunk(event("gpt-5.6-sol"), other);
  expect(said.slice(1)).toEqual([
    { type: "enough", r: ID },
    { type: "enough", r: ID },
  ]);
  expect(reports).toEqual([]);
});

test("where there is no hook, or nothing that a reply could tell, none is asked for", () => {
  expect(expecting("https://api.elevenlabs.io/v1/music").said).toEqual([]);
  expect(expecting(CHAT, 7).said).toEqual([]);
});

test("what a frame expected is forgotten with it", () => {
  const { replies, page, said, begin } = expecting();
  replies.left(page);
  begin();
  expect(said.at(-1)).toEqual({ type: "enough", r: ID });
});

test("the list by which a service tells its page of its model ids is learned when it is over", () => {
  const { replies, learning, page, reports } = expecting();
  const url = "https://chatgpt.com/backend-api/models";
  const from = { requestId: "9", tabId: 1, frameId: 0, type: "xmlhttprequest" as const, url };
  const listener = listenForNames(catalog, url, "GET", learning);
  if (listener === null) throw new Error("This call is for a list of models.");
  replies.expect("names-0001", from, "GET", listener);
  replies.begin(page, { type: "reply", r: "names-0001", status: 200, headers: [] }, NOW);
  for (const piece of ['{"models":[{"slug":"x1","ti', 'tle":"GPT-5.5"}]}'])
    replies.chunk(page, "names-0001", piece, NOW);
  replies.end(page, "names-0001");
  expect(reports).toEqual(['chatgpt-web calls [["x1",["openai/gpt-5.5"]]]']);
});

test("the id that a reply gives a conversation is learned as the page's word", () => {
  const { learning, reports } = expecting();
  const url = "https://api.openai.com/v1/assistants";
  const body = new TextEncoder().encode(JSON.stringify({ model: "gpt-5.5", instructions: "Be kind." }));
  const call: Call = { method: "POST", url, headers: null, body: { kind: "bytes", bytes: body }, frames: [] };
  const posture = new Posture("1.0.0", NOW);
  const judged = judgeCall(catalog, posture, call, NOW);
  if (judged === null) throw new Error("This call is one to decide on.");
  const from = { requestId: "9", tabId: 1, frameId: 0, type: "xmlhttprequest" as const, url };
  const listener = listenForServed(posture, { id: ID, judged, from, method: "POST", catalog }, learning);
  listener?.begin({ status: 200, headers: { "content-type": "application/json" } });
  listener?.take('{"id":"asst_1","object":"assistant"}', NOW);
  listener?.end();
  expect(reports).toEqual(["openai-api made asst_1 for gpt-5.5"]);
});
