// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ClearancePage } from "../../../extension/clearance/clearance-page.tsx";
import type { RecordsAsk } from "../../../extension/clearance/line.ts";
import type { ClearancePageState } from "../../../shared/wire/clearance-page.ts";
import type { MineAnswer } from "../../../shared/wire/mine.ts";
import { click, show, textOf, write } from "../shown.ts";
import { NOW } from "../states.ts";
import { ASKABLE, JUNE, PAGES, RECORDS } from "./page-states.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
  location.hash = "";
});

const NOBODY: MineAnswer = {
  type: "mine",
  n: 0,
  events: [],
  more: false,
  total: 0,
  keeping: { days: null, permitsDays: null, sealedDays: null, receivers: [] },
  problem: null,
};

function recorded({ before, limit }: RecordsAsk): Promise<MineAnswer> {
  const older = RECORDS.filter(({ sequence }) => before === null || sequence < before);
  return Promise.resolve({
    ...NOBODY,
    events: older.slice(0, limit),
    more: older.length > limit,
    total: before === null ? RECORDS.length : null,
    keeping: { days: 400, permitsDays: 30, sealedDays: null, receivers: ["siem.example.com", null] },
  });
}

async function open(
  state: ClearancePageState,
  ask: (ask: RecordsAsk) => Promise<MineAnswer> = recorded,
  locale?: "de",
): Promise<HTMLElement> {
  const root = show(<ClearancePage state={state} ask={ask} />, locale);
  await act(() => Promise.resolve());
  return root;
}

function pageState(name: string): ClearancePageState {
  const state = PAGES[name];
  if (state === undefined) throw new Error(`There is no state ${name}.`);
  return state;
}

const part = (root: HTMLElement, id: string): string => textOf(root.querySelector(`#${id}`));
const entries = (root: HTMLElement): HTMLDetailsElement[] => [
  ...root.querySelectorAll<HTMLDetailsElement>(".entry"),
];
const entry = (root: HTMLElement, id: string): HTMLDetailsElement | undefined =>
  entries(root).find((one) => textOf(one.querySelector(".id")) === id);
const search = (root: HTMLElement): HTMLInputElement | null => root.querySelector("input[type=search]");
const asks = (root: HTMLElement): (string | null)[] =>
  [...root.querySelectorAll(".entry a.button")].map((one) => one.getAttribute("href"));
const button = (root: HTMLElement, words: string): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>("button")].find((one) => textOf(one) === words);

describe("the headline", () => {
  test("says how much is open, what took something away, and what does the same work", async () => {
    const root = await open(JUNE);
    expect(textOf(root.querySelector("h1"))).toBe("You may use 3 of 6 models today");
    expect(textOf(root.querySelector(".lede"))).toBe(
      "Since 17:21 you may no longer use Mythos 5 and Fable 5. For the same work, use Claude Opus 4.8.",
    );
  });

  test("says what can be had where nothing was taken away", async () => {
    const root = await open(pageState("plain"));
    expect(textOf(root.querySelector(".lede"))).toBe(
      "2 more can be opened to you. Each says what gives access.",
    );
  });
});

describe("a model", () => {
  test("stands under its provider with its state and why, and opens to what gives access and what else there is", async () => {
    const root = await open(JUNE);
    const groups = [...root.querySelectorAll(".provider h3")].map(textOf);
    expect(groups).toEqual([
      "Anthropic1 of 3 open to you",
      "OpenAI1 of 1 open to you",
      "Google1 of 1 open to you",
      "DeepSeekNot open",
    ]);
    const mythos = entry(root, "anthropic/mythos-5");
    expect(textOf(mythos?.querySelector("summary") ?? null)).toContain(
      "Not without a licenseA license is required before any foreign person uses this model.",
    );
    expect(textOf(mythos?.querySelector(".body") ?? null)).toBe(
      "Use insteadClaude Opus 4.8GPT-5.5Gemini 3 ProWhat gives accessProof that you are a US personA license that covers youDirective is-informed-2026-06-12",
    );
    expect(textOf(entry(root, "openai/gpt-5.5")?.querySelector(".ways") ?? null)).toContain(
      "You mayEverything, with your company’s account",
    );
  });

  test("is led to by a link, out of whatever was searched for, and then is open and has the focus", async () => {
    const root = await open(JUNE);
    await write(search(root), "mythos");
    expect(entries(root)).toHaveLength(1);
    await click(root.querySelector(".lede a"));
    expect(search(root)?.value).toBe("");
    const opus = entry(root, "anthropic/claude-opus-4-8");
    expect(opus?.open).toBe(true);
    expect(document.activeElement).toBe(opus?.querySelector("summary"));
  });

  test("is led to by the address of the page", async () => {
    location.hash = "#model-openai%2Fgpt-5.5";
    expect(entry(await open(JUNE), "openai/gpt-5.5")?.open).toBe(true);
    location.hash = "#model-%E0%A4%A";
    expect(entries(await open(JUNE)).some((one) => one.open)).toBe(false);
  });

  test("is asked for where somebody takes requests, it may be asked for, and it is closed", async () => {
    expect(asks(await open(JUNE))).toEqual([]);
    expect(asks(await open(ASKABLE))).toEqual([
      "../request/index.html?model=anthropic%2Fmythos-5",
      "../request/index.html?model=anthropic%2Ffable-5",
    ]);
  });
});

