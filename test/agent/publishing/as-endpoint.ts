import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Updater } from "tuf-js";
import { onTestFinished } from "vitest";

/** Serves a folder on loopback until the test ends; gives its address. */
export async function served(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    try {
      response.end(readFileSync(join(folder, request.url ?? "")));
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The texts of targets as TUF's own client gets them that has `root` alone; throws what it throws. */
export async function asEndpoint(
  folder: string,
  root: string,
  targets: readonly string[],
): Promise<readonly (string | null)[]> {
  const url = await served(folder);
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
