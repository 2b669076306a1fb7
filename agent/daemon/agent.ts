import { compareVersions } from "../../shared/catalog/edition.ts";
import type { AgentStatus } from "../../shared/wire/local-api.ts";
import type { AgentState } from "../../shared/wire/native.ts";
import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";
import type { Passports } from "../passport/endpoint/passports.ts";
import { personOf } from "../platform/config.ts";
import type { Journal } from "../journal/journal.ts";
import type { Host } from "./conversation.ts";
import { sortBatch } from "./intake.ts";
import { lifecycle } from "./lifecycle.ts";
import type { Peer, Hello } from "./peer.ts";
import type { PromptKey } from "./prompt-key.ts";
import { Recorder } from "./recorder.ts";
import { type Resolution, Resolutions } from "./resolution.ts";
import { Sockets } from "./sockets.ts";
import type { Sources } from "./sources.ts";
import { framesOfStored, framesOfWhole } from "./to-extension.ts";

/** What one agent is made of. */
export interface AgentParts {
  readonly version: string;
  readonly user: string;
  readonly sources: Sources;
  readonly passports: Passports;
  readonly journal: Journal;
  readonly promptKey: PromptKey;
  /** Tells whoever looks at the agent's terminal or log; never content. */
  readonly say: (line: string) => void;
}

/** What one refresh changed, for the journal. */
interface AgentNews {
  readonly part: LifecycleEvent["part"];
  readonly outcome: LifecycleEvent["what"];
  readonly detail: string;
}

/** The agent of one endpoint: holds the clearance in force, tells it to every extension, records what they report. */
export class Agent implements Host {
  readonly recorder: Recorder;
  readonly sockets: Sockets;
  readonly #parts: AgentParts;
  readonly #peers = new Set<Peer>();
  readonly #startedAt = Date.now();
  readonly #resolutions = new Resolutions();
  #resolution: Resolution = { person: null, clearance: null, problem: null };
  #pushes = 0;

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.recorder = new Recorder(parts.journal, () => this.#onJournalTurn());
    this.sockets = new Sockets(parts.sources, (event) => this.recorder.note(event));
  }

  /** Reads what the agent obeys anew, and tells everybody where that changed anything. */
  async refresh(): Promise<void> {
    const { sources, user, passports, say } = this.#parts;
    const before = this.#problems().join(" ");
    const news: AgentNews[] = [...(await sources.refresh()), ...(await this.#lookAtPassports())];
    for (const { part, outcome, detail } of news) {
      say(`${part} ${outcome}: ${detail}`);
      this.recorder.keep(lifecycle(part, outcome, detail));
    }
    if (news.length > 0) {
      this.#resolution = this.#resolutions.of(sources, user, passports);
      this.recorder.store([]);
    }
    if (news.length > 0 || this.#problems().join(" ") !== before) this.push();
    for (const peer of this.#peers) this.handOver(peer);
    if (news.some(({ part }) => part === "agent")) for (const peer of this.#peers) this.leadSockets(peer);
  }

  /** The next moment at which time alone changes what is proven, in milliseconds; null: none. */
  get nextChange(): number | null {
    return this.#parts.passports.next;
  }

  /** Asks the network for newer passports and statuses; true where `refresh` would find something else. */
  fetchPassports(): Promise<boolean> {
    return this.#parts.passports.fetch();
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
    const problems = this.#problems();
    const state: AgentState = {
      type: "state",
      clearance: this.#resolution.clearance,
      health: {
        version: this.#parts.version,
        policyCheckedAt: this.#parts.sources.policyCheckedAt,
        policyProblem: problems.length === 0 ? null : problems.join(" "),
        journalProblem: this.#journalProblem(),
      },
      ...(this.#parts.passports.withheld !== null && { proofs: [...this.#parts.passports.proofs] }),
      promptKey: this.#parts.promptKey.key,
    };
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
        directory: sources.config.policy,
        revision: policy?.revision ?? null,
        checkedAt: sources.policyCheckedAt || null,
        rules: policy?.rules.length ?? 0,
        problems: [...this.#problems()],
      },
      journal: { file: journal.file, events: journal.count(), problem: this.#journalProblem() },
      extensions: [...this.#peers].flatMap(({ extension }) => {
        if (!extension) return [];
        const { instance, version: extensionVersion, browser } = extension.hello;
        return [{ instance, version: extensionVersion, browser, since: extension.since }];
      }),
      sockets: this.sockets.proxy.counts(),
      passport: this.#passportStatus(),
      residentBytes: process.memoryUsage.rss(),
    };
  }

  store(batch: readonly unknown[]): readonly Buffer[] | null {
    const { events, ids } = sortBatch(batch, Date.now());
    return this.recorder.store(events) ? framesOfStored(ids) : null;
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
    this.recorder.note(lifecycle("agent", "stopped", `Pid ${process.pid}`));
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

  async #lookAtPassports(): Promise<readonly AgentNews[]> {
    const { sources, user, passports } = this.#parts;
    const person = personOf(sources.config, user);
    const notes = await passports.look({
      policy: sources.policy.value,
      person,
      settings: sources.config.passport,
    });
    return notes.map(({ what, detail }) => ({ part: "passport", outcome: what, detail }));
  }

  #passportStatus(): AgentStatus["passport"] {
    const { proofs, withheld, device, problems } = this.#parts.passports;
    if (withheld === null) return null;
    return { proofs: [...proofs], withheld: [...withheld], device, problems: [...problems] };
  }

  #problems(): readonly string[] {
    const { problem } = this.#resolution;
    const all = [...this.#parts.sources.problems(), ...this.#parts.passports.problems];
    return problem === null ? all : [...all, problem];
  }

  #journalProblem(): string | null {
    return this.recorder.problem ?? this.#parts.promptKey.problem;
  }
}

function nameOf({ browser, version, instance }: Hello): string {
  return `Extension ${version} in ${browser}, installation ${instance}`;
}
