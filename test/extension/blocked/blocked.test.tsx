// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { describe, expect, test, vi } from "vitest";
import { Blocked } from "../../../extension/blocked/blocked.tsx";
import { questionCard } from "../../../extension/content/question-card.ts";
import type { BlockedState } from "../../../shared/wire/blocked.ts";
import type { QuestionAnswer } from "../../../shared/wire/question.ts";
import { QUESTIONS } from "../question-states.ts";
import { click, show, textOf } from "../shown.ts";
import { BLOCKED } from "../blocked-states.ts";
import { NOTICE } from "../states.ts";

function open(name: string, onBack: (() => void) | null = vi.fn<() => void>()): HTMLElement {
  const state = BLOCKED[name];
  if (state === undefined) throw new Error(`There is no state ${name}.`);
  return show(<Blocked state={state} onBack={onBack} onAnswer={vi.fn()} />);
}

const title = (root: HTMLElement): string => textOf(root.querySelector("h1"));

/** What follows the first line of a question, in words. */
const bodyOf = (question: Element | null): string[] => [...(question?.children ?? [])].slice(1).map(textOf);
const NOBODY = { decide: vi.fn(), over: vi.fn(), signal: AbortSignal.abort() };

/** The page while it asks; `push` gives it another state. */
function asking(state: BlockedState | undefined) {
  const onAnswer = vi.fn<(answer: QuestionAnswer) => void>();
  const page = (now: BlockedState | undefined) => {
    if (now === undefined) throw new Error("There is no such state.");
    return <Blocked state={now} onBack={vi.fn()} onAnswer={onAnswer} />;
  };
  const root = show(page(state));
  const push = (now: Partial<BlockedState> | undefined): void =>
    void act(() => render(page({ ...BLOCKED["unknown"], ...now } as BlockedState), root));
  return { root, push, onAnswer };
}

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

describe("a navigation that is asked about", () => {
  test.each(["warn", "justify", "redacted", "again"])("%s: has the words and fields of the card", (name) => {
    const question = QUESTIONS[name];
    const state = BLOCKED[`asked-${name}`];
    if (question === undefined || state === undefined) throw new Error(`There is no question ${name}.`);
    const { root } = asking(state);
    const card = questionCard(question, NOBODY);
    expect(bodyOf(root.querySelector(".question"))).toEqual(bodyOf(card));
    expect(textOf(root.querySelector(".state"))).toBe(textOf(card.querySelector(".state")));
    expect(root.querySelector(".question")?.role).toBe(card.role);
    const primary = [...root.querySelectorAll("[data-kind=primary]")].map(textOf);
    expect(primary).toEqual([...card.querySelectorAll("[data-kind=primary]")].map(textOf));
    expect(primary).toHaveLength(1);
  });

  test("has the focus, its name as the title, and no way back besides", () => {
    const { root } = asking(BLOCKED["asked-warn"]);
    expect(document.activeElement).toBe(root.querySelector(".question"));
    expect(document.title).toBe("Read this before it goes to GPT-5.5");
    expect(root.querySelectorAll("h1")).toHaveLength(1);
    expect([...root.querySelectorAll("button")].map(textOf)).toEqual(["Don’t send", "Send anyway"]);
  });

  test("keeps what the person has typed when the worker pushes its state anew", () => {
    const { root, push } = asking(BLOCKED["asked-justify"]);
    const area = root.querySelector("textarea");
    if (area === null) throw new Error("There is no field.");
    area.value = "The incident";
    push(structuredClone({ ...BLOCKED["asked-justify"], protection: "agent_away" as const }));
    expect(root.querySelector("textarea")).toBe(area);
    expect(area.value).toBe("The incident");
  });

  test("is answered by nothing that a script makes up", () => {
    const { root, onAnswer } = asking(BLOCKED["asked-warn"]);
    for (const button of root.querySelectorAll("button")) button.click();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(onAnswer).not.toHaveBeenCalled();
  });

  test.each([
    [
      "declined",
      "This was not sent to GPT-5.5",
      "You chose not to send it. Nothing was sent to chatgpt.com.",
    ],
    ["over", "This was not sent to GPT-5.5", "There was no answer in time"],
    ["unasked", "This was not sent to GPT-5.5", "Write it in the app itself"],
    ["again", "Now send it again", "Go back and send the form again within two minutes"],
    ["opening", "chatgpt.com opens now", "Your answer is recorded."],
    ["opened", "You sent this to chatgpt.com", "Go forward"],
  ])("%s: %s, and the focus is there", (name, heading, part) => {
    const { root, push } = asking(BLOCKED["asked-warn"]);
    push(BLOCKED[name]);
    expect(title(root)).toBe(heading);
    expect(textOf(root.querySelector(".answer"))).toContain(part);
    expect(document.activeElement).toBe(root.querySelector("h1"));
    expect(root.querySelectorAll("[data-kind=primary]")).toHaveLength(name === "opening" ? 0 : 1);
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
