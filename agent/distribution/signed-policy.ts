import type { PolicyFile } from "../../shared/policy/document.ts";
import type { Problem } from "../../shared/policy/problem.ts";
import { systemWords } from "../platform/fault.ts";
import { joinedFiles, readReleases } from "./content/bundles.ts";
import { choose, type Choice } from "./content/choose.ts";
import { publishedIn } from "./content/published.ts";
import { releaseFor } from "./content/ring.ts";
import { digestOf, type Floor, type InForce } from "./floor/floor.ts";
import type { FloorStore } from "./floor/floor-store.ts";
import { goesOnFrom } from "./floor/pinned.ts";
import type { CatalogReading, PolicyReading, PolicySource } from "./policy-source.ts";
import { SourceProblems, type DistributionNews, type SourceProblem } from "./problems.ts";
import { expiryOf, readRoles, refuseExpired, type Roles } from "./repository/metadata.ts";
import { isAway, Refusal, ROLES } from "./repository/refusal.ts";
import { ServerRefusal, type Repository, type Verified } from "./repository/repository.ts";
import type { Answer } from "./repository/web-client.ts";
import { TrustedTime, type Clocks } from "./trusted-time.ts";

/** What a look needs of the rest of the agent. */
export interface LookNeeds {
  /** Groups of the person whom the endpoint is for. */
  readonly groups: readonly string[];
  /** What is wrong with these files as one policy, under a published edition of the catalog. */
  readonly trial: (files: readonly PolicyFile[], catalog: string | null) => readonly Problem[];
}

/** What a look found: `same` is the newest as well. */
export interface Look {
  readonly outcome: "changed" | "same" | "failed";
  /** What the server said about the next one; null where it gave no answer. */
  readonly answer: Answer | null;
}

/** What a signed source is made of. */
export interface SignedParts {
  /** Address of the repository. */
  readonly url: string;
  readonly repository: Repository;
  readonly store: FloorStore;
  readonly clocks: Clocks;
  /** The root that the configuration names, verified by itself. */
  readonly pinned: string;
  /** Percent: where this device stands among all. */
  readonly place: number;
  readonly tell: (news: DistributionNews) => void;
}

/** Milliseconds that the system's clock may be behind before it is recorded. */
const CLOCK_SLACK = 300_000;

/**
 * Policy and directives out of a signed repository. What is in force is always a pair that was verified and checked
 * together, is on the disk before anybody obeys it, and stays in force while nothing better is verified.
 */
export class SignedPolicy implements PolicySource {
  readonly problems: SourceProblems;
  readonly place: string;
  readonly time: TrustedTime;
  readonly #parts: SignedParts;
  #floor: Floor | null;
  #roles: Roles | null;
  /** The tag of the held timestamp, where everything under it was taken. */
  #tag: string | null = null;
  #isComplete = false;
  /** The last good check, or the start of this run, by the steady clock. */
  #checked: number;
  #turn = 0;

