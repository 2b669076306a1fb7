// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Popup } from "../../../extension/popup/popup.tsx";
import { click, show, textOf } from "../shown.ts";
import { NOW, POPUPS } from "../states.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

function open(name: string, locale?: "de"): HTMLElement {
  const state = POPUPS[name];
  if (state === undefined) throw new Error(`There is no state ${name}.`);
  return show(<Popup state={state} />, locale);
}

function button(root: HTMLElement, name: string): HTMLButtonElement | undefined {
  return [...root.querySelectorAll("button")].find((one) => textOf(one) === name);
}

describe("the popup where people sign in", () => {
  test("asks whoever is not known to sign in, and tells the worker", async () => {
    const root = open("sign-in");
    expect(textOf(root.querySelector(".empty"))).toContain("Prove who you are to get started");
    expect(textOf(root.querySelector(".badge"))).toContain("Nobody is signed in");
    await click(button(root, "Sign in"));
    expect(globalThis.fakeWorker.heard).toEqual([{ type: "sign_in" }]);
  });

  test("says why the last try came to nothing, and offers another", () => {
    const root = open("sign-in-refused");
    expect(textOf(root.querySelector(".empty"))).toContain("was declined at the provider");
    expect(button(root, "Sign in")).toBeDefined();
  });

  test("says until when somebody is signed in, and lets them out", async () => {
    const root = open("signed-in");
    expect(textOf(root.querySelector(".proof"))).toMatch(/^Signed in, until \d/);
    expect(button(root, "Sign in")).toBeUndefined();
    await click(button(root, "Sign out"));
    expect(globalThis.fakeWorker.heard).toEqual([{ type: "sign_out" }]);
  });

  test("offers to sign in beside the models where the account alone is known", async () => {
    const root = open("not-signed-in");
    expect(textOf(root.querySelector(".sign-in"))).toContain("chemist-4@example.com signed in");
    expect(root.querySelectorAll(".row").length).toBeGreaterThan(0);
    await click(button(root, "Sign in"));
    expect(globalThis.fakeWorker.heard).toEqual([{ type: "sign_in" }]);
  });

  test("tells that a sign-in is not renewed while it still counts", () => {
    const root = open("sign-in-not-renewed");
    expect(textOf(root)).toContain("Your sign-in has a problem");
    expect(textOf(root)).toContain("cannot be reached");
  });

  test("speaks German", () => {
    expect(textOf(open("sign-in", "de"))).toContain("Weisen Sie sich aus, dann geht es los");
    expect(button(open("signed-in", "de"), "Abmelden")).toBeDefined();
  });
});
