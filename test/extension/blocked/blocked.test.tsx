// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { Blocked } from "../../../extension/blocked/blocked.tsx";
import type { BlockedState } from "../../../shared/wire/blocked.ts";
import { click, show, textOf } from "../shown.ts";
import { BLOCKED } from "../blocked-states.ts";
import { NOTICE } from "../states.ts";

function open(name: string, onBack: (() => void) | null = vi.fn<() => void>()): HTMLElement {
  const state = BLOCKED[name];
  if (state === undefined) throw new Error(`There is no state ${name}.`);
  return show(<Blocked state={state} onBack={onBack} onAnswer={vi.fn()} />);
}

const title = (root: HTMLElement): string => textOf(root.querySelector("h1"));

describe("a denied navigation", () => {
  test("says what, why, what to use instead and what gives access, in this order", () => {
    const root = open("denied");
    expect(textOf(root.querySelector(".state"))).toBe("Not without a license");
    expect(title(root)).toBe("You can’t open Mythos 5 today");
    expect(document.title).toBe("You can’t open Mythos 5 today");
    expect(textOf(root.querySelector(".answer"))).toBe(
      "A license is required before any foreign person uses this model. Nothing was sent to claude.ai.",
    );
    expect([...root.querySelectorAll(".ways > div")].map(textOf)).toEqual([
      "Use insteadClaude Opus 4.8",
      "What gives accessProof that you are a US personA license that covers you",
    ]);
    expect(textOf(root.querySelector("footer"))).toContain("Example Corp set this.");
  });

  test("has the address as text alone, and the ids for IT", () => {
    const root = open("denied");
    expect(textOf(root.querySelector("details"))).toMatch(
      /^Details for ITAddresshttps:\/\/claude\.ai\/newRuleis-informed-2026-06-12Policy2026-06-12\.3Decision01JXK7Q2M9 at /,
    );
    expect(root.querySelectorAll("details a")).toHaveLength(0);
  });

  test("leads to the alternative where its page is known, as the one primary action", () => {
    const primary = [...open("denied").querySelectorAll<HTMLAnchorElement>("[data-kind=primary]")];
    expect(primary.map((one) => [textOf(one), one.href])).toEqual([
      ["Open Claude Opus 4.8", "https://claude.ai/"],
    ]);
  });

  test("goes back, which is the primary action where nothing else is", async () => {
    const onBack = vi.fn<() => void>();
    const button = open("unnamed", onBack).querySelector("[data-kind=primary]");
    expect(textOf(button)).toBe("Go back");
    await click(button);
    expect(onBack).toHaveBeenCalledOnce();
  });

  test("has no button where there is nothing to go back to and nothing to open", () => {
    expect(open("unnamed", null).querySelector(".actions")).toBeNull();
  });

  test("takes an address that is markup for text", () => {
    const address = "https://claude.ai/<img src=x onerror=alert(1)>";
    const state: BlockedState = {
      type: "blocked",
      protection: "protected",
      address,
      notice: { ...NOTICE, address },
      asked: null,
      back: 1,
    };
    const root = show(<Blocked state={state} onBack={null} onAnswer={vi.fn()} />);
    expect(root.querySelector("img")).toBeNull();
    expect(textOf(root.querySelector("details"))).toContain(address);
  });
});

describe("a navigation that nothing has been decided on", () => {
  test.each([
    ["starting", "Lanyard is starting", "claude.ai opens by itself"],
    ["nobody", "You can’t open claude.ai yet", "Tell IT"],
    ["away", "You can’t open claude.ai now", "it does not answer"],
    ["unknown", "Open the page again", "Nothing was sent"],
  ])("%s: %s", (name, heading, part) => {
    const root = open(name);
    expect(title(root)).toBe(heading);
    expect(textOf(root.querySelector(".answer"))).toContain(part);
    expect(root.querySelector(".state")).toBeNull();
  });
});
