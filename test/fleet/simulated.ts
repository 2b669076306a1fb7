import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Distribution } from "../../agent/daemon/distribution.ts";
import type { Config } from "../../agent/platform/config.ts";
import type { Source } from "./endpoint.ts";
import { TOPIC } from "./desk.ts";

/*
 * Many endpoints in one process, without people and browsers: `node simulated.ts FOLDER COUNT SOURCE-AS-JSON`. Each has
 * the agent's own client, state on the disk and line to the broker; that a policy compiles is not tried again by each.
 * A line of output for each state that an endpoint obeys: version of policy, version of directives, moment.
 */

const [folder = "", count = "0", source = "{}"] = process.argv.slice(2);
const from = JSON.parse(source) as Source;
const ended = new AbortController();
process.on("SIGTERM", () => ended.abort());

for (let n = 0; n < Number(count); n += 1) await start(join(folder, String(n)));

async function start(place: string): Promise<void> {
  mkdirSync(place, { recursive: true });
  const settings = {
    url: from.url,
    root: from.root,
    ca: from.ca,
    nudge: from.broker && { ...from.broker, topic: TOPIC, user: null, passwordFile: null },
    report: null,
  };
  const config: Config = {
    file: join(place, "agent.yaml"),
    policy: { distribution: settings },
    people: "",
    holder: { person: "nobody" },
    journal: join(place, "journal.db"),
    retention: { days: null, megabytes: null, permitsDays: null, sealedDays: null },
    witness: { folder: null, url: null, mqtt: null, otlp: false },
    socket: "",
    passport: { url: null, ca: null, files: [] },
    requests: { folder: null, command: null },
    sockets: { port: 0, upstream: null, otherwise: null },
    forward: [],
    signIn: null,
  };
  const signed = new Distribution({ config, settings, signal: ended.signal, tell: () => undefined });
  await signed.start({
    needs: () => ({ groups: [], trial: () => [] }),
    onLook: () => undefined,
    onChange: async () => {
      const state = signed.stateNow();
      if (state === null) return;
      console.log(`${state.policy} ${state.directives} ${Date.now()}`);
      const { revision, release, policy, directives, issued } = state;
      const enforced = { issued, enforced: Date.now(), browsers: 0, version: "1.0.0", problem: null };
      signed.report({ revision, release, policy, directives, ...enforced });
    },
  });
}
