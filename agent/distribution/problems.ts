import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";

/** What a problem is about: of each there is one at a time. */
export type Subject = "repository" | "policy" | "directives" | "catalog" | "floor" | "clock";

/** Something that keeps the newest state from being enforced, or the endpoint from being sure of it. */
export interface SourceProblem {
  readonly code: string;
  readonly sentence: string;
  /** `refused`: somebody served what must not be obeyed. */
  readonly what: "refused" | "degraded";
}

/** A record for the journal. */
export interface DistributionNews {
  readonly part: LifecycleEvent["part"];
  readonly what: SourceProblem["what"];
  readonly detail: string;
}

/** The problems there are now; each is told once, when it comes or becomes another. */
export class SourceProblems {
  readonly #tell: (news: DistributionNews) => void;
  readonly #now = new Map<Subject, SourceProblem>();

  constructor(tell: (news: DistributionNews) => void) {
    this.#tell = tell;
  }

  /** Says how it stands with a subject; null: all is well. */
  set(subject: Subject, problem: SourceProblem | null): void {
    const before = this.#now.get(subject);
    if (problem === null) return void this.#now.delete(subject);
    this.#now.set(subject, problem);
    if (before?.code === problem.code && before.sentence === problem.sentence) return;
    this.#tell({
      part: subject === "catalog" ? "catalog" : "policy",
      what: problem.what,
      detail: `${problem.code}: ${problem.sentence}`,
    });
  }

  /** Of what was refused, in sentences: what is wrong with the newest policy, for people. */
  get refused(): readonly string[] {
    return this.#all.filter(({ what }) => what === "refused").map(({ sentence }) => sentence);
  }

  /** Every sentence. */
  get sentences(): readonly string[] {
    return this.#all.map(({ sentence }) => sentence);
  }

  /** Code of the first; null: there is none. */
  get code(): string | null {
    return this.#all[0]?.code ?? null;
  }

  get #all(): readonly SourceProblem[] {
    return [...this.#now.values()];
  }
}
