import { element, icon } from "../design/element.ts";
import { exactMoment, moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import type { AccessNotice } from "../../shared/wire/request-page.ts";
import { card } from "./card.ts";
import { cardTop } from "./card-top.ts";

const STATES = { approved: "may", ending: "conditions", declined: "not", ended: "not" } as const;

/** What came of a request: said once, with its end, and never in the way. */
export function accessCard(notice: AccessNotice, now: number, onClose: () => void): HTMLElement {
  return card(
    cardTop(STATES[notice.what], said(notice), words("closeEsc"), onClose),
    element("h2", { id: "headline" }, headline(notice)),
    ...reason(notice),
    ...end(notice, now),
  );
}

function said({ what }: AccessNotice): string {
  if (what === "approved") return words("accessApproved");
  if (what === "declined") return words("accessDeclined");
  return words(what === "ending" ? "accessEnding" : "accessEnded");
}

function headline({ what, modelName }: AccessNotice): string {
  if (what === "approved") return words("accessApprovedHeadline", modelName);
  if (what === "declined") return words("accessDeclinedHeadline", modelName);
  return words(what === "ending" ? "accessEndingHeadline" : "accessEndedHeadline", modelName);
}

/** What an approver wrote is shown as it is written. */
function reason({ why }: AccessNotice): readonly HTMLElement[] {
  return why === null ? [] : [element("p", { dir: "auto" }, why)];
}

function end({ what, ends }: AccessNotice, now: number): readonly HTMLElement[] {
  if (ends === null || what === "ended") return [];
  const time = element("time", { datetime: new Date(ends).toISOString(), title: exactMoment(ends) });
  time.textContent = words("accessUntil", moment(ends, now));
  return [element("p", { class: "calm" }, icon("clock"), time)];
}
