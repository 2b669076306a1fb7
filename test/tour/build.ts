import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../browser/run.ts";
import { during } from "./say.ts";
import { TourError } from "./tour-error.ts";

const ROOT = join(import.meta.dirname, "../..");
const SOURCES = ["extension", "agent", "shared", "vite.config.ts", "package.json"];

/** The unpacked extension for Chromium. */
export const BUILT_EXTENSION = join(ROOT, "dist/chrome");

/** The agent and its command line in one file. */
export const BUILT_AGENT = join(ROOT, "dist/agent/lanyard.cjs");

const PARTS = [
  { mode: "chrome", words: "Building the extension", result: join(BUILT_EXTENSION, "manifest.json") },
  { mode: "agent", words: "Building the agent", result: BUILT_AGENT },
];

/** Builds extension and agent where a source is newer than what was built. Errors: `build_failed`. */
export async function ensureBuilt(signal: AbortSignal): Promise<void> {
  const changed = Math.max(...(await Promise.all(SOURCES.map(async (source) => newest(join(ROOT, source))))));
  for (const { mode, words, result } of PARTS) {
    if ((await newest(result)) > changed) continue;
    await during(words, async () => build(mode, signal));
  }
}

async function build(mode: string, signal: AbortSignal): Promise<void> {
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const { status, output } = await run(process.execPath, [vite, "build", "--mode", mode], {
    directory: ROOT,
    signal,
  });
  signal.throwIfAborted();
  if (status !== 0)
    throw new TourError("build_failed", `\`vite build --mode ${mode}\` failed:\n${output.trim()}`);
}

/** When the file, or the newest file below the folder, was written; 0 where there is none. */
async function newest(path: string): Promise<number> {
  const about = await stat(path).catch(() => null);
  if (about === null) return 0;
  if (!about.isDirectory()) return about.mtimeMs;
  const inside = await readdir(path);
  return Math.max(0, ...(await Promise.all(inside.map(async (name) => newest(join(path, name))))));
}
