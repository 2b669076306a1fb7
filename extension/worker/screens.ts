import browser, { type Runtime } from "webextension-polyfill";
import { type BlockedState, PORTS, type PopupState } from "../../shared/wire/screen.ts";
import type { Denials } from "./denials.ts";
import type { Posture } from "./posture.ts";

/** Serves the screens: whole state at once, and again at each change. Screens ask for nothing. */
export function serveScreens(
  posture: Posture,
  denials: Denials,
  serviceHosts: () => readonly string[],
): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.sender?.id !== browser.runtime.id) return port.disconnect();
    if (port.name === PORTS.popup)
      keepPosted(posture, port, () => popupState(posture, denials, serviceHosts));
    if (port.name === PORTS.blocked) serveBlocked(posture, denials, port);
  });
}

function keepPosted(
  posture: Posture,
  port: Runtime.Port,
  state: () => Promise<PopupState> | BlockedState,
): void {
  const ended = new AbortController();
  const push = async (): Promise<void> => {
    const now = await state();
    if (!ended.signal.aborted) port.postMessage(now);
  };
  port.onDisconnect.addListener(() => ended.abort());
  posture.watch(() => void push(), ended.signal);
  void push();
}

async function popupState(
  posture: Posture,
  denials: Denials,
  serviceHosts: () => readonly string[],
): Promise<PopupState> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  const notice = tab?.id === undefined ? null : denials.notice(tab.id);
  const host = hostOf(tab?.url);
  const here = host !== null && (notice !== null || isOneOf(serviceHosts(), host)) ? { host, notice } : null;
  return { type: "popup", clearance: posture.clearance, health: posture.health(), here };
}

function serveBlocked(posture: Posture, denials: Denials, port: Runtime.Port): void {
  const tab = port.sender?.tab?.id;
  if (tab === undefined) return port.disconnect();
  keepPosted(posture, port, () => {
    const address = denials.address(tab);
    const notice = denials.notice(tab);
    if (address !== null && notice === null && posture.open) goOn(denials, tab, address);
    return blockedState(posture, address, notice);
  });
}

function blockedState(
  posture: Posture,
  address: string | null,
  notice: BlockedState["notice"],
): BlockedState {
  return { type: "blocked", protection: posture.health().protection, address: withoutQuery(address), notice };
}

/** The page was held only because nothing had been decided yet: now it may ask again. */
function goOn(denials: Denials, tab: number, address: string): void {
  denials.release(tab);
  void browser.tabs.update(tab, { url: address });
}

/** An address as it may be shown and kept: prompts travel in queries. */
export function withoutQuery(address: string | null): string | null {
  return address === null ? null : (address.split(/[?#]/, 1)[0] ?? null);
}

/** True for a host of the catalog, which spells whole domains `*.example.com`. */
export function isOneOf(hosts: readonly string[], host: string): boolean {
  return hosts.some((known) => (known.startsWith("*.") ? host.endsWith(known.slice(1)) : host === known));
}

function hostOf(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  return new URL(url).hostname || null;
}
