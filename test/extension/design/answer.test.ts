import { beforeEach, describe, expect, test } from "vitest";
import { accessWords, deniedAnswer, deniedHeadline } from "../../../extension/design/answer.ts";
import en from "../../../extension/public/_locales/en/messages.json" with { type: "json" };
import { Missing } from "../../../shared/schema/decision.ts";
import { installFakeBrowser } from "../fake-browser.ts";
import { NOTICE } from "../states.ts";

beforeEach(() => {
  installFakeBrowser({ locale: "en-GB", messages: en, pushes: {} });
});

const missing = (kind: Missing["kind"], value: string | null = null): Missing => ({ kind, value });

describe("a denial in words", () => {
  test.each([
    [missing("license"), "obtainable", "Not without a license"],
    [missing("level", "controlled"), "obtainable", "Not without Controlled clearance"],
    [missing("compartment", "cyber"), "obtainable", "Not without the compartment Cyber"],
    [missing("rule"), "not", "May not use"],
    [missing("agent"), "not", "Off, agent away"],
    [missing("account", "corporate"), "not", "Not with this account"],
  ])("that misses %j is %s: %s", (one, state, words) => {
    expect(deniedAnswer([one])).toEqual({ state, words });
  });

  test("that nothing would open says so plainly", () => {
    expect(deniedAnswer([])).toEqual({ state: "not", words: "May not use" });
    expect(deniedHeadline({ ...NOTICE.decision, missing: [] }, "Mythos 5")).toBe("You may not use Mythos 5");
  });

  test("speaks of what can be had first, in whatever order it comes", () => {
    const several = [missing("rule"), missing("us_person"), missing("license")];
    expect(deniedAnswer(several).words).toBe("Not without a license");
    expect(deniedAnswer(several.toReversed()).words).toBe("Not without a license");
  });
});

test("each thing that may be missing has a state, a headline and a way to access of its own", () => {
  const kinds = Missing.shape.kind.options;
  for (const kind of kinds)
    expect(deniedHeadline({ ...NOTICE.decision, missing: [missing(kind, "x")] }, "M")).not.toBe("");
  const ways = accessWords(kinds.map((kind) => missing(kind, "x")));
  expect(new Set(ways).size).toBe(kinds.length);
});

describe("what gives access", () => {
  test("names a license and the kind of account where policy does", () => {
    expect(accessWords([missing("license", "EX-2026-0611"), missing("account", "personal")])).toEqual([
      "The license EX-2026-0611",
      "An account that is not your company’s",
    ]);
  });

  test("is said once, however often it is missing", () => {
    expect(accessWords([missing("license"), missing("license")])).toEqual(["A license that covers you"]);
  });
});
