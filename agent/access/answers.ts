import { createHash } from "node:crypto";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { AccessEvent } from "../../shared/schema/access-event.ts";
import type { AccessAnswer } from "./answer-form.ts";
import { AnswersFolder } from "./answers-folder.ts";
import type { Book, Closed, Entry } from "./book.ts";
import { foreignEntry, namesOf, type Standing } from "./entry.ts";
import { AccessError } from "./fault.ts";
import { judgeAnswer, type Judged } from "./judge-answer.ts";
import { accessEvent, type AccessFact } from "./record.ts";
import { readAnswer, verifyAnswer } from "./verify.ts";
import type { AskAnswer } from "./web-answers.ts";

/** What answers are looked at with. */
export interface AnswersParts {
  readonly book: Book;
  readonly ask: AskAnswer;
  readonly now: () => number;
  readonly record: (event: AccessEvent) => void;
}

/** Refusals that are recorded in one run, of one request and in all: whoever serves answers can make endless ones. */
const REFUSALS = { each: 20, all: 200 };

/** The answers to the requests of a book: each is verified by the policy in force before it changes anything. */
export class Answers {
  readonly #parts: AnswersParts;
  readonly #folder = new AnswersFolder();
  readonly #fetched = new Map<string, string>();
  readonly #tags = new Map<string, string | null>();
  /** What was refused, under which policy, by its digest. */
  readonly #refused = new Set<string>();
  readonly #refusals = new Map<string, number>();
  readonly #standings = new Map<string, Standing>();

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  /** How an entry stood at the last look. */
  standing(id: string): Standing {
    return this.#standings.get(id) ?? { kind: "open" };
  }

