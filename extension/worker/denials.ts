import browser from "webextension-polyfill";
import type { ServedModel } from "../../shared/catalog/reply/reader.ts";
import { purposeName } from "../../shared/policy/missing-words.ts";
import { covers } from "../../shared/policy/pattern.ts";
import type { AccessState } from "../../shared/wire/access.ts";
import { isAskable } from "../../shared/wire/askable.ts";
import type { AccessNotice } from "../../shared/wire/request-page.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Recognizer } from "../../shared/schema/recognizer.ts";
import type { Question, Withdrawn } from "../../shared/wire/question.ts";
import type { Notice, ServedNotice } from "../../shared/wire/screen.ts";
import { BlockedTabs } from "./blocked-tabs.ts";
import { homePageFor } from "./home-page.ts";
import type { Judgement } from "./judgement.ts";

const NOTICE_SCRIPT = "content/main.";

/** The newest denial of each tab, and the page each tab was kept from; forgotten with the tab. */
export class Denials {
  readonly #notices = new Map<number, Notice>();
  readonly #addresses = new Map<number, string>();
  /** Tabs that the worker has led to the blocked page itself. */
  readonly #led = new Set<number>();
  readonly #blockedTabs = new BlockedTabs();

  readonly #kept: () => void;

  /** `kept` is told of each page that is kept from its tab, in the same turn. */
  constructor(kept: () => void) {
    this.#kept = kept;
    browser.tabs.onRemoved.addListener((tab) => {
      this.#notices.delete(tab);
      this.#addresses.delete(tab);
      this.#led.delete(tab);
      this.#blockedTabs.arrived(tab);
    });
  }

  /** The tab was on its way here and got no further. */
  keptFrom(tab: number, address: string): void {
    this.#addresses.set(tab, address);
    this.#led.delete(tab);
    this.#kept();
  }

  /** Leads the tab to the blocked page, since the browser refused to turn it there. */
  lead(tab: number): void {
    this.#led.add(tab);
    this.#blockedTabs.lead(tab);
  }

  /** The blocked page is there. */
  arrived(tab: number): void {
    this.#blockedTabs.arrived(tab);
  }

  isLed(tab: number): boolean {
    return this.#led.has(tab);
  }

  /** The tab goes on by itself: nothing is held any more. */
  release(tab: number): void {
    this.#addresses.delete(tab);
    this.#notices.delete(tab);
  }

  /** What was denied before says nothing of where the tab goes now. */
  forgetNotice(tab: number): void {
    this.#notices.delete(tab);
  }

  address(tab: number): string | null {
    return this.#addresses.get(tab) ?? null;
  }

  notice(tab: number): Notice | null {
    return this.#notices.get(tab) ?? null;
  }

  remember(tab: number, notice: Notice): void {
    this.#notices.set(tab, notice);
  }
}

/** A denial as the person is told of it. */
export function noticeOf(
  judged: Judgement,
  at: { id: string; time: number; host: string; address: string | null },
  clearance: Clearance | null,
  services: readonly Recognizer[],
  access: AccessState | null,
): Notice {
  const { decision } = judged;
  const [alternative] = decision.instead;
  const named = (id: string): string => (clearance === null ? id : modelName(clearance, id));
  const home =
    alternative === undefined ? null : homePageFor(services, judged.recognition.service, alternative);
  const model = decision.model ?? judged.recognition.model;
  return {
    type: "notice",
    ...at,
    modelName: model === null ? null : named(model),
    alternative:
      alternative === undefined
        ? null
        : { model: alternative, name: named(alternative), ...(home && { home }) },
    organization: clearance?.organization ?? null,
    purpose: clearance && declaredName(clearance, judged),
    decision,
    ...(isAskable(access, decision, covers) && { askable: true as const }),
  };
}

function declaredName(clearance: Clearance, { declared }: Judgement): string | null {
  return declared.purpose && purposeName(clearance, declared.purpose);
}

/** Another model that answered, as the person is told of it. */
export function servedNoticeOf(
  { recognition }: Judgement,
  served: ServedModel,
  at: Pick<ServedNotice, "id" | "time" | "host" | "permitted">,
  clearance: Clearance | null,
  services: readonly Recognizer[],
): ServedNotice {
  const named = (id: string): string => (clearance === null ? id : modelName(clearance, id));
  const { model, service } = recognition;
  const home = model === null ? null : homePageFor(services, service, model);
  return {
    type: "served",
    ...at,
    asked: model === null ? recognition.modelAsSent : named(model),
    answered: served.model === null ? served.asServed : named(served.model),
    again: model === null || home === null ? null : { name: named(model), home },
  };
}

/** Shows something over the page: by the content script that is there, or by one brought in now. */
export async function showOver(
  tab: number,
  message: AccessNotice | Notice | ServedNotice | Question | Withdrawn,
): Promise<void> {
  const told = () => browser.tabs.sendMessage(tab, message, { frameId: 0 });
  try {
    await told();
  } catch {
    await browser.scripting.executeScript({ target: { tabId: tab }, files: noticeScript() });
    await told();
  }
}

/** The content script that shows notices, among those of the manifest. */
function noticeScript(): string[] {
  const files = (browser.runtime.getManifest().content_scripts ?? []).flatMap(({ js }) => js ?? []);
  // Firefox gives whole addresses where Chromium gives the manifest's own words.
  const root = browser.runtime.getURL("/");
  return files.filter((file) => file.replace(root, "").startsWith(NOTICE_SCRIPT));
}
