import browser from "webextension-polyfill";
import * as z from "zod/mini";
import { socketHostFinder, socketHosts } from "../../shared/catalog/socket-hosts.ts";
import { touches } from "../../shared/catalog/recognize.ts";
import type { AskingEvent } from "../../shared/schema/audit-event.ts";
import { PROTOCOL } from "../../shared/wire/native.ts";
import type { Verdict } from "../../shared/wire/page.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import { AccessDesk } from "./access-desk.ts";
import { keepAsks, recallAsks, serveRequests, tellAccess } from "./access-screens.ts";
import { AgentPort } from "./agent-port.ts";
import { Applied } from "./applied.ts";
import { Bindings } from "./bindings.ts";
import { CatalogEditions } from "./catalog-editions.ts";
import { CatalogInForce } from "./catalog-in-force.ts";
import { hearAnswers, keepAnswers } from "./answers.ts";
import { Denials, showOver } from "./denials.ts";
import { openClearanceOnDemand, serveClearancePage } from "./clearance-page.ts";
import { Conversations, recallConversations, watchChoices } from "./conversations.ts";
import { Discovery, watchUnknownHosts } from "./discovery.ts";
import { Enforcement } from "./enforcement.ts";
import { closeForUpdates, liftBaselineWhileReady, RULE_TAKER } from "./baseline.ts";
import { Handshakes } from "./handshakes.ts";
import { HeldNavigations } from "./held-navigations.ts";
import { hearIdentity, openForPerson } from "./identity.ts";
import { type Fates, KeptPages, watchFates } from "./kept-pages.ts";
import { onTheWire } from "./mark.ts";
import { instanceName, keepSeen, keepState, recallSeen, recallState } from "./memory.ts";
import { guardNetwork } from "./network.ts";
import { OwnRecords } from "./own-records.ts";
import { takesProxy } from "./proxy-setting.ts";
import { Outbox } from "./outbox.ts";
import { hearPages } from "./page-desk.ts";
import { PageFrames } from "./page-frame.ts";
import { PageLists } from "./page-lists.ts";
import { Patience } from "./patience.ts";
import { Posture } from "./posture.ts";
import { endSentence, followEnds } from "./proof-ends.ts";
import { followPurpose, hearPurposes, keepPurpose } from "./purpose-desk.ts";
import { Questions } from "./questions.ts";
import { type DeniedCall, RecentDenials } from "./recent-denials.ts";
import { Recorder } from "./recorder.ts";
import { Replies, type ReplyListener } from "./replies.ts";
import { type Answered, type Learning, listenForNames, listenForServed } from "./reply-listeners.ts";
import { Running } from "./running.ts";
import { goOn, serveScreens } from "./screens.ts";
import { SocketLead } from "./socket-lead.ts";
import { SocketProxy, watchHandshakes } from "./socket-proxy.ts";
import { serviceAnswer } from "./service-answer.ts";
import { Sockets } from "./sockets.ts";
import { StandingHistory } from "./standing-history.ts";
import { tellTenants } from "./tenant-rules.ts";
import { guardStores } from "./store-uploads.ts";
import { followOnToolbar } from "./toolbar.ts";

z.config({ jitless: true }); // the extension's content policy forbids new Function

