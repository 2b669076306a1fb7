import browser, { type Runtime } from "webextension-polyfill";
import type { BlockedState } from "../../shared/wire/blocked.ts";
import { PORTS, type PopupState } from "../../shared/wire/screen.ts";
import { isOneOf, withoutQuery } from "./address.ts";
import { RULE_TAKER } from "./baseline.ts";
import type { Denials } from "./denials.ts";
import type { HeldNavigations } from "./held-navigations.ts";
import { shownIdentity } from "./identity.ts";
import type { Posture } from "./posture.ts";

/** Serves the screens: whole state at once, and again at each change. Screens ask for nothing. */
export function serveScreens(
  posture: Posture,
  denials: Denials,
  navigations: HeldNavigations,
  serviceHosts: () => readonly string[],
): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.sender?.id !== browser.runtime.id) return port.disconnect();
    if (port.name === PORTS.popup)
      keepPosted([posture], port, () => popupState(posture, denials, serviceHosts));
    if (port.name === PORTS.blocked) serveBlocked(posture, denials, navigations, port);
  });
}

/** Something whose changes a screen shows. */
interface Watched {
  readonly watch: (listener: () => void, signal: AbortSignal) => void;
}

function keepPosted(
  watched: readonly Watched[],
  port: Runtime.Port,
  state: () => Promise<PopupState> | BlockedState,
): void {
  const ended = new AbortController();
  const push = async (): Promise<void> => {
    const now = await state();
    if (!ended.signal.aborted) port.postMessage(now);
  };
  port.onDisconnect.addListener(() => ended.abort());
  for (const one of watched) one.watch(() => void push(), ended.signal);
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
  const { access } = posture;
  return {
    type: "popup",
    clearance: posture.clearance,
    ...shownIdentity(posture),
    health: posture.health(),
    purpose: posture.purpose.at(Date.now()),
    here,
    ...(access !== null && { access }),
  };
}

/** Only a blocked page that fills its tab is served: no page of ours can be put into another. */
function serveBlocked(
  posture: Posture,
  denials: Denials,
  navigations: HeldNavigations,
  port: Runtime.Port,
): void {
  const tab = port.sender?.frameId === 0 ? port.sender.tab?.id : undefined;
  if (tab === undefined) return port.disconnect();
  denials.arrived(tab);
  const question = navigations.present(tab, denials.address(tab), Date.now());
  port.onDisconnect.addListener(() => navigations.left(tab, question, Date.now()));
  keepPosted([posture, navigations], port, () => {
    const address = denials.address(tab);
    const notice = denials.notice(tab);
    if (address !== null && notice === null && posture.open) goOn(denials, tab, address);
    return {
      type: "blocked",
      protection: posture.health().protection,
      address: withoutQuery(address ?? navigations.opening(tab)),
      notice,
      asked: navigations.asked(tab, question),
      back: stepsBack(denials, tab),
    };
  });
}

/** Chromium keeps the error of a turn that it refused between the page and ours; going back there would lead to it. */
function stepsBack(denials: Denials, tab: number): number {
  return RULE_TAKER === "chrome" && denials.isLed(tab) ? 2 : 1;
}

/** Leads a tab to what it was held from: now it may ask again, or the person has said so. */
export function goOn(denials: Denials, tab: number, address: string): void {
  denials.release(tab);
  void browser.tabs.update(tab, { url: address });
}

function hostOf(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  return new URL(url).hostname || null;
}
