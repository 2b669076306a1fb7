import browser from "webextension-polyfill";
import * as z from "zod/mini";
import { PROTOCOL } from "../../shared/wire/native.ts";
import { AgentPort } from "./agent-port.ts";
import { CatalogEditions } from "./catalog-editions.ts";
import { CatalogInForce } from "./catalog-in-force.ts";
import { Conversations, recallConversations, watchChoices } from "./conversations.ts";
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
import { guardStores } from "./store-uploads.ts";
import { followOnToolbar } from "./toolbar.ts";

z.config({ jitless: true }); // the extension's content policy forbids new Function

const version = browser.runtime.getManifest().version;
const inForce = new CatalogInForce();
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
  catalog: (content) => editions.take(content),
  // A disk that fails is asked again with the next event; nothing is lost by it.
  stored: (ids) => void recorder.stored(ids, port).catch(() => undefined),
  lost: () => {
    posture.agentLost(Date.now());
    recorder.lost();
  },
  refused: (code, message) => recorder.lifecycle("degraded", `${code}: ${message}`, port),
});
const discovery = new Discovery((event) => recorder.note(event, port));
const conversations = new Conversations();
const enforcement = new Enforcement(posture, denials, recorder, port, discovery, conversations);

// All listeners are registered in this very turn: the event that woke the worker waits for these and no later ones.
const relisten = guardNetwork(inForce.current, inForce.now.patterns, (call, from, catalog) =>
  enforcement.answer(call, from, catalog),
);
const listening = performance.now();
let unwatch = watch();
serveScreens(posture, denials, () => inForce.now.hosts);
followOnToolbar(posture);
tellTenants(posture);
inForce.watch(() => {
  relisten(inForce.current, inForce.now.patterns);
  const watchBefore = unwatch;
  unwatch = watch();
  watchBefore();
});
const editions = new CatalogEditions(inForce, (what, detail) => recorder.lifecycle(what, detail, port));
// Hosts that only the kept edition has are closed by rules until its listeners are there.
void editions.recalled.then(() => liftBaselineWhileReady(posture));
browser.alarms.onAlarm.addListener(() => port.open());
browser.alarms.onAlarm.addListener(() => discovery.tellDue(Date.now()));
browser.runtime.onStartup.addListener(() => port.open());
browser.runtime.onInstalled.addListener(() => port.open());
void start();

/** Watches what is beside the calls to the services themselves, for the catalog in force; gives what ends it. */
function watch(): () => void {
  const ends = [
    watchNavigations(inForce.now.patterns, {
      asked: (from) => enforcement.noteNavigation(from),
      turned: (from, to) => enforcement.noteTurn(from, to),
      failed: (from) => enforcement.leadToBlockedPage(from),
    }),
    watchUnknownHosts(inForce.current, discovery),
    watchChoices(inForce.current, conversations),
    guardStores(inForce.current, (call, from, catalog) => enforcement.answer(call, from, catalog)),
  ];
  return () => ends.forEach((end) => end());
}

async function start(): Promise<void> {
  const remembered = recallState();
  void recallConversations().then((learned) => conversations.takeUp(learned));
  port.open();
  const state = await remembered;
  if (state !== null) posture.remember(state);
  const ready = state === null ? "no clearance yet" : `clearance after ${Math.round(performance.now())} ms`;
  const detail = `Extension ${version}, worker started, listening after ${Math.round(listening)} ms, ${ready}.`;
  recorder.lifecycle("started", detail, port);
  await browser.alarms.create("agent", { periodInMinutes: 0.5 });
}

async function greet(): Promise<void> {
  await editions.recalled;
  port.send({
    type: "hello",
    protocol: PROTOCOL,
    extension: browser.runtime.id,
    version,
    instance: await instanceName(),
    browser: navigator.userAgent,
    edition: inForce.now.edition,
  });
}
