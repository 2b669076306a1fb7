import browser, { type Runtime } from "webextension-polyfill";
import * as z from "zod/mini";
import { covers } from "../../shared/policy/pattern.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import { ordinaryRequest } from "../../shared/policy/ordinary-request.ts";
import { judge } from "../../shared/policy/judge.ts";
import {
  type AccessNotice,
  AskFor,
  PendingAsk,
  REQUEST_PAGE,
  REQUEST_PORT,
  RequestSaid,
  type RequestState,
} from "../../shared/wire/request-page.ts";
import type { AccessDesk } from "./access-desk.ts";
import { type Denials, showOver } from "./denials.ts";
import type { Posture } from "./posture.ts";

const PAGE = browser.runtime.getURL(REQUEST_PAGE);
/** Where asks wait for the agent; the area outlasts the browser, and no page reaches it. */
const KEY = "asks";

/** Serves the page of requests, and hears it; opens it for whoever presses the button of a notice. */
export function serveRequests(desk: AccessDesk, posture: Posture, denials: Denials): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name === REQUEST_PORT && isOurs(port.sender)) servePage(desk, posture, port);
  });
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const said = z.safeParse(RequestSaid, message);
    if (said.success && isOurs(sender) && sender.url?.split(/[?#]/, 1)[0] === PAGE) desk.take(said.data);
    const wanted = z.safeParse(AskFor, message);
    if (wanted.success) askFor(wanted.data.notice, sender, denials);
    return undefined;
  });
}

function servePage(desk: AccessDesk, posture: Posture, port: Runtime.Port): void {
  const ended = new AbortController();
  const push = (): void => port.postMessage(requestState(desk, posture));
  port.onDisconnect.addListener(() => ended.abort());
  posture.watch(push, ended.signal);
  desk.watch(push, ended.signal);
  push();
}

/** A tab can only open the page for what it was denied itself: the notice's id goes to whom shows it alone. */
function askFor(notice: string, sender: Runtime.MessageSender, denials: Denials): void {
  const tab = sender.id === browser.runtime.id && sender.frameId === 0 ? sender.tab?.id : undefined;
  const denied = tab === undefined ? null : denials.notice(tab);
  if (denied?.id === notice && denied.decision.model !== null)
    void browser.tabs.create({ url: `${PAGE}?model=${encodeURIComponent(denied.decision.model)}` });
}

function isOurs(sender: Runtime.MessageSender | undefined): boolean {
  return sender?.id === browser.runtime.id;
}

/** The whole state of the page. */
function requestState(desk: AccessDesk, posture: Posture): RequestState {
  const { clearance } = posture;
  return {
    type: "requests",
    protection: posture.health().protection,
    organization: clearance?.organization ?? null,
    access: desk.state,
    pending: [...desk.pending],
    models: clearance === null ? [] : modelsToAskFor(desk, posture, clearance),
  };
}

function modelsToAskFor(desk: AccessDesk, posture: Posture, clearance: Clearance): RequestState["models"] {
  const patterns = desk.state?.models ?? [];
  const exact = patterns.filter((pattern) => !pattern.includes("*"));
  const named = clearance.models.filter(({ id }) => patterns.some((pattern) => covers(pattern, id)));
  const asked = (desk.state?.requests ?? []).map(({ model }) => model);
  const ids = new Set([
    ...exact,
    ...named.map(({ id }) => id),
    ...asked,
    ...desk.pending.map(({ model }) => model),
  ]);
  return [...ids].map((id) => ({ id, name: modelName(clearance, id), isOpen: isOpen(id, posture) }));
}

function isOpen(model: string, posture: Posture): boolean {
  const { authority } = posture;
  if (authority === null) return false;
  const time = Date.now();
  const moment = { time, agentAway: posture.agentAway, policyAge: posture.policyAge(time) };
  return judge(authority, ordinaryRequest(model, "chat", moment)).effect === "permit";
}

/** Keeps what was asked for the next life of the worker, and gives what an earlier one was. */
export async function recallAsks(): Promise<readonly PendingAsk[]> {
  const kept = z.safeParse(z.array(PendingAsk), (await browser.storage.local.get(KEY))[KEY]);
  return kept.success ? kept.data : [];
}

/** Keeps what the agent has not confirmed yet. */
export function keepAsks(pending: readonly PendingAsk[]): void {
  void browser.storage.local.set({ [KEY]: pending });
}

/** Tells what came of a request over the page that the person looks at, where that is one of a website. */
export async function tellAccess(notice: AccessNotice): Promise<void> {
  const tabs = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  for (const { id } of tabs) if (id !== undefined) await showOver(id, notice).catch(() => undefined);
}
