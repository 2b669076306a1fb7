import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright";
import { closedText } from "../e2e/closed-roots.ts";
import { until } from "../e2e/until.ts";
import type { Stage } from "./stage.ts";
import { pageAt } from "./tour-call.ts";
import { MYTHOS_IN_APP } from "./tour-calls.ts";

/** Milliseconds that a screen may take to show what it should. */
const PATIENCE = 8_000;

/** The pictures of one tour, in a folder of their own. Each gives a sentence where there was nothing to take. */
export class Screenshots {
  readonly folder: string;
  readonly #stage: Stage;

  private constructor(stage: Stage, folder: string) {
    this.#stage = stage;
    this.folder = folder;
  }

  static async into(stage: Stage): Promise<Screenshots> {
    const folder = join(stage.folder, "screenshots");
    await mkdir(folder, { recursive: true });
    return new Screenshots(stage, folder);
  }

  async takeStartPage(): Promise<readonly string[]> {
    const page = await pageAt(this.#stage.context, "https://start.example/");
    return this.#take("start-page", page, async () => page.getByRole("heading", { level: 1 }).waitFor());
  }

  /** The notice over a web app after a denial. */
  async takeNotice(): Promise<readonly string[]> {
    const page = await pageAt(this.#stage.context, "https://claude.ai/");
    await page.bringToFront();
    await MYTHOS_IN_APP.make(page);
    const shown = async () => (await closedText(page)).includes("license");
    return this.#take("notice-over-a-web-app", page, async () => until("the notice", shown, PATIENCE));
  }

  /** The popup as it is now. */
  async takePopup(name: string): Promise<readonly string[]> {
    const page = await this.#stage.context.newPage();
    await page.setViewportSize({ width: 400, height: 600 });
    await page.goto(`chrome-extension://${this.#stage.extensionId}/popup/index.html`);
    const broken = await this.#take(name, page, async () =>
      page.getByText("Mythos 5").first().waitFor({ timeout: PATIENCE }),
    );
    await page.close();
    return broken;
  }

  /** The page in place of a navigation that was denied: Mythos 5 by a form that leads there. */
  async takeBlocked(): Promise<readonly string[]> {
    const page = await this.#stage.context.newPage();
    await page.goto("https://intranet.example/");
    await page.locator("button[data-navigation]").click();
    const answer = page.getByRole("heading", { level: 1 }).filter({ hasText: "Mythos 5" });
    const broken = await this.#take("blocked-page", page, async () => {
      await page.waitForURL(/blocked\/index\.html/, { timeout: PATIENCE });
      await answer.waitFor({ timeout: PATIENCE });
    });
    await page.close();
    return broken;
  }

  async #take(name: string, page: Page, there: () => Promise<unknown>): Promise<readonly string[]> {
    const broken = await there().then(
      () => [],
      (cause: unknown) => [`The picture ${name} shows too little: ${String(cause).split("\n")[0]}`],
    );
    await page.screenshot({ path: join(this.folder, `${name}.png`), fullPage: true });
    return broken;
  }
}
