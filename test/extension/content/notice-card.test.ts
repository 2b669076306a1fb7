// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { noticeCard, type NoticeCard } from "../../../extension/content/notice-card.ts";
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import type { Notice } from "../../../shared/wire/screen.ts";
import { installFakeBrowser } from "../fake-browser.ts";
import { click, textOf } from "../shown.ts";
import { ASKABLE } from "../request-states.ts";
import { NOTICE, UNNAMED } from "../states.ts";

beforeEach(() => {
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

function card(notice: Notice, count = 1, onClose = vi.fn<() => void>()): NoticeCard {
  const made = noticeCard({ notice, count, closed: false }, onClose, vi.fn());
  document.body.replaceChildren(made.root);
  return made;
}

function open(notice: Notice, count?: number, onClose?: () => void): HTMLElement {
  return card(notice, count, onClose && vi.fn(onClose)).root;
}

const shownText = (root: HTMLElement): string =>
  [...root.children]
    .filter((part) => part instanceof HTMLElement && !part.hidden)
    .map(textOf)
    .join(" ");

const button = (root: HTMLElement, words: string): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>("button, a")].find((one) => textOf(one) === words);

describe("a notice", () => {
  test("says what the person has declared that they work on, where they have", () => {
    expect(textOf(open(NOTICE))).not.toContain("You work on");
    expect(shownText(open({ ...NOTICE, purpose: "Incident review" }))).toContain(
      "You work on: Incident review.",
    );
  });

  test("offers to ask where policy lets one, beside the alternative, and not otherwise", () => {
    expect(button(open(ASKABLE), "Ask for access")).toBeDefined();
    expect(button(open(NOTICE), "Ask for access")).toBeUndefined();
  });

  test("is an alert that says what happened, why, and what became of the text", () => {
    const root = open(NOTICE);
    expect(root.getAttribute("role")).toBe("alert");
    expect(textOf(root.querySelector(".state"))).toBe("Not without a license");
    expect(textOf(root.querySelector("h2"))).toBe("Mythos 5 needs a license, and you don’t have one");
    expect(textOf(root)).toContain("A license is required before any foreign person uses this model.");
    expect(textOf(root)).toContain("Nothing was sent. Your text is still in the box.");
  });

  test("takes the focus nowhere", () => {
    const root = open(NOTICE);
    expect(root.querySelector("[autofocus], [tabindex]")).toBeNull();
    expect(document.activeElement).toBe(document.body);
  });

  test("leads to the alternative in a new tab, since the text is still in this one", () => {
    const link = button(open(NOTICE), "Use Claude Opus 4.8");
    expect(link?.getAttribute("href")).toBe("https://claude.ai/");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toBe("noreferrer");
  });

  test("has no primary action where there is nowhere to lead, but names the alternative", () => {
    const root = open({
      ...NOTICE,
      alternative: { model: "anthropic/claude-opus-4-8", name: "Claude Opus 4.8" },
    });
    expect(root.querySelector("[data-kind=primary]")).toBeNull();
    expect(textOf(root)).toContain("Use Claude Opus 4.8 instead.");
  });

  test("opens to what gives access and to the ids for IT", async () => {
    const root = open(NOTICE);
    const why = button(root, "Why");
    expect(why?.getAttribute("aria-expanded")).toBe("false");
    await click(why);
    expect(why?.getAttribute("aria-expanded")).toBe("true");
    expect(root.querySelector<HTMLElement>(".facts")?.hidden).toBe(false);
    expect(textOf(root.querySelector(".facts"))).toMatch(
      /^What gives accessProof that you are a US personA license that covers youRuleis-informed-2026-06-12Policy2026-06-12\.3Decision01JXK7Q2M9 at /,
    );
    await click(why);
    expect(root.querySelector<HTMLElement>(".facts")?.hidden).toBe(true);
  });

  test("says how often, where it was more than once", () => {
    expect(shownText(open(NOTICE))).not.toContain("Stopped");
    expect(shownText(open(NOTICE, 3))).toContain("Stopped 3 times.");
  });

  test("tells of one more denial, and what the person opened and focused stays", async () => {
    const { root, tell } = card(NOTICE);
    const why = button(root, "Why");
    await click(why);
    why?.focus();
    tell({ notice: { ...NOTICE, id: "01JXK7Q2ZZ" }, count: 2, closed: false });
    expect(shownText(root)).toContain("Stopped 2 times.");
    expect(textOf(root.querySelector(".facts"))).toContain("01JXK7Q2ZZ");
    expect(root.querySelector<HTMLElement>(".facts")?.hidden).toBe(false);
    expect(document.activeElement).toBe(why);
  });

  test("takes what the policy says for text, whatever it is", () => {
    const root = open({ ...NOTICE, decision: { ...NOTICE.decision, because: "<img src=x>" } });
    expect(root.querySelector("img")).toBeNull();
    expect(textOf(root)).toContain("<img src=x>");
  });

  test("of a call that names no model tells what to do", () => {
    expect(textOf(open(UNNAMED).querySelector("h2"))).toBe("Choose a model by its name");
  });

  test("closes by its button, which has a name", async () => {
    const onClose = vi.fn<() => void>();
    await click(open(NOTICE, 1, onClose).querySelector("[aria-label='Close, Esc']"));
    expect(onClose).toHaveBeenCalledOnce();
  });
});
