import { onTestFinished } from "vitest";
import { serveFolder, type ServedFolder } from "../e2e/served-folder.ts";

/** Serves a folder on loopback until the test ends. */
export async function served(folder: string): Promise<ServedFolder> {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  return serveFolder(folder, ended.signal);
}
