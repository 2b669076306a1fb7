// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RequestPage } from "../../../extension/request/request-page.tsx";
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import type { RequestSaid, RequestState } from "../../../shared/wire/request-page.ts";
import { installFakeBrowser } from "../fake-browser.ts";
import { idOf, REQUESTS } from "../request-states.ts";
import { click, textOf } from "../shown.ts";
import { NOW } from "../states.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

afterEach(() => {
  vi.useRealTimers();
});

function show(name: string, model: string | null = null) {
  const said: RequestSaid[] = [];
  const state = REQUESTS[name] as RequestState;
  void act(() => {
    render(<RequestPage state={state} model={model} onSay={(one) => void said.push(one)} />, document.body);
  });
  return said;
}

afterEach(() => {
  render(null, document.body);
});

async function fill(text: string): Promise<void> {
  const area = document.querySelector("textarea");
  if (area === null) throw new Error("There is no field for the reason.");
  area.value = text;
  await act(() => void area.dispatchEvent(new InputEvent("input", { bubbles: true })));
  await act(() => {
    document.querySelector("form")?.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
  });
}

describe("the page of requests", () => {
  test("asks for the model that it was opened for, with reason, purpose and time", async () => {
    const said = show("none", "anthropic/fable-5");
    expect(textOf(document.querySelector("h1"))).toBe("Ask for Fable 5");
    await fill("The audit needs its long memory.");
    expect(said).toMatchObject([
      {
        type: "ask_access",
        model: "anthropic/fable-5",
        purpose: "incident-review",
        reason: "The audit needs its long memory.",
        until: NOW + 3_600_000,
      },
    ]);
    expect(textOf(document.querySelector("h1"))).toBe("Your request is on its way");
  });

  test("sends nothing without a reason, and says beside the field what is missing", async () => {
    const said = show("none");
    await fill("  why  ");
    expect(said).toEqual([]);
    expect(textOf(document.querySelector(".error"))).toBe("Say in a few words what the result is used for.");
    expect(document.activeElement?.id).toBe("reason");
  });

  test("says what became of each request, and counts down to the end of a grant", () => {
    show("all");
    const chips = [...document.querySelectorAll(".ticket .state")].map(textOf);
    expect(chips).toEqual([
      "Waiting for an answer",
      "Waiting for a second approver",
      expect.stringMatching(/^Granted until /),
      "Declined",
      "On its way",
      "Withdrawn",
      "Ended",
    ]);
    expect(textOf(document.querySelector(".ending"))).toBe("Ends in 12:00");
    void act(() => void vi.advanceTimersByTime(61_000));
    expect(textOf(document.querySelector(".ending"))).toBe("Ends in 10:59");
  });

  test("withdraws what waits and gives back what is granted, and nothing that is over", async () => {
    const said = show("all");
    const buttons = [...document.querySelectorAll<HTMLElement>(".ticket button")];
    expect(buttons.map(textOf)).toEqual([
      "Withdraw Mythos 5",
      "Withdraw Fable 5",
      "Give it back Mythos 5",
      "Withdraw Mythos 5",
    ]);
    if (buttons[2]) await click(buttons[2]);
    expect(said).toEqual([{ type: "withdraw_access", id: idOf(3) }]);
  });

  test.each([
    ["nothing", null, "There is nothing to ask for"],
    ["open", null, "Everything you could ask for is open to you"],
    ["none", "openai/gpt-5.5", "Access to openai/gpt-5.5 can’t be asked for"],
  ])("offers no form where it would not help: %s", (name, model, title) => {
    show(name, model);
    expect(textOf(document.querySelector("h1"))).toBe(title);
    expect(document.querySelector("form")).toBeNull();
  });

  test("says that what was asked while the agent is away is kept", () => {
    show("away");
    expect(textOf(document.querySelector(".change"))).toContain("The Lanyard agent does not answer");
    expect(textOf(document.querySelector(".ticket"))).toContain(
      "Kept in this browser until the agent has it.",
    );
  });
});
