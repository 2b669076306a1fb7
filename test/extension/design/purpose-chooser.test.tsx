// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { describe, expect, test } from "vitest";
import { PurposeChooser } from "../../../extension/design/purpose-chooser.tsx";
import { USUAL_PURPOSE } from "../../../shared/schema/purpose.ts";
import { show, textOf } from "../shown.ts";
import { CLEARANCE, NOW } from "../states.ts";

const CHOICES = { ...CLEARANCE, purposes: [{ id: "review", name: "Incident review" }] };
const DECLARED = { purpose: "review", person: "ann", since: NOW, until: NOW + USUAL_PURPOSE };

async function choose(root: HTMLElement, id: string): Promise<void> {
  const select = root.querySelector("select");
  if (select === null) throw new Error("There is nothing to choose.");
  await act(async () => {
    select.value = id;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve)); // the worker's answer comes in between
  });
}

/** Has the worker answer all that is declared. */
function answerWith(taken: boolean): void {
  const { runtime } = Reflect.get(globalThis, "browser") as { runtime: { sendMessage: unknown } };
  const { sendMessage } = runtime as { sendMessage: (message: unknown) => Promise<void> };
  runtime.sendMessage = (message: unknown) => sendMessage(message).then(() => ({ taken }));
}

describe("the chooser of a purpose", () => {
  test("is not there where policy knows none", () => {
    const root = show(<PurposeChooser clearance={CLEARANCE} declared={null} now={NOW} />);
    expect(root.children).toHaveLength(0);
  });

  test("says that what is declared ends by itself, before and after", () => {
    const root = show(<PurposeChooser clearance={CHOICES} declared={null} now={NOW} />);
    expect(root.querySelector("select")?.value).toBe("");
    expect(textOf(root)).toContain("Ends after 8 h, or with the browser");
    const after = show(<PurposeChooser clearance={CHOICES} declared={DECLARED} now={NOW} />, "de");
    expect(after.querySelector("select")?.value).toBe("review");
    expect(textOf(after)).toMatch(/Woran Sie arbeiten.*Bis .*Jeder Eintrag eines Aufrufs nennt es/);
  });

  test("tells the worker what was chosen, and that nothing is declared any more", async () => {
    const root = show(<PurposeChooser clearance={CHOICES} declared={null} now={NOW} />);
    answerWith(true);
    await choose(root, "review");
    await choose(root, "");
    expect(globalThis.fakeWorker.heard).toEqual([
      { type: "declare_purpose", purpose: "review" },
      { type: "declare_purpose", purpose: null },
    ]);
    expect(textOf(root)).not.toContain("Not taken");
  });

  test("says where it was not taken", async () => {
    const root = show(<PurposeChooser clearance={CHOICES} declared={null} now={NOW} />);
    answerWith(false);
    await choose(root, "review");
    expect(textOf(root.querySelector("[aria-live]"))).toContain("Not taken");
  });
});