describe("the search", () => {
  test("finds one among three hundred, and offers the nearest name where none fits", async () => {
    const root = await open(pageState("300"));
    expect(entries(root)).toHaveLength(300);
    await write(search(root), "vendor 287");
    expect(entries(root).map((one) => textOf(one.querySelector(".id")))).toEqual(["vendor-11/model-287"]);
    await write(search(root), "modle 17");
    expect(textOf(root.querySelector("#models .empty"))).toContain("Did you mean");
    await click(root.querySelector("#models .empty .link"));
    expect(entries(root).length).toBeGreaterThan(0);
  });

  test("answers for a whole id that no policy names", async () => {
    const root = await open(JUNE);
    await write(search(root), "anthropic/claude-next");
    expect(textOf(entries(root)[0]?.querySelector(".state") ?? null)).toBe("May use");
  });

  test("goes together with the choice of a state", async () => {
    const root = await open(JUNE);
    const [, , obtainable] = root.querySelectorAll<HTMLElement>(".choice input");
    await click(obtainable);
    expect(entries(root).map((one) => textOf(one.querySelector(".called")))).toEqual(["Mythos 5", "Fable 5"]);
    await write(search(root), "gpt");
    expect(textOf(root.querySelector("#models > .quiet"))).toBe("None of your models stands like this.");
  });
});

describe("the other parts", () => {
  test("say what changed, by which rule, and that nothing did", async () => {
    expect(part(await open(JUNE), "changed")).toContain(
      "17:21Mythos 5 and Fable 5 went from “May use” to “Not without a license”.Rule is-informed-2026-06-12",
    );
    expect(part(await open(pageState("plain")), "changed")).toContain("Nothing that you may do has changed.");
  });

  test("say each directive in its own sentence, with its models, what lifts it, and its end", async () => {
    const said = part(await open(JUNE), "directives");
    expect(said).toContain(
      "A license is required before any foreign person uses this model.About Mythos 5 and Fable 5.",
    );
    expect(said).toContain(
      "What lifts it for you: Proof that you are a US person; A license that covers you.",
    );
    expect(said).toContain("Ends in 3 days");
    expect(part(await open(pageState("plain")), "directives")).toContain("None is about you.");
  });

  test("say what each web app chooses by itself, and what to choose instead", async () => {
    const said = part(await open(JUNE), "services");
    expect(said).toContain("claude.aiMay, with a model chosen by nameBy itself it may choose Mythos 5");
    expect(said).toContain(
      "gemini.google.comMay, with a reason and with sensitive data removedWhatever it chooses",
    );
    expect(said).toContain("poe.comMay, with a model chosen by name");
    expect(said).toContain("2 more are closed to youchat.deepseek.com, kimi.com");
  });

  test("say what is held, from whom and until when, the soonest end first", async () => {
    const rows = [...(await open(JUNE)).querySelectorAll("#licenses tbody tr")].map(textOf);
    expect(rows).toEqual([
      expect.stringContaining("Grant req-0398Gemini 3 Prosending files14 June"),
      expect.stringContaining("License vetting-2026-118from Bureau of Industry and SecurityMythos 5chat and"),
    ]);
    expect(rows[1]).toContain("Security research");
  });

  test("say what is proven, by whom and until when, and what is not", async () => {
    const said = textOf((await open(JUNE)).querySelector(".proofs"));
    expect(said).toContain("OrganizationBy https://passports.example.com, until 13 June");
    expect(said).toContain("US-person statusNot proven. Unknown opens nothing.");
  });

  test("say where requests are", async () => {
    const said = part(await open(ASKABLE), "requests");
    expect(said).toContain("Mythos 5Waits for a decision");
    expect(said).toContain("DeclinedThe provider keeps prompts without a contract.");
    expect((await open(JUNE)).querySelector("#requests")).toBeNull();
  });
});