const version = browser.runtime.getManifest().version;
const inForce = new CatalogInForce();
const posture = new Posture(version, Date.now());
const denials = new Denials(() => keptPages?.kept());
const recorder = new Recorder(new Outbox("lanyard"), posture);
const port = new AgentPort({
  connected: () => void greet(),
  state: (state) => {
    posture.apply(state);
    applied.now(posture.clearance?.revision ?? null);
    access.apply(state.access ?? null);
    void keepState(state);
    void recorder.deliver(port);
  },
  catalog: (content) => editions.take(content),
  socketProxy: (push) => {
    socketProxy.take(push);
    socketLead.to(push);
  },
  open: (url) => void openForPerson(url),
  mine: (answer) => ownRecords.take(answer),
  // A disk that fails is asked again with the next event; nothing is lost by it.
  stored: (ids) => void recorder.stored(ids, port).catch(() => undefined),
  lost: () => {
    applied.forget();
    posture.agentLost(Date.now());
    recorder.lost();
    ownRecords.lost();
  },
  refused: (code, message) => recorder.lifecycle("degraded", `${code}: ${message}`, port),
});
const ownRecords = new OwnRecords(
  (ask) => port.send(ask),
  () => posture.agentAway,
);
const history = new StandingHistory(posture);
const access = new AccessDesk({
  send: (message) => port.send(message),
  keep: keepAsks,
  tell: (notice) => void tellAccess(notice),
  nameOf: (model) => (posture.clearance === null ? model : modelName(posture.clearance, model)),
  now: Date.now,
});
const applied = new Applied((revision, at) => port.send({ type: "applied", revision, at }));
let findLed = socketHostFinder(socketHosts(inForce.current));
const socketProxy = new SocketProxy((host) => findLed(host) !== null);
const socketLead = new SocketLead({
  posture,
  hosts: () => socketHosts(inForce.current),
  degraded: (problem) => recorder.lifecycle("degraded", problem, port),
});
const discovery = new Discovery((event) => recorder.note(event, port));
const conversations = new Conversations();
const bindings = new Bindings();
const recent = new RecentDenials();
const record = (event: AskingEvent): void => recorder.note(event, port);
const questions = new Questions({ posture, record, show: showOver });
const navigations = new HeldNavigations({
  posture,
  record,
  goOn: (tab, address) => goOn(denials, tab, address),
});
const askers = { overPages: questions, onBlockedPages: navigations };
const frames = new PageFrames();
const replies = new Replies(frames);
const learning: Learning = {
  served: (...what) => enforcement.reportServed(...what),
  conversation: (service, id, models) => conversations.models.learn(service, id, models, "said"),
  names: (...what) => conversations.names.learn(...what),
};
const lists = new PageLists(() => inForce.current, learning.names);
const sockets = new Sockets(inForce, posture, {
  frame: (...what) => enforcement.report(...what),
  served: learning.served,
});
const running = new Running({
  posture,
  cut: (id) => replies.cut(id),
  ended: (...what) => enforcement.reportCut(...what),
});
const enforcement = new Enforcement(posture, denials, recorder, port, discovery, conversations, askers, {
  denied: (call) => recent.add(call, Date.now()),
  permitted: (answered) => {
    const { id, from, method } = answered;
    sockets.notePermitted(answered);
    if (from.type !== "websocket") replies.expect(id, from, method, follow(answered));
  },
  harmless: ({ method }, from, catalog) => {
    const listener = listenForNames(catalog, from.url, method, learning);
    if (listener !== null) replies.expect(crypto.randomUUID(), from, method, listener);
  },
});
const handshakes = new Handshakes(
  posture,
  (...what) => enforcement.answer(...what),
  (at) => sockets.isAnnounced(at),
);