  constructor(parts: SignedParts) {
    this.#parts = parts;
    this.place = parts.url;
    this.problems = new SourceProblems(parts.tell);
    this.#floor = this.#open();
    this.#roles = this.#floor === null ? null : readRoles(this.#floor.metadata);
    this.time = new TrustedTime(parts.clocks, this.#floor?.time ?? null);
    this.#checked = parts.clocks.steady();
    // A clock that was ahead at the last check must not make its age begin later.
    if (this.#floor !== null && this.#floor.checkedAt > this.time.now())
      this.#floor = { ...this.#floor, checkedAt: this.time.now() };
  }

  get inForce(): InForce | null {
    return this.#floor?.inForce ?? null;
  }

  /** What decisions name (P9): the release and the version of the directives. */
  get revision(): string | null {
    return this.inForce === null ? null : revisionOf(this.inForce);
  }

  /** Version of the timestamp that is held; 0: none. */
  get timestampVersion(): number {
    return this.#roles?.timestamp.signed.version ?? 0;
  }

  /** When what is in force was last found to be the newest, by the trusted time; null: never. */
  get checkedAt(): number | null {
    return this.#floor === null || this.#floor.checkedAt === 0 ? null : this.#floor.checkedAt;
  }

  /**
   * The same by the system's clock, which extensions reckon ages by: the age is right even where that clock was set.
   * 0: never.
   */
  get checkedAtBySystem(): number {
    const { clocks } = this.#parts;
    if (this.checkedAt === null) return 0;
    const passed = Math.max(0, clocks.steady() - this.#checked, this.time.now() - this.checkedAt);
    return clocks.system() - passed;
  }

  read(): Promise<PolicyReading> {
    const { inForce } = this;
    const reading: PolicyReading =
      inForce === null
        ? { ok: false, problem: "No signed policy is in force yet: it is fetched." }
        : {
            ok: true,
            files: joinedFiles(inForce.policy.files, inForce.directives.files),
            revision: revisionOf(inForce),
          };
    return Promise.resolve(reading);
  }

  catalog(): Promise<CatalogReading> {
    return Promise.resolve({ ok: true, text: this.#floor?.catalog ?? null });
  }

  mark(): Promise<string> {
    return Promise.resolve(String(this.#turn));
  }

  /** Looks for something newer and takes it over, whole or part by part; never throws for what a server does. */
  async look(needs: LookNeeds): Promise<Look> {
    try {
      return await this.#look(needs);
    } catch (error) {
      this.#tag = null;
      this.problems.set("repository", problemOf(error));
      return { outcome: "failed", answer: error instanceof ServerRefusal ? error.answer : null };
    } finally {
      this.watchClock();
    }
  }

  /** Records a system's clock that is behind what signatures prove. */
  watchClock(): void {
    const isBehind = this.time.behind > CLOCK_SLACK;
    const sentence = "The system's clock is behind the moment at which the policy was signed. Set it right.";
    this.problems.set("clock", isBehind ? { code: "clock_behind", sentence, what: "degraded" } : null);
  }

  /** Keeps how far the time has come, so that a restart does not lose it. */
  keepTime(): void {
    const { bound } = this.time;
    if (this.#floor !== null && bound !== null) this.#write({ ...this.#floor, time: boundOf(bound) });
  }

  #open(): Floor | null {
    const { store, clocks, pinned, tell } = this.#parts;
    const { floor, problem } = store.read(clocks.system());
    if (problem !== null) tell({ part: "policy", what: "degraded", detail: `floor_damaged: ${problem}` });
    if (floor === null || goesOnFrom(pinned, floor)) {
      // Both copies are whole again before anything may happen to the other.
      if (floor !== null && problem !== null) store.write(floor);
      return floor;
    }
    store.discard(clocks.system());
    const detail =
      "other_root: The root that this endpoint was given is not the one it went by. It starts again from the new one, and is closed until it has fetched.";
    tell({ part: "policy", what: "degraded", detail });
    return null;
  }

  async #look(needs: LookNeeds): Promise<Look> {
    const answer = await this.#parts.repository.timestamp(this.#tag);
    if (this.#isNewest(answer, needs)) {
      this.#foundNewest(answer);
      return { outcome: "same", answer };
    }
    const held = this.#floor?.metadata ?? { root: this.#parts.pinned };
    const timestamp =
      answer.status === 304 ? Buffer.from(this.#floor?.metadata.timestamp ?? "") : answer.body;
    this.#tag = null;
    const before = this.#turn;
    await this.#parts.repository.update(held, timestamp, (verified) => this.#take(verified, needs));
    this.problems.set("repository", null);
    if (this.#isComplete) this.#tag = answer.header("etag");
    return { outcome: this.#turn === before ? "same" : "changed", answer };
  }

  /** Whether the server still has what was taken over whole, and all of it still holds. */
  #isNewest({ status, body }: Answer, { groups }: LookNeeds): boolean {
    const floor = this.#floor;
    const roles = this.#roles;
    if (!this.#isComplete || floor === null || roles === null || floor.releases === null) return false;
    if (status !== 304 && body.toString() !== floor.metadata.timestamp) return false;
    if (ROLES.some((role) => expiryOf(roles, role) <= this.time.now())) return false;
    const release = releaseFor(readReleases(floor.releases), { place: this.#parts.place, groups });
    return release === floor.inForce?.policy.release;
  }

  #foundNewest(answer: Answer): void {
    this.problems.set("repository", null);
    this.#checked = this.#parts.clocks.steady();
    this.#tag = answer.header("etag") ?? this.#tag;
    if (this.#floor !== null) this.#floor = { ...this.#floor, checkedAt: this.time.now() };
  }

  async #take(verified: Verified, needs: LookNeeds): Promise<void> {
    const { roles, texts, roots } = verified;
    const time = this.time.considering(roles);
    refuseExpired(roles, time.now());
    const { releases, catalog, ...published } = await publishedIn(verified, this.#floor, {
      place: this.#parts.place,
      groups: needs.groups,
    });
    const edition = catalog instanceof Refusal ? (this.#floor?.catalog ?? null) : catalog;
    const choice = choose(published, this.inForce, (files) => needs.trial(files, edition));
    this.#isComplete = this.#judge(choice, catalog);
    const chain = this.#floor?.roots ?? [digestOf(this.#parts.pinned)];
    const { bound } = time;
    if (bound === null) return;
    this.time.restart(bound);
    this.#adopt(roles, {
      lanyard: 1,
      sequence: this.#floor?.sequence ?? 0,
      roots: [...chain, ...roots.map((root) => digestOf(root))],
      metadata: texts,
      time: boundOf(bound),
      checkedAt: this.#isComplete ? this.time.now() : (this.#floor?.checkedAt ?? 0),
      releases: releases ?? this.#floor?.releases ?? null,
      catalog: edition,
      inForce: choice.inForce,
    });
  }

  /** Says what is wrong with each part; true: nothing is. */
  #judge(choice: Choice, catalog: string | Refusal | null): boolean {
    const refused = {
      policy: choice.policy,
      directives: choice.directives,
      catalog: catalog instanceof Refusal ? catalog : null,
    };
    for (const subject of ["policy", "directives", "catalog"] as const)
      this.problems.set(subject, refused[subject] && problemOf(refused[subject]));
    return choice.inForce !== null && Object.values(refused).every((one) => one === null);
  }

  /** On the disk first: what was obeyed once must not be forgotten by a crash. */
  #adopt(roles: Roles, floor: Floor): void {
    const before = this.#floor;
    this.#write(floor);
    this.#roles = roles;
    if (this.#isComplete) this.#checked = this.#parts.clocks.steady();
    const isSame =
      before?.catalog === floor.catalog &&
      (before?.inForce && revisionOf(before.inForce)) === (floor.inForce && revisionOf(floor.inForce));
    if (!isSame) this.#turn += 1;
  }

  /** A disk that takes nothing must not keep a directive from being obeyed: it is obeyed, and said. */
  #write(floor: Floor): void {
    this.#floor = { ...floor, sequence: floor.sequence + 1 };
    const sentence = this.#parts.store.write(this.#floor);
    this.problems.set(
      "floor",
      sentence === null ? null : { code: "floor_not_kept", sentence, what: "degraded" },
    );
  }
}

export function revisionOf({ policy, directives }: InForce): string {
  return `${policy.release}+${directives.version}`;
}

function boundOf({ bound, role, keys }: NonNullable<TrustedTime["bound"]>): Floor["time"] {
  return { bound, role, keys: [...keys] };
}

/** Whatever a server or this machine's disk does ends a look, and nothing else. */
function problemOf(refusal: unknown): SourceProblem {
  if (!(refusal instanceof Refusal))
    return {
      code: "look_failed",
      sentence: `What is published could not be looked at: ${systemWords(refusal)}.`,
      what: "degraded",
    };
  return {
    code: refusal.code,
    sentence: refusal.message,
    what: isAway(refusal) ? "degraded" : "refused",
  };
}
