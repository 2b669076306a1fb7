import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Updater } from "tuf-js";
import { served } from "../served.ts";

/** The texts of targets as TUF's own client gets them that has `root` alone; throws what it throws. */
export async function asEndpoint(
  folder: string,
  root: string,
  targets: readonly string[],
): Promise<readonly (string | null)[]> {
  const { url } = await served(folder);
  const cache = mkdtempSync(join(tmpdir(), "lanyard-endpoint-"));
  writeFileSync(join(cache, "root.json"), root);
  const updater = new Updater({
    metadataDir: cache,
    targetDir: cache,
    metadataBaseUrl: `${url}/metadata`,
    targetBaseUrl: `${url}/targets`,
    config: { fetchRetries: 0 },
  });
  await updater.refresh();
  const texts: (string | null)[] = [];
  for (const name of targets) {
    const target = await updater.getTargetInfo(name);
    texts.push(target ? readFileSync(await updater.downloadTarget(target), "utf8") : null);
  }
  return texts;
}
