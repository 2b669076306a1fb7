import { accessWords, deniedAnswer, deniedHeadline } from "../design/answer.ts";
import { decisionFacts } from "../design/decision-facts.ts";
import type { Fact } from "../design/facts.tsx";
import { openClearance } from "../design/own-page.ts";
import { words } from "../design/words.ts";
import type { Notice } from "../../shared/wire/screen.ts";
import { card } from "./card.ts";
import { cardTop } from "./card-top.ts";
import { element, icon } from "../design/element.ts";
import type { Told } from "./gather.ts";

/** A notice as it stands in the page. */
export interface NoticeCard {
  readonly root: HTMLElement;
  /** Tells of one more denial of the same: what the person opened or focused stays as it is. */
  readonly tell: (told: Told) => void;
}

/** A denied call: was it sent, why not, and what now. An alert, which leaves the focus where it is. */
export function noticeCard(told: Told, onClose: () => void, onAsk: (notice: string) => void): NoticeCard {
  const { notice } = told;
  const count = element("p", {});
  const details = element("dl", { class: "facts", hidden: "" });
  const tell = (newest: Told): void => {
    count.textContent = words("stoppedTimes", newest.count);
    count.hidden = newest.count === 1;
    details.replaceChildren(...facts(newest.notice));
  };
  tell(told);
  const root = card(
    top(notice, onClose),
    element("h2", { id: "headline" }, headline(notice)),
    element("p", { dir: "auto" }, why(notice)),
    ...(notice.purpose === null ? [] : [element("p", {}, words("noticePurpose", notice.purpose))]),
    count,
    actions(notice, details, onAsk),
    details,
    element("p", { class: "calm" }, icon("check"), element("span", {}, words("nothingSent"))),
  );
  return { root, tell };
}

function top({ decision }: Notice, onClose: () => void): HTMLElement {
  const { state, words: said } = deniedAnswer(decision.missing, decision.ground);
  return cardTop(state, said, words("closeEsc"), onClose);
}

function headline({ decision, modelName, host }: Notice): string {
  return deniedHeadline(decision, modelName ?? words("modelOn", host));
}

function why({ decision, alternative }: Notice): string {
  if (alternative === null || alternative.home !== undefined) return decision.because;
  return `${decision.because} ${words("useThisInstead", alternative.name)}`;
}

/** The alternative is the one primary action, in a tab of its own, since the person's text is still in this one. */
function actions(notice: Notice, details: HTMLElement, onAsk: (notice: string) => void): HTMLElement {
  const { alternative } = notice;
  const own = ownPage(notice.decision.model);
  const link = alternative?.home === undefined ? [] : [homeLink(alternative.home, alternative.name)];
  const ask = notice.askable === true ? [asker(notice.id, onAsk)] : [];
  const kind = link.length + ask.length === 0 ? "button" : "plain";
  return element("div", { class: "actions" }, ...link, ...ask, opener(details, kind), own);
}

function homeLink(home: string, name: string): HTMLElement {
  const attributes = {
    class: "button",
    "data-kind": "primary",
    href: home,
    target: "_blank",
    rel: "noreferrer",
  };
  return element("a", attributes, words("useAlternative", name));
}

/** Leads to the person's clearance. Only clicks and keys of the person count. */
function ownPage(model: string | null): HTMLElement {
  const button = element(
    "button",
    { type: "button", class: "button", "data-kind": "plain" },
    words("myClearance"),
  );
  button.addEventListener("click", (event) => {
    if (event.isTrusted) void openClearance(model);
  });
  return button;
}

/** The page must not press it in the person's place. */
function asker(id: string, onAsk: (notice: string) => void): HTMLElement {
  const button = element("button", { type: "button", class: "button" }, words("askForAccess"));
  button.addEventListener("click", (event) => {
    if (event.isTrusted) onAsk(id);
  });
  return button;
}

function opener(details: HTMLElement, kind: "button" | "plain"): HTMLElement {
  const attributes = { type: "button", class: "button", "data-kind": kind, "aria-expanded": "false" };
  const button = element("button", attributes, words("why"));
  button.addEventListener("click", () => {
    details.hidden = !details.hidden;
    button.setAttribute("aria-expanded", String(!details.hidden));
  });
  return button;
}

function facts(notice: Notice): readonly HTMLElement[] {
  const access = { name: words("givesAccess"), values: accessWords(notice.decision.missing), prose: true };
  return [access, ...decisionFacts(notice)].flatMap(factElements);
}

function factElements({ name, values, prose = false }: Fact): readonly HTMLElement[] {
  if (values.length === 0) return [];
  const said = values.map((value) => element("dd", prose ? {} : { class: "mono" }, value));
  return [element("dt", {}, name), ...said];
}