// All listeners are registered in this very turn: the event that woke the worker waits for these and no later ones.
const relisten = guardNetwork(
  inForce.current,
  inForce.now.patterns,
  {
    call: (...what) => enforcement.answer(...what),
    bound: (nonce, of) => bindings.take(nonce, of, Date.now()),
    handshake: (...what) => handshakes.begin(...what),
    opened: (...what) => handshakes.opened(...what),
    navigates: (from) => enforcement.noteNavigation(from),
  },
  RULE_TAKER === "firefox" ? new Patience(posture) : null,
);
const fates: Fates = {
  turned: (from, to) => enforcement.noteTurn(from, to),
  failed: (from) => enforcement.leadToBlockedPage(from),
};
const keptPages = RULE_TAKER === "firefox" ? null : new KeptPages(posture, fates);
const hearStores = guardStores(
  () => inForce.current,
  (...what) => enforcement.answer(...what),
);
if (takesProxy()) watchHandshakes(socketProxy);
const listening = performance.now();
let unwatch = watch();
hearPages({
  frames,
  bindings,
  sockets,
  replies,
  lists,
  isWanted: (url, method) => touches(inForce.current, onTheWire(url), method) !== null,
  why: (of) => answerTo(recent.take(of, Date.now())),
  left: (tab) => questions.left(tab, Date.now()),
});
hearAnswers(questions, navigations);
hearIdentity(port);
browser.tabs.onRemoved.addListener((tab) => {
  questions.left(tab, Date.now());
  navigations.forget(tab, Date.now());
});
keepAnswers(posture.answers);
hearPurposes(posture);
followPurpose(posture);
const purposeBack = keepPurpose(posture);
serveScreens(posture, denials, navigations, () => inForce.now.hosts);
serveClearancePage({ posture, history, records: ownRecords, services: () => inForce.current.recognizers });
openClearanceOnDemand(Date.now);
serveRequests(access, posture, denials);
followOnToolbar(posture);
tellTenants(posture);
followEnds(posture, (ended) => {
  // While the agent is there, it says so itself.
  if (posture.agentAway) recorder.lifecycle("degraded", endSentence(ended), port);
});
inForce.watch(() => {
  relisten(inForce.current, inForce.now.patterns);
  hearStores();
  const watchBefore = unwatch;
  unwatch = watch();
  watchBefore();
  findLed = socketHostFinder(socketHosts(inForce.current));
  socketLead.again();
  for (const page of frames.all()) lists.ask(page); // their lists may stand elsewhere by this edition
});
const editions = new CatalogEditions(inForce, (what, detail) => recorder.lifecycle(what, detail, port));
// Hosts that only the kept edition has are closed by rules until its listeners are there.
void editions.recalled.then(() => liftBaselineWhileReady(posture));
browser.alarms.onAlarm.addListener(() => port.open());
browser.alarms.onAlarm.addListener(() => {
  posture.heed(); // timers stand while the machine sleeps
  if (posture.seen !== null) void keepSeen(posture.seen);
});
browser.alarms.onAlarm.addListener(() => void history.look());
browser.alarms.onAlarm.addListener(() => discovery.tellDue(Date.now()));
browser.runtime.onStartup.addListener(() => port.open());
browser.runtime.onInstalled.addListener(() => port.open());
closeForUpdates();
void start();

/** Listens to the reply to a permitted call, for what it tells and to the end of a stream. */
function follow(answered: Answered): ReplyListener {
  return running.follow(answered, (noteServed) =>
    listenForServed(posture, answered, {
      ...learning,
      served: (served, ...rest) => {
        noteServed(served);
        learning.served(served, ...rest);
      },
    }),
  );
}

/** Watches what is beside the calls to the services themselves, for the catalog in force; gives what ends it. */
function watch(): () => void {
  const ends = [
    watchUnknownHosts(inForce.current, discovery),
    watchChoices(inForce.current, conversations),
    ...(keptPages === null ? [watchFates(inForce.now.patterns, fates)] : []),
  ];
  return () => ends.forEach((end) => end());
}

async function start(): Promise<void> {
  const remembered = recallState();
  const seen = recallSeen();
  void recallAsks().then((asks) => access.recall(asks));
  void recallConversations().then((learned) => conversations.takeUp(learned));
  port.open();
  const state = await remembered;
  await purposeBack;
  if (state !== null) posture.remember(state, await seen);
  const ready = state === null ? "no clearance yet" : `clearance after ${Math.round(performance.now())} ms`;
  const detail = `Extension ${version}, worker started, listening after ${Math.round(listening)} ms, ${ready}.`;
  recorder.lifecycle("started", detail, port);
  await browser.alarms.create("agent", { periodInMinutes: 0.5 });
}

/** What the page gets for a call that failed: what the service itself would say, where it was we who denied it. */
async function answerTo(denied: DeniedCall | null): Promise<Verdict> {
  if (denied === null) return { kind: "none" };
  const { raised } = denied;
  if (raised !== null && (await raised.wait()))
    return raised.body === null ? { kind: "again" } : { kind: "again", body: raised.body };
  return { kind: "answer", answer: serviceAnswer(denied.judged.recognition.service, denied.of.url) };
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
    sockets: takesProxy(),
  });
}
