import browser from "webextension-polyfill";
import * as z from "zod/mini";
import { catalogHosts, indexCatalog, matchPatterns } from "../../shared/catalog/recognize.ts";
import { SERVICES } from "../../shared/catalog/services.ts";
import { PROTOCOL } from "../../shared/wire/native.ts";
import { AgentPort } from "./agent-port.ts";
import { Denials } from "./denials.ts";
import { Discovery, watchUnknownHosts } from "./discovery.ts";
import { Enforcement } from "./enforcement.ts";
import { liftBaselineWhileReady } from "./baseline.ts";
import { instanceName, keepState, recallState } from "./memory.ts";
import { guardNetwork, watchNavigations } from "./network.ts";
import { Outbox } from "./outbox.ts";
import { Posture } from "./posture.ts";
import { Recorder } from "./recorder.ts";
import { serveScreens } from "./screens.ts";
import { tellTenants } from "./tenant-rules.ts";
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
const enforcement = new Enforcement(catalog, posture, denials, recorder, port, discovery);

// All listeners are registered in this very turn: the event that woke the worker waits for these and no later ones.
const patterns = matchPatterns(catalog);
guardNetwork(catalog, patterns, (call, from) => enforcement.answer(call, from));
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
tellTenants(posture);
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