describe("what is recorded", () => {
  test("is told in words, with every field, who sees it and how long it is kept", async () => {
    const root = await open(JUNE);
    const said = part(root, "recorded");
    expect(said).toContain("The security team’s system at siem.example.com, which gets a copy");
    expect(said).toContain("14 records about youKept for 400 daysWhat was permitted: 30 days");
    const records = [...root.querySelectorAll(".record")];
    expect(records).toHaveLength(10);
    expect(records.slice(0, 4).map((one) => textOf(one.querySelector("summary span")))).toEqual([
      "You asked Mythos 5 at api.anthropic.com. Not permitted.",
      "GPT-5.5 answered you.",
      "You were asked before GPT-5.5, and said yes.",
      "You asked GPT-5.5 at chatgpt.com. Permitted.",
    ]);
    expect(textOf(records[2]?.querySelector("dl") ?? null)).toContain("reasonThe incident of Tuesday");
  });

  test("says who alone can open what is sealed", async () => {
    const { clearance } = JUNE;
    if (clearance === null) throw new Error("The story has a clearance.");
    const key = { kty: "EC", crv: "P-256", x: "x".repeat(43), y: "y".repeat(43) } as const;
    const keys = ["Rita", "Sam"].map((name) => ({ name, key }));
    const sealedTo = (needed: 1 | 2): ClearancePageState => ({
      ...JUNE,
      clearance: { ...clearance, reviewers: { needed, keys } },
    });
    expect(part(await open(sealedTo(1)), "recorded")).toContain(
      "What a rule seals can be opened by Rita and Sam alone",
    );
    expect(part(await open(sealedTo(2)), "recorded")).toContain("two of these together alone: Rita and Sam");
  });

  test("goes on with older ones until there are none", async () => {
    const root = await open(JUNE);
    await click(button(root, "Show older records"));
    expect(root.querySelectorAll(".record")).toHaveLength(14);
    expect(button(root, "Show older records")).toBeUndefined();
  });

  test("cannot be told without the agent, and is asked for again once it is back", async () => {
    let isAway = true;
    const ask = (one: RecordsAsk): Promise<MineAnswer> =>
      isAway ? Promise.resolve({ ...NOBODY, total: null, keeping: null, problem: "Away." }) : recorded(one);
    const root = await open(pageState("away"), ask);
    expect(part(root, "recorded")).toContain("The agent has the records, and it does not answer.");
    isAway = false;
    await click(button(root, "Look again"));
    expect(root.querySelectorAll(".record")).toHaveLength(10);
  });

  test("of nobody is nothing", async () => {
    const root = await open(pageState("nothing"), () => Promise.resolve(NOBODY));
    expect(part(root, "recorded")).toContain("Nothing is recorded about you yet.");
    expect(button(root, "Export all as JSON lines")).toBeUndefined();
  });
});

test("without a clearance the page says why, and the one thing to do", async () => {
  const root = await open(pageState("nothing"));
  expect(textOf(root.querySelector("h1"))).toBe("No clearance yet");
  expect(textOf(root.querySelector(".empty"))).toContain("Tell IT to get started");
  expect(root.querySelector("#models")).toBeNull();
});

test("what people have written is shown as text, whatever it is", async () => {
  const root = await open(JUNE);
  await write(search(root), "<img src=x>");
  expect(root.querySelector("img")).toBeNull();
});

test("in German all that is Lanyard's own is German, also why a model stands as it does", async () => {
  const root = await open(JUNE, recorded, "de");
  expect(textOf(root.querySelector("h1"))).toBe("Sie dürfen heute 3 von 6 Modellen nutzen");
  expect(textOf(entry(root, "openai/gpt-5.5")?.querySelector(".why") ?? null)).toBe(
    "Ihre Firma öffnet es für Sie.",
  );
  expect(textOf(entry(root, "google/gemini-3-pro")?.querySelector(".state") ?? null)).toBe(
    "Darf, mit Begründung und ohne vertrauliche Angaben",
  );
  const own = textOf(root).replaceAll(/A license is required[^.]*\.|No customer data[^.]*\./g, "");
  expect(own).not.toMatch(/\b(may|your|the|models|until|since|license)\b/);
});
