import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { plainPage } from "./plain-page.ts";

/** What the page says that leads on to the address. */
interface LeadingPage {
  readonly title: string;
  readonly sentence: string;
}

const TO_CONSOLE: LeadingPage = { title: "Lanyard console", sentence: "Opening the console." };

/**
 * Opens the address in the person's browser; false where there is none. Other users see the words that a program is
 * started with, so the browser is given a file that they cannot read, and the file leads on. It goes away with its use.
 */
export async function openInBrowser(
  address: string,
  entered: Promise<void>,
  signal: AbortSignal,
  { title, sentence }: LeadingPage = TO_CONSOLE,
): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "lanyard-console-")); // 0700, as mkdtemp makes it
  const file = join(folder, "open.html");
  await writeFile(file, plainPage(title, sentence, address), { mode: 0o600 });
  const remove = (): void => void rm(folder, { recursive: true, force: true });
  signal.addEventListener("abort", remove, { once: true });
  void entered.then(remove);
  const [program, ...words] = opener(platform());
  const child = spawn(program, [...words, pathToFileURL(file).href], { stdio: "ignore", detached: true });
  const opened = await Promise.race([
    once(child, "spawn").then(() => true),
    once(child, "error").then(() => false),
  ]).catch(() => false);
  child.unref();
  if (!opened) remove();
  return opened;
}

function opener(system: NodeJS.Platform): readonly [program: string, ...words: string[]] {
  if (system === "darwin") return ["open"];
  // `start` takes the first quoted word for a title.
  return system === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
}
