// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Popup } from "../../../extension/popup/popup.tsx";
import type { PopupState } from "../../../shared/wire/screen.ts";
import { click, show, textOf, write } from "../shown.ts";
import { CLEARANCE, HEALTHY, manyModels, NOTICE, NOW, POPUPS } from "../states.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

function openState(state: PopupState, locale?: "de"): HTMLElement {
  return show(<Popup state={state} />, locale);
}

function open(name: string, locale?: "de"): HTMLElement {
  const state = POPUPS[name];
  if (state === undefined) throw new Error(`There is no state ${name}.`);
  return openState(state, locale);
}

const rows = (root: HTMLElement): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(".row")];
const row = (root: HTMLElement, name: string): HTMLElement | undefined =>
  rows(root).find((one) => textOf(one).startsWith(name));
const search = (root: HTMLElement): HTMLInputElement | null => root.querySelector("input[type=search]");

describe("the badge", () => {
  test("says who the clearance is for, how that is known, the level and the compartments", () => {
    const badge = open("healthy").querySelector(".badge");
    expect(textOf(badge)).toContain("engineer-17@example.com");
    expect(textOf(badge)).toContain("Known to your company");
    expect(textOf(badge)).toContain("Controlled");
    expect(textOf(badge)).toContain("level 4 of 4");
    expect(textOf(badge)).toContain("Cyber");
    expect(badge?.querySelectorAll("[data-reached]")).toHaveLength(4);
  });

  test("fills the ladder only up to the person's level", () => {
    const clearance = {
      ...CLEARANCE,
      holder: { ...CLEARANCE.holder, level: 1, name: "Kim Example", compartments: [] },
    };
    const root = openState({ ...manyModels(1), clearance });
    expect(root.querySelectorAll("[data-reached]")).toHaveLength(2);
    expect(textOf(root.querySelector(".who"))).toBe("Kim Example");
    expect(textOf(root.querySelector(".badge"))).not.toContain("Compartments");
  });

  test("does not claim that a person is unknown before the agent has spoken", () => {
    expect(textOf(open("empty").querySelector(".badge"))).toContain("Nobody is known here");
    expect(textOf(open("empty-away").querySelector(".badge"))).toContain("Not known yet");
    expect(textOf(open("starting").querySelector(".badge"))).toContain("Not known yet");
  });
});

describe("the models", () => {
  test("are all shown with their state in words and its icon, those that may be used first", () => {
    const root = open("nothing-here");
    const shown = rows(root).map((one) => [
      textOf(one.querySelector(".id")),
      one.querySelector(".state")?.getAttribute("data-state"),
      textOf(one.querySelector(".state")),
      one.querySelector(".state use")?.getAttribute("href"),
    ]);
    expect(shown).toEqual([
      ["anthropic/claude-opus-4-8", "may", "May use", "#may"],
      ["openai/gpt-5.5", "may", "May use", "#may"],
      ["google/gemini-3-pro", "conditions", "May, with a reason", "#conditions"],
      ["anthropic/mythos-5", "obtainable", "Not without a license", "#obtainable"],
      ["anthropic/fable-5", "obtainable", "Not without a license", "#obtainable"],
      ["deepseek/deepseek-v4-pro", "not", "May not use", "#not"],
    ]);
  });

  test("are all there where a policy names 300, and a search finds one among them", async () => {
    const root = open("300-models");
    expect(rows(root)).toHaveLength(300);
    await write(search(root), "vendor 287");
    expect(rows(root).map((one) => textOf(one.querySelector(".name")))).toEqual([
      "Model 287vendor-11/model-287",
    ]);
  });

  test("open to why, to what gives access, to what to use instead, and to the rule", async () => {
    const root = open("nothing-here");
    const button = row(root, "Mythos 5")?.querySelector("button");
    expect(button?.getAttribute("aria-expanded")).toBe("false");
    await click(button);
    expect(button?.getAttribute("aria-expanded")).toBe("true");
    const panel = document.getElementById(button?.getAttribute("aria-controls") ?? "");
    expect(textOf(panel)).toContain("A license is required before any foreign person uses this model.");
    expect(textOf(panel)).toContain(
      "What gives accessProof that you are a US personA license that covers you",
    );
    expect(textOf(panel)).toContain("Use insteadClaude Opus 4.8");
    expect(textOf(panel)).toContain("is-informed-2026-06-12");
    await click(button);
    expect(textOf(row(root, "Mythos 5") ?? null)).not.toContain("A license is required");
  });

  test("are off above what stays open while the agent is away", () => {
    const root = open("away");
    expect(textOf(row(root, "Mythos 5")?.querySelector(".state") ?? null)).toBe("Off, agent away");
    expect(textOf(row(root, "GPT-5.5")?.querySelector(".state") ?? null)).toBe("May use");
    expect(textOf(root.querySelector(".list h2"))).toBe("Your models, as last known at 17:12");
  });
});

