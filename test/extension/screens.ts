import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { styleText } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright";
import type { Question } from "../../shared/wire/question.ts";
import type { AccessNotice } from "../../shared/wire/request-page.ts";
import type { Notice, ServedNotice } from "../../shared/wire/screen.ts";
import { BLOCKED } from "./blocked-states.ts";
import { buildScreens, serveScreens } from "./built-screens.ts";
import { launchChromium } from "./chromium.ts";
import type { FakeWorld } from "./fake-browser.ts";
import { PAGES, RECORDS } from "./clearance/page-states.ts";
import { axeFindings, type Language, openScreen } from "./open-screen.ts";
import { QUESTIONS, SERVED } from "./question-states.ts";
import { ACCESS_NOTICES, ASKABLE, ASKING_POPUPS, REQUESTS } from "./request-states.ts";
import { NOTICE, POPUPS, UNNAMED } from "./states.ts";

/* Pictures of every screen in every state: `node test/extension/screens.ts FOLDER [START OF A NAME]`. Fails where axe finds something,
   where a script or the content security policy complains, or where a screen scrolls sideways. */

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly widths: readonly number[];
  readonly height: number;
  readonly pushes?: Readonly<Record<string, unknown>>;
  readonly language?: Language;
  /** Records about the person that the agent tells. */
  readonly records?: FakeWorld["records"];
  /** The picture shows the whole page, however long. */
  readonly whole?: true;
  /** What the person does before the picture. */
  readonly act?: (page: Page) => Promise<void>;
}

const POPUP_WIDTHS = [380, 320, 1280];
const THEMES = ["light", "dark"] as const;

function popup(name: string, state: unknown, act?: Shot["act"], language: Language = "en"): Shot {
  const shot = {
    language,
    name: `popup-${name}`,
    path: "/popup/index.html",
    widths: POPUP_WIDTHS,
    height: 600,
    pushes: { popup: state },
  };
  return act === undefined ? shot : { ...shot, act };
}

function noticeShot(
  name: string,
  notices: readonly (AccessNotice | Notice | Question | ServedNotice)[],
  act?: Shot["act"],
  language: Language = "en",
): Shot {
  return {
    name: `notice-${name}`,
    path: name.includes("crowded") ? "/crowded" : "/chat",
    widths: [1280, 380, 320, 1920],
    height: 600,
    language,
    act: async (page) => {
      await page.addScriptTag({ url: "/notice.js" });
      for (const notice of notices) await page.evaluate((one) => globalThis.fakeWorker.send(one), notice);
      await page.locator(".notice").waitFor();
      await act?.(page);
    },
  };
}

/** A purpose is chosen, words of the person's own are not: what is missing is said. */
async function leaveOutReason(page: Page, question: Question): Promise<void> {
  if (!question.steps.includes("justify")) return;
  await page.getByRole("radio").nth(1).check();
  await page.getByRole("radio").last().check();
  await page.waitForFunction(() => performance.now() > 1_500);
  await page.locator(".button").first().click();
}

function blockedShot(name: string, language: Language = "en"): Shot {
  const state = BLOCKED[name];
  const asked = state?.asked ?? null;
  return {
    name: `blocked-${name}${language === "en" ? "" : `-${language}`}`,
    path: "/blocked/index.html",
    widths: [1280, 380, 320],
    height: 860,
    pushes: { blocked: state },
    language,
    act: async (page) => {
      await page.getByRole("heading").waitFor();
      if (name === "denied") await page.getByText("Details for IT").click();
      if (asked !== null && typeof asked === "object") await leaveOutReason(page, asked);
    },
  };
}

function clearanceShot(name: string, of: string, more: Partial<Shot> = {}): Shot {
  return {
    name: `clearance-${name}`,
    path: "/clearance/index.html",
    widths: [1440, 768, 360],
    height: 900,
    pushes: { clearance: PAGES[of] },
    records: ["nothing", "starting", "three"].includes(of) ? [] : RECORDS,
    whole: true,
    ...more,
    act: async (page) => {
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.getByText(/records? about you|Einträge über Sie|Eintrag über Sie/).waitFor();
      await more.act?.(page);
    },
  };
}

