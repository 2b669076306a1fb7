import { expect } from "vitest";
import { axeFindings } from "../../extension/open-screen.ts";
import { decisionEvent } from "../../agent/sample-events.ts";
import { until } from "../until.ts";
import type { ConsoleSite } from "./console-site.ts";
import { HOSTILE, hostileEvents, recordedDay } from "./recorded.ts";

/** A page of any browser that a reviewer sits before. */
export interface ReviewedPage {
  goto(url: string): Promise<void>;
  /** Runs a script; what its last expression gives, if that is a text or a number. */
  script(expression: string): Promise<unknown>;
  /** Presses a key, named as in `KeyboardEvent.key`. */
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
}

/** All text that is shown. */
async function textOf(page: ReviewedPage): Promise<string> {
  return String(await page.script("document.body.innerText").catch(() => ""));
}

function shows(page: ReviewedPage, words: string | RegExp): Promise<number> {
  return until(`${words} is shown`, async () => {
    const text = await textOf(page);
    return typeof words === "string" ? text.includes(words) : words.test(text);
  });
}

async function click(page: ReviewedPage, selector: string, words = ""): Promise<void> {
  await until(
    `${selector} ${words} is there`,
    async () =>
      (await page.script(
        `(() => { const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.textContent.includes(${JSON.stringify(words)})); found?.click(); return found ? 1 : 0; })()`,
      )) === 1,
  );
}

async function isClean(page: ReviewedPage): Promise<void> {
  expect(await axeFindings({ evaluate: (script) => page.script(script) })).toEqual([]);
}

async function view(page: ReviewedPage, name: string): Promise<void> {
  await click(page, "nav a", name);
  await until(
    `${name} is the view`,
    async () => (await page.script("document.querySelector('nav a[aria-current]').textContent")) === name,
  );
}

/** From the address to every view of a day, with keys, filters and the address of each. */
export async function showReview(site: ConsoleSite, page: ReviewedPage): Promise<void> {
  await site.report(recordedDay(await site.revision()));
  await page.goto(await site.console());
  await shows(page, /of 2\d\d events, [12] denied/);
  await shows(page, "Nothing altered, nothing removed");
  await isClean(page);

  // What is new comes in by itself.
  await site.report([decisionEvent("live-00001", { time: Date.now(), because: "This one came later." })]);
  await shows(page, "This one came later.");

  // A search, from the keyboard, is in the address; so is what is opened.
  await page.press("/");
  await page.type("license is required");
  await until("the search is in the address", async () =>
    String(await page.script("location.search")).includes("text=license+is+required"),
  );
  await shows(page, /^[2-4] of \d+ events/m);
  await page.press("Escape");
  await page.script(
    "document.querySelector('input[type=search]').value = ''; document.querySelector('input[type=search]').dispatchEvent(new Event('input', { bubbles: true }))",
  );
  await until(
    "the search is out of the address",
    async () => !String(await page.script("location.search")).includes("text="),
  );
  await click(page, ".row .person", "007");
  await shows(page, "007 could not chat with Mythos 5");
  for (const words of [
    "A license is required.",
    "US-person status proven",
    "Use instead: Claude Opus 4.8",
    "unless: [us-person]",
    "main.yaml:9",
    "Checked just now",
  ])
    await shows(page, words);
  expect(String(await page.script("location.search"))).toMatch(/event=0-\d+/);
  await isClean(page);

  // The same address shows the same.
  const address = String(await page.script("location.href"));
  await page.goto(address);
  await shows(page, "007 could not chat with Mythos 5");
  await page.press("Escape");
  await until("the event is closed", async () => !(await textOf(page)).includes("007 could not chat"));

  // J and Enter open the next one from wherever one is.
  await page.press("j");
  await page.press("j");
  await page.press("Enter");
  await shows(page, "As it is stored");
  await page.press("Escape");
  await page.press("?");
  await shows(page, "These keys");
  await isClean(page);
  await page.press("Escape");

  for (const [name, words] of [
    ["Models", "anthropic/mythos-5"],
    ["Discovery", "ai.example"],
    ["Policy", "The policy that is here has the revision"],
    ["Integrity", "Gap: the agent was away. 3 events not recorded one by one."],
    ["Export", "Download JSON lines"],
  ] as const) {
    await view(page, name);
    await shows(page, words);
    await isClean(page);
  }
  expect(
    await page.script(
      "fetch(document.querySelector('.downloads a').href).then((r) => r.text()).then((t) => t.trim().split('\\n').map((l) => JSON.parse(l)).length)",
    ),
  ).toBeGreaterThan(240);
  expect(
    await page.script(
      "fetch([...document.querySelectorAll('.downloads a')][1].href).then((r) => r.text()).then((t) => t.trim().split('\\n').map((l) => JSON.parse(l).metadata.version).every((v) => v === '1.8.0') ? t.trim().split('\\n').length : 0)",
    ),
  ).toBeGreaterThan(240);
  expect(
    await page.script(
      "fetch([...document.querySelectorAll('.downloads a')][2].href).then((r) => r.arrayBuffer()).then((b) => new TextDecoder('latin1').decode(b)).then((t) => [t.slice(0, 2), t.includes('summary.html'), t.includes('manifest.sig')].join())",
    ),
  ).toBe("PK,true,true");
  expect(
    await page.script(
      "fetch([...document.querySelectorAll('.downloads a')][3].href).then((r) => r.text()).then((t) => JSON.parse(t.split('\\n')[0]).lanyard)",
    ),
  ).toBe("journal export");
}

