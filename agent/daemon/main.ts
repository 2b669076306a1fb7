import { once } from "node:events";
import { userInfo } from "node:os";
import type { DistributionNews } from "../distribution/problems.ts";
import { Journal } from "../journal/journal.ts";
import { askPid } from "../local-api/status.ts";
import {
  deviceKeyFile,
  passportFolder,
  passportKeyFile,
  promptKeyFile,
  type Config,
} from "../platform/config.ts";
import { deviceKey } from "../platform/device-key.ts";
import { claimEndpoint } from "../platform/endpoint.ts";
import type { Places } from "../platform/places.ts";
import { Passports } from "../passport/endpoint/passports.ts";
import { grantsFolder, makeAccess } from "./access.ts";
import { Agent } from "./agent.ts";
import { Alarm } from "./alarm.ts";
import { coalesce } from "./coalesce.ts";
import { Distribution } from "./distribution.ts";
import { converse } from "./conversation.ts";
import { originNow } from "./forwarding.ts";
import { JournalKeeping } from "./journal-keeping.ts";
import { lifecycle } from "./lifecycle.ts";
import { passportWeb } from "./passport-web.ts";
import { signInDesk } from "./sign-in-desk.ts";
import { promptKey } from "./prompt-key.ts";
import { Sources } from "./sources.ts";
import { Watching } from "./watching.ts";

/** Milliseconds between two regular looks at the files. */
const CHECK_EVERY = 30_000;
/** Milliseconds between two tries to write a journal that cannot be written. */
const RETRY_EVERY = 1_000;

/** What an agent runs by. */
export interface AgentOptions {
  readonly config: Config;
  readonly places: Places;
  readonly version: string;
  readonly signal: AbortSignal;
  /** Tells the terminal or log. */
  readonly say: (line: string) => void;
}

/** Runs the agent until the signal; throws a `PlatformError` where it cannot have its socket. */
export async function runAgent(options: AgentOptions): Promise<void> {
  const { config, version, signal, say } = options;
  process.umask(0o077);
  // Nothing is touched before this is the only agent here.
  const endpoint = await claimEndpoint(config.socket, askPid);
  let refreshed: (() => Promise<void>) | null = null;
  const { agent, keeping } = makeAgent(options, async () => refreshed?.());
  const { sources } = agent;
  agent.recorder.note(lifecycle("agent", "started", `Version ${version}, pid ${process.pid}`));
  keeping.start();
  const { refresh, fetchAll } = await keepFresh(agent, sources, signal);
  refreshed = refresh;
  await agent.distribution?.start({
    needs: () => agent.lookNeeds(),
    onChange: refresh,
    onLook: () => void fetchAll(),
  });
  await listenForSockets(agent, config);
  // The first state that anybody gets is a whole one, so listening comes last.
  await endpoint.listen((socket) => agent.arrived(converse(socket, agent)));
  say(`Listening on ${config.socket} as pid ${process.pid}.`);
  if (!signal.aborted) await once(signal, "abort");
  agent.stop();
  await endpoint.close();
  await keeping.end();
}

async function listenForSockets({ sockets, recorder }: Agent, config: Config): Promise<void> {
  await sockets.proxy.listen(config.sockets.port);
  const { problem } = sockets.proxy.counts();
  if (problem !== null) recorder.note(lifecycle("agent", "degraded", problem));
}

interface Made {
  readonly agent: Agent;
  readonly keeping: JournalKeeping;
}

