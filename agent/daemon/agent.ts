import { isDeepStrictEqual } from "node:util";
import { compareVersions } from "../../shared/catalog/edition.ts";
import type { AgentStatus } from "../../shared/wire/local-api.ts";
import type { Identity } from "../../shared/wire/identity.ts";
import type { MineAsk } from "../../shared/wire/mine.ts";
import type { Access } from "../access/access.ts";
import type { AskAccess } from "../../shared/wire/access.ts";
import type { Passports } from "../passport/endpoint/passports.ts";
import { keepTexts } from "../distribution/policy-history.ts";
import type { LookNeeds } from "../distribution/signed-policy.ts";
import type { Forwarding } from "../forward/forwarding.ts";
import type { Journal } from "../journal/journal.ts";
import { policyHistoryFolder } from "../platform/config.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import { accessFor } from "./access.ts";
import { agentState } from "./agent-state.ts";
import type { Batch, Host } from "./conversation.ts";
import { sortBatch } from "./intake.ts";
import type { Distribution } from "./distribution.ts";
import { factsAt, identityOf, lookAtSignIn, holderOf, stagesOf } from "./holder.ts";
import { attend, type IdentityAsk } from "./identity-desk.ts";
import { Enforcement, type EnforcedState } from "./enforcement.ts";
import { lifecycle } from "./lifecycle.ts";
import type { Peer, Hello } from "./peer.ts";
import { lookAtPassports, passportStatus } from "./passport-news.ts";
import type { PromptKey } from "./prompt-key.ts";
import { forwardingOf } from "./forwarding.ts";
import { keepingOf, ownRecords } from "./own-records.ts";
import { Recorder } from "./recorder.ts";
import { reportOf } from "./report.ts";
import { type Resolution, Resolutions } from "./resolution.ts";
import { Sockets } from "./sockets.ts";
import type { Sources } from "./sources.ts";
import { framesOfStored, framesOfWhole } from "./to-extension.ts";

/** Where a change may be one of who uses the endpoint: another person may be in another ring. */
const ABOUT_PEOPLE: ReadonlySet<string> = new Set(["people", "passport", "sign_in", "agent"]);

/** What one agent is made of. */
export interface AgentParts {
  readonly version: string;
  readonly user: string;
  readonly sources: Sources;
  readonly passports: Passports;
  readonly signIn: SignIn;
  readonly access: Access;
  /** The signed side; null where the policy comes from a folder. */
  readonly distribution: Distribution | null;
  readonly journal: Journal;
  readonly promptKey: PromptKey;
  /** Why checkpoints of the journal are not signed, in a sentence; null: they are. */
  readonly keyProblem: string | null;
  /** Tells whoever looks at the agent's terminal or log; never content. */
  readonly say: (line: string) => void;
}