/** Whatever a page or a person wrote is text: it is shown, visibly, and does nothing. */
export async function showHostile(site: ConsoleSite, page: ReviewedPage): Promise<void> {
  await site.report(hostileEvents());
  const address = await site.console();
  await page.goto(address);
  await shows(page, "Reply ended");
  const isHarmless = async (where: string): Promise<void> => {
    expect([where, await page.script("document.title")]).toEqual([where, "Lanyard console"]);
    expect([where, await page.script("document.querySelectorAll('img, bdi *, .row script').length")]).toEqual(
      [where, 0],
    );
    // The browser itself puts a tab between the cells of a table.
    expect([where, /\p{Cc}(?<![\n\t])|\p{Cf}/u.test(await textOf(page))]).toEqual([where, false]);
  };
  const rows = Number(await page.script("document.querySelectorAll('.length .row').length"));
  expect(rows).toBeGreaterThanOrEqual(9);
  await isHarmless("the table");
  const base = String(await page.script("location.pathname"));
  const places =
    Number(await page.script("document.querySelector('.rows').getAttribute('aria-rowcount')")) - 1;
  for (let place = places - 8; place <= places + 3; place += 1) {
    const origin = String(await page.script("location.origin"));
    await page.goto(`${origin}${base}?event=0-${place}`);
    await shows(page, `Record ${place}`);
    await isHarmless(`event ${place}`);
  }
  for (const name of ["Models", "Discovery", "Policy", "Integrity", "Export"]) {
    await view(page, name);
    await until(
      "something is shown",
      async () => (await page.script("document.querySelector('main h1') === null ? 0 : 1")) === 1,
    );
    await isHarmless(name);
  }
  // A filter out of the address is text as well.
  const origin = String(await page.script("location.origin"));
  await page.goto(
    `${origin}${base}?person=${encodeURIComponent(HOSTILE)}&text=${encodeURIComponent("<b>x")}`,
  );
  await shows(page, "No event is like that");
  await isHarmless("filters");
}

/** An address works once, and the page says so when its console has ended. */
export async function showEnd(site: ConsoleSite, page: ReviewedPage): Promise<void> {
  const address = await site.console();
  await page.goto(address);
  await shows(page, "Activity");
  const inside = String(await page.script("location.href"));
  await page.goto(address);
  await shows(page, "was used already");
  await page.goto(inside);
  await shows(page, "Activity");
  expect(await site.endConsole()).toBe(0);
  await page.script("document.querySelectorAll('nav a')[1].click()");
  await shows(page, "The console has ended.");
}