  /** Takes what lies there for the person, judges what was taken before, and ends what is over. */
  async look(policy: CompiledPolicy, person: string, folder: string | null): Promise<void> {
    const offered = folder === null ? new Map<string, string>() : await this.#folder.read(folder);
    for (const [id, text] of [...offered, ...this.#fetched]) await this.#offer(id, text, policy, person);
    for (const entry of this.#open(person)) this.#standings.set(entry.id, await this.#stand(entry, policy));
    for (const entry of this.#open(person)) this.#endIfOver(entry);
  }

  /** Fetches the answers to what is open; true where one is new. */
  async fetch(person: string, address: string): Promise<boolean> {
    let isNew = false;
    for (const { id, isOwn } of this.#open(person)) {
      if (!isOwn) continue;
      const answer = await this.#parts
        .ask(`${address}${id}.json`, this.#tags.get(id) ?? null)
        .catch(() => null);
      if (answer?.kind !== "text") continue;
      this.#tags.set(id, answer.tag);
      isNew ||= this.#fetched.get(id) !== answer.text;
      this.#fetched.set(id, answer.text);
    }
    return isNew;
  }

  /** The next moment at which one of these entries stands otherwise by time alone; null: none. */
  nextMoment(entries: readonly Entry[]): number | null {
    const now = this.#parts.now();
    const moments = entries.filter(({ closed }) => closed === null).flatMap((entry) => this.#moments(entry));
    const later = moments.filter((at) => at > now);
    return later.length === 0 ? null : Math.min(...later);
  }

  #moments({ id, until }: Entry): readonly number[] {
    const standing = this.standing(id);
    return standing.kind === "granted" ? [standing.grant.from, standing.grant.until] : [until];
  }

  #open(person: string): readonly Entry[] {
    return this.#parts.book.entries.filter((entry) => entry.person === person && entry.closed === null);
  }

  async #offer(id: string, text: string, policy: CompiledPolicy, person: string): Promise<void> {
    const entry = this.#parts.book.get(id);
    if (entry?.answer === text) return;
    const mark = createHash("sha256")
      .update(JSON.stringify([id, text, policy.requests, person]))
      .digest("hex");
    if (this.#refused.has(mark)) return;
    try {
      await this.#accept(id, text, policy, person);
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      this.#refused.add(mark);
      this.#refuse(id, text, person, error);
    }
  }

  async #accept(id: string, text: string, policy: CompiledPolicy, person: string): Promise<void> {
    const { answer } = readAnswer(text);
    const known = this.#parts.book.get(id);
    // In a folder for all, what is for others is no fault of theirs.
    if (known === null && (answer.holder !== person || answer.kind !== "grant")) return;
    if (answer.request !== id)
      throw new AccessError("malformed", `It answers another request, ${answer.request}.`);
    const verified = await verifyAnswer(text, policy.requests?.approvers ?? []);
    const request = known?.isOwn === true ? known : null;
    const judged = judgeAnswer(verified, { policy, person, request });
    const entry = known ?? (answer.kind === "grant" ? foreignEntry(answer) : null);
    if (entry !== null) this.#take(entry, text, answer, judged);
  }

  #take(known: Entry, text: string, answer: AccessAnswer, judged: Judged): void {
    // While signatures were verified the person may have withdrawn it.
    const entry = this.#parts.book.get(known.id) ?? known;
    if (entry.closed !== null && judged.outcome !== "granted" && judged.outcome !== "short") return;
    if (entry.closed !== null)
      throw new AccessError("closed", `The request was ${entry.closed.state} before.`);
    if (answer.issued < entry.issued)
      throw new AccessError("older", "It is older than what was accepted before.");
    // The same with fewer signatures takes none of them away.
    if (judged.outcome === "short" && entry.answer !== null && answer.issued === entry.issued) return;
    if (answer.kind === "grant" && answer.until <= this.#parts.now())
      throw new AccessError("closed", "Its time is over.");
    const isOver = judged.outcome === "declined" || judged.outcome === "withdrawn";
    const closed: Closed | null = isOver
      ? { state: judged.outcome, by: namesOf(judged.by), why: judged.why }
      : null;
    this.#note(entry, factOf(judged));
    this.#parts.book.put({ ...entry, answer: text, issued: answer.issued, closed });
  }

  /** What was accepted counts only while the policy in force has it so. */
  async #stand({ id, answer, isOwn, person, ...entry }: Entry, policy: CompiledPolicy): Promise<Standing> {
    if (answer === null) return { kind: "open" };
    try {
      const verified = await verifyAnswer(answer, policy.requests?.approvers ?? []);
      const judged = judgeAnswer(verified, { policy, person, request: isOwn ? entry : null });
      if (judged.outcome === "granted") return { kind: "granted", grant: judged.grant, by: judged.by };
      return judged.outcome === "short" ? { kind: "short", by: judged.by } : { kind: "open" };
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      this.#note({ id, answer, isOwn, person, ...entry }, { what: "ended", why: error.message });
      return { kind: "void", why: error.message };
    }
  }

  #endIfOver(entry: Entry): void {
    const standing = this.standing(entry.id);
    const granted = standing.kind === "granted" ? standing : null;
    const until = granted?.grant.until ?? entry.until;
    if (until > this.#parts.now()) return;
    this.#note(entry, { what: "ended", ...(granted && { by: granted.by, times: granted.grant }) });
    this.#parts.book.put({ ...entry, closed: { state: "ended", by: namesOf(granted?.by ?? []), why: null } });
    this.#standings.delete(entry.id);
  }

  #refuse(id: string, text: string, person: string, error: AccessError): void {
    const entry = this.#parts.book.get(id) ?? claimedEntry(text, person);
    const count = this.#refusals.get(id) ?? 0;
    if (entry === null || count >= REFUSALS.each || this.#refused.size > REFUSALS.all) return;
    this.#refusals.set(id, count + 1);
    this.#note(entry, { what: "refused", why: error.message });
  }

  #note(entry: Entry, fact: AccessFact): void {
    this.#parts.record(accessEvent(entry, fact, this.#parts.now()));
  }
}

function factOf(judged: Judged): AccessFact {
  if (!("grant" in judged)) return { what: judged.outcome, by: judged.by, why: judged.why };
  return {
    what: judged.outcome === "granted" ? "approved" : "confirmed",
    by: judged.by,
    times: judged.grant,
  };
}

/** What a refused answer claims to grant to the person; null where it claims nothing to them. */
function claimedEntry(text: string, person: string): Entry | null {
  try {
    const { answer } = readAnswer(text);
    return answer.kind === "grant" && answer.holder === person ? foreignEntry(answer) : null;
  } catch {
    return null;
  }
}