/** `onChange`: who is signed in may have changed. */
function makeAgent(
  { config, places, version, signal, say }: AgentOptions,
  onChange: () => Promise<void>,
): Made {
  const early: DistributionNews[] = [];
  let tell = (news: DistributionNews): void => void early.push(news);
  const distribution =
    "distribution" in config.policy
      ? new Distribution({
          config,
          settings: config.policy.distribution,
          signal,
          tell: (news) => tell(news),
        })
      : null;
  const sources = new Sources(config, places, version, distribution?.policy ?? null);
  const { key, problem: keyProblem } = deviceKey(deviceKeyFile(config));
  const journal = new Journal({
    file: config.journal,
    now: Date.now,
    key,
    onUpgrade: (done, of) => say(`Bringing the journal up to its new form: ${done} of ${of} events.`),
    onCheckpoint: (checkpoint) => keeping.tell(checkpoint),
    onDamaged: (copy) => agent.recorder.keep(lifecycle("agent", "degraded", damagedSentence(copy))),
  });
  // A clock that is set back must not bring back what has ended.
  const now = (): number => distribution?.policy.time.now() ?? Date.now();
  const agent = new Agent({
    version,
    user: userInfo().username,
    sources,
    passports: new Passports({
      folder: passportFolder(config),
      keyFile: passportKeyFile(config),
      ask: passportWeb(config, signal),
      now,
    }),
    signIn: signInDesk({ first: config, config: () => sources.config, now, signal, onChange }),
    access: makeAccess({ config, key, now, recorder: () => agent.recorder, signal }),
    distribution,
    journal,
    promptKey: promptKey(promptKeyFile(config)),
    keyProblem,
    say,
  });
  const keeping = new JournalKeeping({
    journal,
    recorder: agent.recorder,
    config: () => sources.config,
    origin: () => originNow(sources, version),
    say,
    signal,
  });
  tell = ({ part, what, detail }) => {
    say(`${part} ${what}: ${detail}`);
    agent.recorder.note(lifecycle(part, what, detail));
  };
  early.forEach(tell);
  return { agent, keeping };
}

function damagedSentence(copy: string): string {
  return `The journal was damaged. It is kept as ${copy}, and a new one was begun here.`;
}

/** What keeps an agent's facts and policy those of now. */
interface Freshness {
  /** Reads files and what was fetched anew. */
  readonly refresh: () => Promise<void>;
  /** Asks the network for passports, their statuses, and answers to requests. */
  readonly fetchAll: () => Promise<void>;
}

/**
 * Reads the files now and at every change until the signal, and looks regularly in case a change went unseen; gives
 * what reads them anew.
 */
async function keepFresh(agent: Agent, sources: Sources, signal: AbortSignal): Promise<Freshness> {
  const watching = new Watching(signal, () => void refresh());
  const follow = (): void => {
    const { file, policy, people, passport } = sources.config;
    const folders = "folder" in policy ? [policy.folder] : [];
    const answers = grantsFolder(sources.config) ?? [];
    watching.follow([file, people, ...passport.files, ...folders].concat(answers));
  };
  const alarm = new Alarm(signal);
  const polling = new Alarm(signal);
  const refresh = coalesce(async () => {
    await agent.refresh();
    follow();
    void renewSignIn();
    alarm.set(agent.untilChange, () => void refresh());
    void fetchPassports();
    polling.set(agent.untilPoll, () => void fetchAnswers());
  });
  const renewSignIn = coalesce(async () => {
    if (!signal.aborted && (await agent.renewSignIn())) void refresh();
  });
  const fetchPassports = coalesce(async () => {
    if (!signal.aborted && (await agent.fetchPassports())) void refresh();
  });
  const fetchAnswers = coalesce(async () => {
    if (signal.aborted) return;
    if (await agent.fetchAnswers()) void refresh();
    else polling.set(agent.untilPoll, () => void fetchAnswers());
  });
  const fetchAll = async (): Promise<void> => {
    await Promise.all([fetchPassports(), fetchAnswers()]);
  };
  const check = coalesce(async () => {
    watching.renew();
    await agent.check();
    void fetchAll();
    void renewSignIn();
  });
  agent.followAccess(() => void refresh());
  const timers = [
    setInterval(() => void check(), CHECK_EVERY),
    setInterval(() => agent.recorder.retry(), RETRY_EVERY),
  ];
  signal.addEventListener("abort", () => timers.forEach((timer) => clearInterval(timer)), { once: true });
  follow();
  await refresh();
  return { refresh, fetchAll };
}
