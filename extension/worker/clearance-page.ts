import browser, { type Runtime } from "webextension-polyfill";
import { modelsFor } from "../../shared/policy/model-set.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Recognizer } from "../../shared/schema/recognizer.ts";
import type { AccessState } from "../../shared/wire/access.ts";
import {
  CLEARANCE_PORT,
  type ClearancePageState,
  OpenClearance,
  type PageService,
  type ToClearancePage,
} from "../../shared/wire/clearance-page.ts";
import { MineAsk } from "../../shared/wire/mine.ts";
import { shownIdentity } from "./identity.ts";
import type { OwnRecords } from "./own-records.ts";
import type { Posture } from "./posture.ts";
import type { StandingHistory } from "./standing-history.ts";

/** The page "My clearance". */
const PAGE = browser.runtime.getURL("clearance/index.html");

/** What the page is served from. */
interface Parts {
  readonly posture: Posture;
  readonly history: StandingHistory;
  readonly records: OwnRecords;
  readonly services: () => readonly Recognizer[];
}

/** Serves the page: whole state at once and at each change, and records of the person where it asks for them. */
export function serveClearancePage(parts: Parts): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== CLEARANCE_PORT) return;
    if (isThePage(port.sender)) serve(port, parts);
    else port.disconnect();
  });
}

/** Milliseconds between two openings: a page's script that gets so far can open one tab, not a hundred. */
const AGAIN_AFTER = 1_000;

/** Opens the page in a tab of its own where the person asks for it over another page. */
export function openClearanceOnDemand(now: () => number): void {
  let last = -Infinity;
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = OpenClearance.safeParse(message);
    if (!parsed.success || sender.id !== browser.runtime.id || now() - last < AGAIN_AFTER) return undefined;
    last = now();
    const { model } = parsed.data;
    const place = model === null ? "" : `#model-${encodeURIComponent(model)}`;
    return browser.tabs.create({ url: `${PAGE}${place}` }).then(() => undefined);
  });
}

/** The address is the browser's word. Content scripts are of this extension too, and stand in other people's pages. */
function isThePage(sender: Runtime.MessageSender | undefined): boolean {
  return (
    sender?.id === browser.runtime.id && sender.frameId === 0 && sender.url?.split(/[?#]/, 1)[0] === PAGE
  );
}

function serve(port: Runtime.Port, { posture, history, records, services }: Parts): void {
  const ended = new AbortController();
  const tell = (message: ToClearancePage): void => {
    if (!ended.signal.aborted) port.postMessage(message);
  };
  const push = (): void => tell(stateOf(posture, history, services()));
  port.onDisconnect.addListener(() => ended.abort());
  port.onMessage.addListener((message: unknown) => {
    const ask = MineAsk.safeParse(message);
    if (ask.success) records.ask(ask.data, tell);
  });
  posture.watch(push, ended.signal);
  history.watch(push, ended.signal);
  push();
}

function stateOf(
  posture: Posture,
  history: StandingHistory,
  services: readonly Recognizer[],
): ClearancePageState {
  const { clearance, proofs, held, access } = posture;
  return {
    type: "clearance",
    clearance,
    ...shownIdentity(posture),
    purpose: posture.purpose.at(Date.now()),
    health: posture.health(),
    proofs: proofs && [...proofs],
    held: [...held],
    changes: [...history.changes],
    services: clearance === null ? [] : servicesFor(clearance, services),
    access: access && accessOf(access),
  };
}

/** What people see of requests beside their models; the page of requests has the rest. */
function accessOf({ models, requests }: AccessState): ClearancePageState["access"] {
  return {
    models,
    requests: requests.map(({ id, model, asked, state, why, ends }) => ({
      id,
      model,
      asked,
      state,
      why,
      ends,
    })),
  };
}

/** The web apps of the catalog, and which models each may choose by itself for this person (P7). */
function servicesFor(clearance: Clearance, services: readonly Recognizer[]): PageService[] {
  return services.flatMap(({ service, provider, resells, home, aliases }): PageService[] => {
    if (home === null) return [];
    const mayBe = aliases[""] ?? null;
    const unnamed = modelsFor(clearance, { service, modelAsSent: null, model: null, mayBe });
    return [{ service, provider, resells, home, unnamed: unnamed && [...unnamed] }];
  });
}
