import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { FloorStore } from "../../../agent/distribution/floor/floor-store.ts";
import type { DistributionNews } from "../../../agent/distribution/problems.ts";
import { Repository } from "../../../agent/distribution/repository/repository.ts";
import { WebClient } from "../../../agent/distribution/repository/web-client.ts";
import { SignedPolicy, type LookNeeds } from "../../../agent/distribution/signed-policy.ts";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load } from "../../../shared/policy/load.ts";
import type { BundledFile } from "../../../shared/schema/bundle.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { Desk, type Content } from "./desk.ts";
import { startRepository, type RepositoryServer } from "./repository-server.ts";

/** A policy that permits all of Anthropic's models. */
export const POLICY_FILE: BundledFile = {
  file: "main.yaml",
  text: `lanyard: 1
organization: Example Corp
unidentified: forbid
rules:
  - {id: claude, permit: [chat], models: ["anthropic/*"]}
`,
};

/** A file with one directive that forbids a model. */
export function directive(id: string, model = "anthropic/mythos-5"): BundledFile {
  return {
    file: `${id}.yaml`,
    text: `lanyard: 1\ndirectives:\n  - {id: ${id}, forbid: all, models: [${model}], because: Stop.}\n`,
  };
}

/** One release for all, and these directives. */
export function content(release: string, directives: readonly BundledFile[] = [], more = ""): Content {
  return {
    releases: { [release]: [{ ...POLICY_FILE, text: POLICY_FILE.text + more }] },
    rings: [{ release, share: 100, groups: [] }],
    directives,
  };
}

/** Clocks that a test sets. */
class TestClocks {
  offset = 0;
  passed = 0;
  readonly system = (): number => Date.now() + this.offset;
  readonly steady = (): number => performance.now() + this.passed;
}

/** A desk, a server of its repository, and an endpoint that reads it. */
export interface Signed {
  readonly desk: Desk;
  readonly server: RepositoryServer;
  readonly clocks: TestClocks;
  readonly folder: string;
  readonly news: DistributionNews[];
  readonly needs: LookNeeds;
  policy: SignedPolicy;
  /** The endpoint as it is after a restart. */
  readonly restart: (pinned?: string) => SignedPolicy;
  /** The code of each record since the last call. */
  readonly codes: () => string[];
}

/** Makes one; nothing is published yet. */
export async function makeSigned(place = 50): Promise<Signed> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const desk = new Desk();
  const server = await startRepository(desk.files, stop.signal);
  const folder = join(temporaryFolder(), "distribution");
  mkdirSync(folder);
  const clocks = new TestClocks();
  const news: DistributionNews[] = [];
  const make = (pinned = desk.firstRoot): SignedPolicy =>
    new SignedPolicy({
      url: server.url,
      repository: new Repository(server.url, new WebClient(null, stop.signal), folder),
      store: new FloorStore(folder),
      clocks,
      pinned,
      place,
      tell: (one) => news.push(one),
    });
  const needs: LookNeeds = {
    groups: [],
    trial: (files) => {
      const loaded = load(files, KNOWLEDGE);
      return "problems" in loaded ? loaded.problems : [];
    },
  };
  const signed: Signed = {
    desk,
    server,
    clocks,
    folder,
    news,
    needs,
    policy: make(),
    restart: (pinned) => (signed.policy = make(pinned)),
    codes: () => news.splice(0).map(({ detail }) => detail.split(":")[0] ?? ""),
  };
  return signed;
}