/** The agent of one endpoint: holds the clearance in force, tells it to every extension, records what they report. */
export class Agent implements Host {
  readonly recorder: Recorder;
  readonly sockets: Sockets;
  readonly sources: Sources;
  readonly distribution: Distribution | null;
  readonly #forwarding: Forwarding;
  readonly #parts: AgentParts;
  readonly #peers = new Set<Peer>();
  readonly #startedAt = Date.now();
  readonly #resolutions = new Resolutions();
  #resolution: Resolution = { person: null, clearance: null, lapses: [], held: [], problem: null };
  readonly #enforcement = new Enforcement();
  #pushes = 0;

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.sources = parts.sources;
    this.distribution = parts.distribution;
    this.#forwarding = forwardingOf(parts, (event) => this.recorder.note(event));
    this.recorder = new Recorder(
      parts.journal,
      () => this.#onJournalTurn(),
      () => this.#forwarding.wake(),
    );
    this.sockets = new Sockets(parts.sources, (event) => this.recorder.note(event));
  }

  /** Reads what the agent obeys anew, and tells everybody where that changed anything. */
  async refresh(): Promise<void> {
    const { sources, user, passports, signIn, access, say } = this.#parts;
    const before = this.#shown();
    const news = [
      ...(await sources.refresh()),
      // Before the passports, which are those of whoever is signed in.
      ...(await lookAtSignIn(signIn, sources, user)),
      ...(await lookAtPassports(passports, sources, this.#holder)),
    ];
    for (const { part, outcome, detail } of news) {
      say(`${part} ${outcome}: ${detail}`);
      this.recorder.keep(lifecycle(part, outcome, detail));
    }
    const asked = await access.look(accessFor(sources, this.#holder));
    const isMoved = !isDeepStrictEqual(
      endsOf(stagesOf(this.#parts).slice(1)),
      endsOf(this.#resolution.lapses),
    );
    const isOther = news.length > 0 || isMoved || asked.isResolved;
    if (isOther) this.#resolution = this.#resolutions.of(sources, this.#parts, access);
    // What came of requests is durable before anybody is told.
    if (news.length > 0 || asked.isShown) this.recorder.flush();
    if (news.length > 0) {
      const state = this.#stateNow();
      if (state !== null) this.#enforcement.put(state);
    }
    if (isOther || asked.isShown || this.#shown() !== before) this.push();
    for (const peer of this.#peers) this.handOver(peer);
    // Once browsers have it: a disk that is slow must not hold a directive up.
    if (news.some(({ part, outcome }) => part === "policy" && outcome === "applied")) this.#keepTexts();
    this.#forwarding.follow(sources.config.forward);
    if (news.some(({ part }) => part === "agent")) for (const peer of this.#peers) this.leadSockets(peer);
    this.#report();
    if (news.some(({ part }) => ABOUT_PEOPLE.has(part))) this.#parts.distribution?.lookNow();
  }

  /** What a look for newer policy needs to know. */
  lookNeeds(): LookNeeds {
    const { sources } = this.#parts;
    const person = factsAt(stagesOf(this.#parts)[0], sources, this.#parts);
    return { groups: person?.groups ?? [], trial: (files, catalog) => sources.trial(files, catalog) };
  }

  /** Milliseconds until time alone changes what is proven; null: it does not. */
  get untilChange(): number | null {
    const { passports, signIn, access } = this.#parts;
    const waits = [passports.wait, signIn.wait, access.wait].filter((wait) => wait !== null);
    return waits.length === 0 ? null : Math.min(...waits);
  }

  /** Milliseconds until answers to requests are to be looked for again; null: at the regular look. */
  get untilPoll(): number | null {
    return this.#parts.access.pollWait;
  }

  /** Does what a person asks for about their identity, and tells whoever asked. */
  attend(ask: IdentityAsk, peer: Peer): void {
    void attend(ask, peer, { signIn: this.#parts.signIn, identity: () => this.#identity });
  }

  /** Renews the sign-in where that is due; true where `refresh` would find something else. */
  renewSignIn(): Promise<boolean> {
    return this.#parts.signIn.renew();
  }

  /** Asks the network for newer passports and statuses; true where `refresh` would find something else. */
  fetchPassports(): Promise<boolean> {
    return this.#parts.passports.fetch();
  }

  /** Asks the network for answers to requests; true where `refresh` would find something else. */
  fetchAnswers(): Promise<boolean> {
    return this.#parts.access.fetch();
  }

  /** Has somebody look anew whenever requests have changed. */
  followAccess(onChange: () => void): void {
    this.#parts.access.onChange = onChange;
  }

  askAccess(peer: Peer, asked: AskAccess): void {
    if (peer.extension) this.#parts.access.ask(asked);
  }

  withdrawAccess(peer: Peer, id: string): void {
    if (peer.extension) this.#parts.access.withdraw(id);
  }

  /** The regular look: heals what a lost watch missed, and keeps the age of the policy true. */
  async check(): Promise<void> {
    if (await this.#parts.sources.unchanged()) this.push();
    else await this.refresh();
  }

  /** Sends the whole state to every extension. */
  push(): void {
    const frames = this.state();
    for (const peer of this.#peers) if (peer.extension) peer.send(frames);
  }

  state(): readonly Buffer[] {
    this.#pushes += 1;
    const state = agentState(this.#parts, {
      resolution: this.#resolution,
      identity: this.#identity,
      problems: this.#problems(),
      journalProblem: this.#journalProblem(),
    });
    return framesOfWhole(state, String(this.#pushes));
  }

  /** Gives an extension the way to the proxy for sockets, if its browser can take it. */
  leadSockets(peer: Peer): void {
    if (peer.extension?.hello.sockets === true) peer.send(this.sockets.frames());
  }

  /** Gives an extension the edition of the catalog that is in force, unless it has it or could not read it. */
  handOver(peer: Peer): void {
    const { catalog } = this.#parts.sources;
    if (peer.extension === null || peer.edition === null || peer.edition === catalog.name) return;
    const needed = catalog.edition?.minimumProgram;
    if (needed !== undefined && compareVersions(peer.extension.hello.version, needed) < 0) return;
    peer.edition = catalog.name;
    peer.send(framesOfWhole({ type: "catalog", content: catalog.content() }, `catalog ${catalog.name}`));
  }

  mine(ask: MineAsk): readonly Buffer[] {
    const { journal, sources } = this.#parts;
    const answer = ownRecords(journal.file, this.#resolution.person, ask, keepingOf(sources.config));
    return framesOfWhole(answer, `mine ${ask.n}`);
  }

  status(): AgentStatus {
    const { version, sources, journal } = this.#parts;
    const policy = sources.policy.value;
    return {
      type: "status",
      version,
      pid: process.pid,
      startedAt: this.#startedAt,
      organization: policy?.organization ?? "unknown",
      person: this.#resolution.person,
      policy: {
        directory: sources.place,
        revision: policy?.revision ?? null,
        checkedAt: sources.checkedAt || null,
        rules: policy?.rules.length ?? 0,
        problems: [...this.#problems()],
      },
      signed: this.#parts.distribution?.status() ?? null,
      journal: { file: journal.file, events: journal.count(), problem: this.#journalProblem() },
      extensions: [...this.#peers].flatMap(({ extension }) => {
        if (!extension) return [];
        const { instance, version: extensionVersion, browser } = extension.hello;
        return [{ instance, version: extensionVersion, browser, since: extension.since }];
      }),
      sockets: this.sockets.proxy.counts(),
      forward: this.#forwarding.states(),
      passport: passportStatus(this.#parts.passports),
      identity: this.#identity,
      residentBytes: process.memoryUsage.rss(),
    };
  }

  store({ events, keys }: Batch, answer: (stored: readonly Buffer[] | null) => void): void {
    const { ids, ...intake } = sortBatch(events, Date.now(), keys);
    this.recorder.store(intake, (isDurable) => answer(isDurable ? framesOfStored(ids) : null));
  }

  applied(peer: Peer, revision: string, at: number): void {
    if (!peer.extension) return;
    const { instance, browser } = peer.extension.hello;
    const person = this.#resolution.person;
    const behind = this.#parts.distribution?.policy.time.behind ?? 0;
    // It was enforced when it is said to be, and at the latest now.
    const moment = { at: Math.min(at, Date.now()), behind };
    const record = this.#enforcement.recordOf({ instance, browser, person }, revision, moment);
    if (record === null) return;
    peer.applied = { revision, at: moment.at };
    this.recorder.note(record);
    this.#report();
  }

  arrived(peer: Peer): void {
    this.#peers.add(peer);
  }

  joined(peer: Peer, hello: Hello): void {
    const again = peer.extension !== null;
    peer.extension = { hello, since: Date.now() };
    peer.edition = hello.edition ?? null;
    if (!again) this.recorder.note(lifecycle("extension", "connected", nameOf(hello)));
  }

  left(peer: Peer): void {
    if (!this.#peers.delete(peer) || !peer.extension) return;
    this.recorder.note(lifecycle("extension", "disconnected", nameOf(peer.extension.hello)));
  }

  /** Ends every conversation and closes the journal. */
  stop(): void {
    this.sockets.close();
    this.#parts.distribution?.stop();
    this.#forwarding.stop();
    this.recorder.note(lifecycle("agent", "stopped", `Pid ${process.pid}`));
    this.recorder.flush();
    this.recorder.attempt(() => this.#parts.journal.sign());
    for (const peer of this.#peers) peer.drop();
    this.#peers.clear();
    this.#parts.journal.close();
  }

  /** What nobody stored must be sent again, and coming anew is what makes an extension do that. */
  #onJournalTurn(): void {
    this.#parts.say(this.recorder.problem ?? "The journal can be written again.");
    if (this.recorder.problem === null)
      for (const peer of this.#peers) {
        if (peer.owed) peer.drop();
      }
    this.push();
  }

  /** What came into force can be read as long as it is asked for: by inspectors, months later. */
  #keepTexts(): void {
    const { sources, say } = this.#parts;
    const problem = keepTexts(policyHistoryFolder(sources.config), sources.policyTexts);
    if (problem === null) return;
    say(problem);
    this.recorder.keep(lifecycle("agent", "degraded", problem));
  }

  #stateNow(): EnforcedState | null {
    const { distribution, sources } = this.#parts;
    if (distribution !== null) return distribution.stateNow();
    const revision = sources.policy.value?.revision;
    if (revision === undefined) return null;
    return { revision, release: null, policy: 0, directives: 0, issued: null };
  }

  #report(): void {
    const { distribution, version } = this.#parts;
    distribution?.report(reportOf(distribution, [...this.#peers], version));
  }

  get #holder(): string | null {
    const { sources, user, signIn } = this.#parts;
    return holderOf(sources.config, user, signIn.signedIn);
  }

  get #identity(): Identity {
    const { sources, user, signIn } = this.#parts;
    return identityOf(sources, user, signIn);
  }

  /** What people are shown besides the clearance, to tell whether it is another. */
  #shown(): string {
    return JSON.stringify([this.#problems(), this.#identity]);
  }

  #problems(): readonly string[] {
    const { problem } = this.#resolution;
    const all = [
      ...this.#parts.sources.problems(),
      ...this.#parts.passports.problems,
      ...this.#parts.access.problems,
    ];
    return problem === null ? all : [...all, problem];
  }

  #journalProblem(): string | null {
    return this.recorder.problem ?? this.#parts.promptKey.problem ?? this.#parts.keyProblem;
  }
}

function nameOf({ browser, version, instance }: Hello): string {
  return `Extension ${version} in ${browser}, installation ${instance}`;
}

function endsOf(lapses: readonly { readonly at: number }[]): readonly number[] {
  return lapses.map(({ at }) => at);
}
