import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { styleText } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright";
import type { Notice } from "../../shared/wire/screen.ts";
import { buildScreens, serveScreens } from "./built-screens.ts";
import { launchChromium } from "./chromium.ts";
import { axeFindings, openScreen } from "./open-screen.ts";
import { BLOCKED, NOTICE, POPUPS, UNNAMED } from "./states.ts";

/* Pictures of every screen in every state: `node test/extension/screens.ts FOLDER [START OF A NAME]`. Fails where axe finds something,
   where a script or the content security policy complains, or where a screen scrolls sideways. */

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly widths: readonly number[];
  readonly height: number;
  readonly pushes?: Readonly<Record<string, unknown>>;
  /** What the person does before the picture. */
  readonly act?: (page: Page) => Promise<void>;
}

const POPUP_WIDTHS = [380, 320, 1280];
const THEMES = ["light", "dark"] as const;

function popup(name: string, state: unknown, act?: Shot["act"]): Shot {
  const shot = {
    name: `popup-${name}`,
    path: "/popup/index.html",
    widths: POPUP_WIDTHS,
    height: 600,
    pushes: { popup: state },
  };
  return act === undefined ? shot : { ...shot, act };
}

function noticeShot(name: string, notices: readonly Notice[], act?: Shot["act"]): Shot {
  return {
    name: `notice-${name}`,
    path: "/chat",
    widths: [1280, 380, 320],
    height: 600,
    act: async (page) => {
      await page.addScriptTag({ url: "/notice.js" });
      for (const notice of notices) await page.evaluate((one) => globalThis.fakeWorker.send(one), notice);
      await page.getByRole("alert").waitFor();
      await act?.(page);
    },
  };
}

const SHOTS: readonly Shot[] = [
  ...Object.entries(POPUPS).map(([name, state]) => popup(name, state)),
  popup("nothing-found", POPUPS["healthy"], (page) => page.getByRole("searchbox").fill("mythic")),
  popup("found-by-id", POPUPS["healthy"], (page) => page.getByRole("searchbox").fill("openai/gpt-9")),
  popup("opened", POPUPS["nothing-here"], (page) => page.getByRole("button", { name: "Mythos 5" }).click()),
  ...Object.entries(BLOCKED).map(([name, state]) => ({
    name: `blocked-${name}`,
    path: "/blocked/index.html",
    widths: [1280, 380, 320],
    height: 860,
    pushes: { blocked: state },
    act: async (page: Page) => {
      await page.getByRole("heading").waitFor();
      if (name === "denied") await page.getByText("Details for IT").click();
    },
  })),
  noticeShot("denied", [NOTICE]),
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
  const { page, complaints } = await openScreen(context, origin + shot.path, shot.pushes ?? {});
  await shot.act?.(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file });
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return [...complaints, ...(wide ? ["It scrolls sideways."] : []), ...(await axeFindings(page))];
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
