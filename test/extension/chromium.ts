import { chromium, type Browser } from "playwright";
import { findBrowser } from "../browser/find-browser.ts";

/** A headless browser of this machine without any extension, for screens on their own; it ends with the signal. */
export async function launchChromium(signal: AbortSignal): Promise<Browser> {
  const { executable } = await findBrowser();
  const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  signal.addEventListener("abort", () => void browser.close());
  return browser;
}
