import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FloorStore } from "../../../agent/distribution/floor/floor-store.ts";
import { Repository } from "../../../agent/distribution/repository/repository.ts";
import { WebClient } from "../../../agent/distribution/repository/web-client.ts";
import { SignedPolicy, type LookNeeds } from "../../../agent/distribution/signed-policy.ts";
import { KNOWLEDGE } from "../../../shared/catalog/knowledge.ts";
import { load } from "../../../shared/policy/load.ts";
import { resolve } from "../../../shared/policy/resolve.ts";
import type { Person } from "../../../shared/schema/person.ts";
import { play, setStage } from "../../attacks/attack.ts";
import { ATTACKS } from "../../attacks/attacks.ts";
import { enforcedBy, type Victim } from "../../attacks/stage.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Desk } from "./desk.ts";
import { startRepository, type RepositoryServer } from "./repository-server.ts";

const ADA: Person = { id: "ada@example.com", groups: [], compartments: [], us_person: "unknown" };

/** The client of an endpoint without the agent around it: `npm run attacks` plays the same on a real one. */
function clientOf(server: RepositoryServer, desk: Desk, signal: AbortSignal): Victim {
  const floor = join(temporaryFolder(), "distribution");
  mkdirSync(floor);
  const records: string[] = [];
  let offset = 0;
  const make = (): SignedPolicy =>
    new SignedPolicy({
      url: server.url,
      repository: new Repository(server.url, new WebClient(null, signal), floor),
      store: new FloorStore(floor),
      clocks: { system: () => Date.now() + offset, steady: () => performance.now() },
      pinned: desk.firstRoot,
      place: 50,
      tell: ({ detail }) => records.push(detail),
    });
  const needs: LookNeeds = {
    groups: [],
    trial: (files) => {
      const loaded = load(files, KNOWLEDGE);
      return "problems" in loaded ? loaded.problems : [];
    },
  };
  let policy = make();
  return {
    floor,
    async look() {
      const before = policy.revision;
      await policy.look(needs);
      if (policy.revision !== before) records.push(`Revision ${policy.revision}`);
    },
    restart: () => Promise.resolve(void (policy = make())),
    setClock: (to) => Promise.resolve(void (offset = to)),
    async enforced() {
      const reading = await policy.read();
      const loaded = reading.ok ? load(reading.files, KNOWLEDGE) : null;
      const clearance = loaded !== null && "policy" in loaded ? resolve(loaded.policy, ADA) : null;
      return { ...enforcedBy(clearance), revision: policy.revision };
    },
    records: () => Promise.resolve(records.splice(0)),
  };
}

test.each(ATTACKS)("refused: $name", async (attack) => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const stage = await setStage(
    () => startRepository(new Map(), stop.signal),
    (server, desk) => Promise.resolve(clientOf(server, desk, stop.signal)),
  );
  const row = await play(attack, stage);
  expect(row).toMatchObject({ refused: true, enforcedChanged: false });
});