describe("the search", () => {
  test("offers the nearest name where nothing matches, which then is found", async () => {
    const root = open("healthy");
    await write(search(root), "mythic");
    expect(textOf(root.querySelector(".empty"))).toContain(
      "No model is called “mythic”Did you mean Mythos 5?",
    );
    await click(root.querySelector(".link"));
    expect(search(root)?.value).toBe("Mythos 5");
    expect(rows(root)).toHaveLength(1);
  });

  test("answers for a whole id that the policy does not list but that its rules decide", async () => {
    const root = open("healthy");
    await write(search(root), "anthropic/claude-next");
    expect(textOf(rows(root)[0]?.querySelector(".state") ?? null)).toBe("May use");
    await write(search(root), "unheard/of");
    expect(textOf(rows(root)[0]?.querySelector(".state") ?? null)).toBe("May not use");
  });

  test("shows what was written as text, whatever it is", async () => {
    const root = open("healthy");
    await write(search(root), "<img src=x>");
    expect(root.querySelector("img")).toBeNull();
    expect(textOf(root.querySelector(".empty h2"))).toBe("No model is called “<img src=x>”");
  });
});

describe("the page below", () => {
  test("shows its newest denial with why and with what to use instead", () => {
    const here = open("healthy").querySelector(".here");
    expect(textOf(here?.querySelector("h2") ?? null)).toBe("On this page, claude.ai");
    expect(textOf(here)).toContain("Mythos 5");
    expect(textOf(here)).toContain("Not without a license");
    expect(textOf(here)).toContain("A license is required before any foreign person uses this model.");
    expect(here?.querySelector("a")?.getAttribute("href")).toBe("https://claude.ai/");
    expect(textOf(here?.querySelector("a") ?? null)).toBe("Use Claude Opus 4.8");
  });

  test("names the alternative without a link where its page is not known", () => {
    const notice = {
      ...NOTICE,
      alternative: { model: "anthropic/claude-opus-4-8", name: "Claude Opus 4.8" },
    };
    const root = openState({ ...manyModels(1), here: { host: "claude.ai", notice } });
    expect(textOf(root.querySelector(".here"))).toContain("Use Claude Opus 4.8 instead.");
    expect(root.querySelector(".here a")).toBeNull();
  });

  test("is not spoken of where it has no AI service", () => {
    expect(open("300-models").querySelector(".here")).toBeNull();
  });
});

describe("the footer", () => {
  test("tells the policy and its age, which moves each second without a live region", async () => {
    const root = open("healthy");
    const footer = root.querySelector("footer");
    expect(textOf(footer)).toBe("Protected. Policy 2026-06-12.3, checked 20 s agoMy clearance");
    await act(() => {
      vi.advanceTimersByTime(1_000);
    });
    expect(textOf(footer)).toBe("Protected. Policy 2026-06-12.3, checked 21 s agoMy clearance");
    expect(footer?.closest("[aria-live], [role=status], [role=alert]")).toBeNull();
    expect(footer?.querySelector("[aria-live], [role=status], [role=alert]")).toBeNull();
  });

  test.each([
    ["away", "Agent away for 40 min"],
    ["policy-problem", "Protected, with a problem. Policy 2026-06-12.3, checked 1 day ago"],
    ["starting", "Starting"],
    ["empty", "No clearance. AI models stay closed"],
  ])("says how it stands when it is %s", (name, words) => {
    expect(textOf(open(name).querySelector("footer .health"))).toBe(words);
  });
});

describe("without a clearance", () => {
  test("the popup says why, and the one thing to do", () => {
    const root = open("empty");
    expect(textOf(root.querySelector(".empty"))).toContain("Tell IT");
    expect(search(root)).toBeNull();
  });

  test("a policy that has never been good is the reason, not the person", () => {
    const health = {
      ...HEALTHY,
      protection: "no_clearance",
      policyProblem: "levels: write at least one.",
    } as const;
    const root = openState({ type: "popup", clearance: null, health, purpose: null, here: null });
    expect(textOf(root.querySelector(".empty"))).toContain("No policy is in force");
    expect(textOf(root.querySelector(".change"))).toContain("levels: write at least one.");
  });
});

test("a popup in German has German words for all that is Lanyard's own", () => {
  const root = open("healthy", "de");
  expect(textOf(root.querySelector("footer"))).toBe(
    "Geschützt. Richtlinie 2026-06-12.3, geprüft vor 20 sMeine Freigabe",
  );
  expect(textOf(row(root, "Claude Opus 4.8")?.querySelector(".state") ?? null)).toBe("Erlaubt");
});

test("no screen of the popup has a button or link that leads nowhere", () => {
  for (const name of Object.keys(POPUPS)) {
    for (const link of open(name).querySelectorAll("a"))
      expect(link.getAttribute("href")).toMatch(/^https:|^\.\.\/clearance\/index\.html$/);
  }
});
