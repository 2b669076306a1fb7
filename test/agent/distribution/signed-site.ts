import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { makeSite, type Site } from "../running.ts";
import { Desk } from "./desk.ts";
import { startRepository, type RepositoryServer } from "./repository-server.ts";

/** An agent's site that reads a signed repository in place of a folder. */
export interface SignedSite {
  readonly site: Site;
  readonly desk: Desk;
  readonly server: RepositoryServer;
}

/** Makes one; `more` is added to the part `distribution` of the configuration, as YAML lines. */
export async function makeSignedSite(
  more: (server: RepositoryServer) => string = () => "",
): Promise<SignedSite> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const desk = new Desk();
  const server = await startRepository(desk.files, stop.signal);
  const site = makeSite();
  rmSync(dirname(site.policy), { recursive: true });
  writeFileSync(join(site.folder, "root.json"), desk.firstRoot);
  writeFileSync(
    site.config,
    `lanyard: 1
distribution:
  url: ${server.url}
  root: root.json
${more(server)}people: people.yaml
person: ada@example.com
journal: state/journal.db
socket: run/agent.sock
`,
  );
  return { site, desk, server };
}