const CLEARANCE_SHOTS: readonly Shot[] = [
  ...Object.keys(PAGES).map((name) => clearanceShot(name, name)),
  clearanceShot("june-de", "june", { language: "de" }),
  clearanceShot("300-de", "300", { language: "de", widths: [1440] }),
  clearanceShot("opened", "june", {
    act: async (page) => {
      await page.locator(".entry summary", { hasText: "Mythos 5" }).click();
      await page.locator(".entry summary", { hasText: "GPT-5.5" }).click();
      await page.locator(".record summary").first().click();
      await page.locator(".closed summary").click();
    },
  }),
  clearanceShot("nothing-found", "june", { act: (page) => page.getByRole("searchbox").fill("mythic") }),
  clearanceShot("obtainable", "june", { act: (page) => page.getByRole("radio").nth(2).check() }),
  clearanceShot("printed", "june", {
    widths: [794],
    act: async (page) => {
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    },
  }),
];

/** Each question in each language; what is missing is said, and the picture shows it. */
const QUESTION_SHOTS: readonly Shot[] = (["en", "de", "ar"] as const).flatMap((language) =>
  Object.entries(QUESTIONS).map(([name, question]) =>
    noticeShot(`${name}-${language}`, [question], (page) => leaveOutReason(page, question), language),
  ),
);

function requestShot(name: string, language: Language = "en"): Shot {
  return {
    name: `request-${name}${language === "en" ? "" : `-${language}`}`,
    path: `/request/index.html${name === "far-too-much" ? "?model=anthropic/mythos-5" : ""}`,
    widths: [1280, 360, 320],
    height: 900,
    pushes: { requests: REQUESTS[name] },
    language,
    act: async (page) => {
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (name === "none") await page.getByRole("button").click();
    },
  };
}

const SHOTS: readonly Shot[] = [
  ...Object.entries(ASKING_POPUPS).map(([name, state]) => popup(name, state)),
  popup("asked-row", ASKING_POPUPS["asked"], (page) =>
    page.getByRole("button", { name: "Mythos 5" }).click(),
  ),
  ...Object.keys(REQUESTS).map((name) => requestShot(name)),
  ...["none", "all", "away"].map((name) => requestShot(name, "de")),
  ...Object.entries(ACCESS_NOTICES).flatMap(([name, notice]) =>
    (["en", "de", "ar"] as const).map((language) =>
      noticeShot(`access-${name}-${language}`, [notice], undefined, language),
    ),
  ),
  noticeShot("askable", [ASKABLE]),
  noticeShot("askable-de", [ASKABLE], undefined, "de"),
  noticeShot("askable-ar", [ASKABLE], undefined, "ar"),
  ...Object.entries(POPUPS).map(([name, state]) => popup(name, state)),
  ...["sign-in", "signed-in", "not-signed-in"].map((name) =>
    popup(`${name}-de`, POPUPS[name], undefined, "de"),
  ),
  popup("nothing-found", POPUPS["healthy"], (page) => page.getByRole("searchbox").fill("mythic")),
  popup("found-by-id", POPUPS["healthy"], (page) => page.getByRole("searchbox").fill("openai/gpt-9")),
  popup("opened", POPUPS["nothing-here"], (page) => page.getByRole("button", { name: "Mythos 5" }).click()),
  ...Object.keys(BLOCKED).map((name) => blockedShot(name)),
  ...["asked-warn", "asked-justify", "asked-again", "declined", "over", "unasked", "again"].map((name) =>
    blockedShot(name, "de"),
  ),
  ...["asked-warn", "asked-justify"].map((name) => blockedShot(name, "ar")),
  ...CLEARANCE_SHOTS,
  noticeShot("denied", [NOTICE]),
  noticeShot("denied-de", [NOTICE], undefined, "de"),
  noticeShot("denied-ar", [NOTICE], undefined, "ar"),
  noticeShot("purpose", [{ ...NOTICE, purpose: "Incident review" }]),
  noticeShot("purpose-ar", [{ ...NOTICE, purpose: "Incident review" }], undefined, "ar"),
  noticeShot("served", [SERVED]),
  noticeShot("served-ar", [SERVED], undefined, "ar"),
  noticeShot("crowded-denied", [NOTICE]),
  ...Object.entries(QUESTIONS).map(([name, question]) => noticeShot(`crowded-${name}`, [question])),
  ...QUESTION_SHOTS,
  noticeShot("unnamed", [UNNAMED]),
  noticeShot("why-three-times", [NOTICE, NOTICE, NOTICE], (page) =>
    page.getByRole("button", { name: "Why" }).click(),
  ),
];

