import browser from "webextension-polyfill";
import * as z from "zod/mini";
import { catalogHosts, indexCatalog, matchPatterns, touches } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import { PROTOCOL } from "../../shared/wire/native.ts";
import type { Verdict } from "../../shared/wire/page.ts";
import { AgentPort } from "./agent-port.ts";
import { Bindings } from "./bindings.ts";
import { Denials } from "./denials.ts";
import { Discovery, watchUnknownHosts } from "./discovery.ts";
import { Enforcement } from "./enforcement.ts";
import { liftBaselineWhileReady } from "./baseline.ts";
import { Handshakes } from "./handshakes.ts";
import { onTheWire } from "./mark.ts";
import { instanceName, keepState, recallState } from "./memory.ts";
import { guardNetwork, watchNavigations } from "./network.ts";
import { Outbox } from "./outbox.ts";
import { hearPages } from "./page-desk.ts";
import { PageFrames } from "./page-frame.ts";
import { Posture } from "./posture.ts";
import { type DeniedCall, RecentDenials } from "./recent-denials.ts";
import { Recorder } from "./recorder.ts";
import { serveScreens } from "./screens.ts";
import { serviceAnswer } from "./service-answer.ts";
import { Sockets } from "./sockets.ts";
import { followOnToolbar } from "./toolbar.ts";

z.config({ jitless: true }); // the extension's content policy forbids new Function

const version = browser.runtime.getManifest().version;
const catalog = indexCatalog(SERVICES);
const posture = new Posture(version, Date.now());
const denials = new Denials();
const recorder = new Recorder(new Outbox("lanyard"), posture);
const port = new AgentPort({
  connected: () => void greet(),
  state: (state) => {
    posture.apply(state);
    void keepState(state);
    void recorder.deliver(port);
  },
  // A disk that fails is asked again with the next event; nothing is lost by it.
  stored: (ids) => void recorder.stored(ids, port).catch(() => undefined),
  lost: () => {
    posture.agentLost(Date.now());
    recorder.lost();
  },
  refused: (code, message) => recorder.lifecycle("degraded", `${code}: ${message}`, port),
});
const discovery = new Discovery((event) => recorder.note(event, port));
const bindings = new Bindings();
const recent = new RecentDenials();
const sockets = new Sockets(catalog, posture, (...what) => enforcement.report(...what));
const enforcement = new Enforcement(catalog, posture, denials, recorder, port, discovery, {
  denied: (call) => recent.add(call, Date.now()),
  permitted: ({ recognition }, { url }, { tabId }) => sockets.noteExchange(tabId, url, recognition),
});
const handshakes = new Handshakes(
  catalog,
  posture,
  (call, from) => enforcement.answer(call, from),
  (at) => sockets.isAnnounced(at),
);

// All listeners are registered in this very turn: the event that woke the worker waits for these and no later ones.
const patterns = matchPatterns(catalog);
guardNetwork(catalog, patterns, {
  call: (call, from) => enforcement.answer(call, from),
  bound: (nonce, of) => bindings.take(nonce, of, Date.now()),
  handshake: (at) => handshakes.begin(at),
  opened: (at) => handshakes.opened(at),
});
hearPages({
  frames: new PageFrames(),
  bindings,
  sockets,
  isWanted: (url, method) => touches(catalog, onTheWire(url), method) !== null,
  why: (of) => answerTo(recent.take(of, Date.now())),
});
const listening = performance.now();
watchNavigations(patterns, {
  asked: (from) => enforcement.noteNavigation(from),
  turned: (from, to) => enforcement.noteTurn(from, to),
  failed: (from) => enforcement.leadToBlockedPage(from),
});
watchUnknownHosts(catalog, discovery);
serveScreens(posture, denials, catalogHosts(catalog));
followOnToolbar(posture);
liftBaselineWhileReady(posture);
browser.alarms.onAlarm.addListener(() => port.open());
browser.alarms.onAlarm.addListener(() => discovery.tellDue(Date.now()));
browser.runtime.onStartup.addListener(() => port.open());
browser.runtime.onInstalled.addListener(() => port.open());
void start();

async function start(): Promise<void> {
  const remembered = recallState();
  port.open();
  const state = await remembered;
  if (state !== null) posture.remember(state);
  const ready = state === null ? "no clearance yet" : `clearance after ${Math.round(performance.now())} ms`;
  const detail = `Extension ${version}, worker started, listening after ${Math.round(listening)} ms, ${ready}.`;
  recorder.lifecycle("started", detail, port);
  await browser.alarms.create("agent", { periodInMinutes: 0.5 });
}

/** What the page gets for a call that failed: what the service itself would say, where it was we who denied it. */
async function answerTo(denied: DeniedCall | null): Promise<Verdict> {
  if (denied === null) return { kind: "none" };
  return { kind: "answer", answer: serviceAnswer(denied.judged.recognition.service, denied.of.url) };
}

async function greet(): Promise<void> {
  port.send({
    type: "hello",
    protocol: PROTOCOL,
    extension: browser.runtime.id,
    version,
    instance: await instanceName(),
    browser: navigator.userAgent,
  });
}
