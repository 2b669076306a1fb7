import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../e2e/until.ts";
import { closedText } from "../e2e/closed-roots.ts";
import type { Stage } from "./stage.ts";
import { inApp, pageAt } from "./tour-call.ts";

/** The pictures of one tour, in a folder of their own. */
export class Screenshots {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async into(parent: string): Promise<Screenshots> {
    const folder = join(parent, "screenshots");
    await mkdir(folder, { recursive: true });
    return new Screenshots(folder);
  }

  /** A page by its address. */
  async take(stage: Stage, name: string, address: string): Promise<void> {
    const page = await pageAt(stage.context, address);
    await page.screenshot({ path: this.#file(name) });
  }

  /** The notice over a web app after a denial. */
  async takeNotice(stage: Stage): Promise<void> {
    const page = await pageAt(stage.context, "https://claude.ai/");
    await page.bringToFront();
    await inApp("claude.ai", "mythos-5", "Mythos 5", "deny").make(page);
    await until("the notice is over the page", async () => (await closedText(page)).includes("license"));
    await page.screenshot({ path: this.#file("notice over a web app") });
  }

  /** The popup as it is now. */
  async takePopup(stage: Stage, name: string): Promise<void> {
    const page = await stage.context.newPage();
    await page.setViewportSize({ width: 400, height: 600 });
    await page.goto(`chrome-extension://${stage.extensionId}/popup/index.html`);
    await page.getByText("Mythos 5").first().waitFor();
    await page.screenshot({ path: this.#file(name), fullPage: true });
    await page.close();
  }

  /** The page in place of a navigation that was denied: Mythos 5 by a form that leads there. */
  async takeBlocked(stage: Stage): Promise<void> {
    const page = await stage.context.newPage();
    await page.goto("https://intranet.example/");
    await page.locator("button[data-navigation]").click();
    await page.waitForURL(/blocked\/index\.html/);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.screenshot({ path: this.#file("blocked page") });
    await page.close();
  }

  #file(name: string): string {
    return join(this.folder, `${name.replaceAll(" ", "-")}.png`);
  }
}