async function take(browser: Browser, origin: string, folder: string, start: string): Promise<number> {
  let failures = 0;
  for (const theme of THEMES) {
    for (const shot of SHOTS.filter(({ name }) => name.startsWith(start))) {
      for (const width of shot.widths) {
        const context = await browser.newContext({
          viewport: { width, height: shot.height },
          colorScheme: theme,
          reducedMotion: "reduce",
          timezoneId: "UTC",
          deviceScaleFactor: width === 380 ? 2 : 1,
        });
        const found = await takeOne(
          context,
          origin,
          shot,
          join(folder, `${shot.name}-${theme}-${width}.png`),
        );
        await context.close();
        for (const line of found)
          console.error(`${styleText("red", `${shot.name} ${theme} ${width}`)}: ${line}`);
        failures += found.length;
      }
    }
  }
  return failures;
}

async function takeOne(
  context: BrowserContext,
  origin: string,
  shot: Shot,
  file: string,
): Promise<readonly string[]> {
  await context.addInitScript(openShadowRoots);
  const { page, complaints } = await openScreen(
    context,
    origin + shot.path,
    shot.pushes ?? {},
    shot.language,
    shot.records,
  );
  await shot.act?.(page);
  await page.evaluate(() => document.fonts.ready);
  if (shot.whole) await page.setViewportSize(await wholeSize(page));
  await page.screenshot({ path: file });
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return [...complaints, ...(wide ? ["It scrolls sideways."] : []), ...(await axeFindings(page))];
}

/** What lies outside of the window may not be laid out, so the window is made as high as the page. */
async function wholeSize(page: Page): Promise<{ width: number; height: number }> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  return { width: page.viewportSize()?.width ?? 1280, height: Math.min(height, 12_000) };
}

/** Only here: axe and the picture's own steps must see into the notice, whose root is closed. */
function openShadowRoots(): void {
  const closed = Object.getOwnPropertyDescriptor(Element.prototype, "attachShadow")?.value as (
    init: ShadowRootInit,
  ) => ShadowRoot;
  Element.prototype.attachShadow = function attachOpen(init) {
    return closed.call(this, { ...init, mode: "open" });
  };
}

async function main(): Promise<void> {
  const [folder, start = ""] = process.argv.slice(2);
  if (folder === undefined)
    throw new Error("Say where the pictures go: node test/extension/screens.ts FOLDER");
  const built = await mkdtemp(join(tmpdir(), "lanyard-screens-"));
  const end = new AbortController();
  try {
    await mkdir(folder, { recursive: true });
    await buildScreens(built);
    const origin = await serveScreens(built, end.signal);
    const browser = await launchChromium(end.signal);
    const failures = await take(browser, origin, resolve(folder), start);
    console.log(
      failures === 0 ? `Pictures are in ${folder}. Nothing was found wrong.` : `${failures} findings.`,
    );
    process.exitCode = failures === 0 ? 0 : 1;
  } finally {
    end.abort();
    await rm(built, { recursive: true });
  }
}

await main();
