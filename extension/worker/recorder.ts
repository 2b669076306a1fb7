import type { AuditEvent, GapEvent, LifecycleEvent } from "../../shared/schema/audit-event.ts";
import type { WrappedKeys } from "../../shared/schema/sealed-content.ts";
import type { AgentPort } from "./agent-port.ts";
import type { Judgement } from "./judgement.ts";
import type { Delivery, Outbox } from "./outbox.ts";
import type { Posture } from "./posture.ts";
import { type Circumstances, importPromptKey, recordOf, type Written } from "./record.ts";

/** How long a permit waits for others before it is written, in milliseconds. A denial never waits, nor what is sealed. */
const PAUSE = 100;
/** Most events that wait in memory. */
const MOST_GATHERED = 200;

/** Brings events from decisions to the agent: gathered, made durable in the outbox, delivered one batch at a time. */
export class Recorder {
  readonly #outbox: Outbox;
  readonly #posture: Posture;
  #gathered: (() => Promise<Written>)[] = [];
  #writing: Promise<void> = Promise.resolve();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #underway: Delivery | null = null;
  #unkept: GapEvent | null = null;
  #key: { readonly of: string; readonly key: Promise<CryptoKey> } | null = null;

  constructor(outbox: Outbox, posture: Posture) {
    this.#outbox = outbox;
    this.#posture = posture;
  }

  /** Records a decision after the call was answered: nothing here may hold the call up. */
  decision(judged: Judgement, at: Circumstances, port: AgentPort): void {
    const isUrgent = judged.decision.effect === "deny" || judged.seal !== null;
    this.#gather(() => this.#recordOf(judged, at), port, isUrgent);
  }

  async #recordOf(judged: Judgement, at: Circumstances): Promise<Written> {
    const written = await recordOf(judged, at, await this.#promptKey());
    if (judged.seal !== null && written.wrapped === null) this.#posture.cannotSeal();
    return written;
  }

  /** Records an event that is complete. */
  note(event: AuditEvent, port: AgentPort): void {
    this.#gather(() => Promise.resolve({ event, wrapped: null }), port, false);
  }

  /** Records something about the extension itself. */
  lifecycle(what: LifecycleEvent["what"], detail: string, port: AgentPort): void {
    const event: LifecycleEvent = {
      id: crypto.randomUUID(),
      time: Date.now(),
      kind: "lifecycle",
      part: "extension",
      what,
      detail,
    };
    this.#gather(() => Promise.resolve({ event, wrapped: null }), port, true);
  }

  /** Sends the oldest events that wait, unless a delivery is under way. */
  async deliver(port: AgentPort): Promise<void> {
    if (this.#underway !== null || this.#posture.agentAway) return;
    const delivery = await this.#outbox.next();
    if (this.#underway !== null || delivery.events.length === 0) return;
    this.#underway = delivery;
    const keys = Array.from(delivery.wrapped, ([of, wrapped]) => ({ of, wrapped }));
    port.send({ type: "events", events: [...delivery.events], ...(keys.length > 0 && { keys }) });
  }

  /** The agent has stored what was under way: it is forgotten, and the next batch goes. */
  async stored(ids: readonly string[], port: AgentPort): Promise<void> {
    const delivery = this.#underway;
    if (delivery === null) return;
    const durable = new Set(ids);
    try {
      await this.#outbox.forget(
        delivery.keys.filter((_key, index) => durable.has(delivery.events[index]?.id ?? "")),
      );
    } finally {
      this.#underway = null; // what could not be forgotten goes again, which the journal's ids make harmless
    }
    if ((await this.#outbox.waiting()) === 0) await this.#outbox.closeGap(crypto.randomUUID(), Date.now());
    await this.#count();
    await this.deliver(port);
  }

  /** The line broke: what was under way stays in the outbox and goes again. */
  lost(): void {
    this.#underway = null;
  }

  /** Permits may wait a moment for each other, so that recording takes nothing from the calls that follow. */
  #gather(event: () => Promise<Written>, port: AgentPort, urgent: boolean): void {
    this.#gathered.push(event);
    if (urgent || this.#gathered.length >= MOST_GATHERED) this.#flush(port);
    else this.#pause ??= setTimeout(() => this.#flush(port), PAUSE);
  }

  #flush(port: AgentPort): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    // One write that fails must not end all those behind it: the next asks the disk again.
    this.#writing = this.#writing.then(() => this.#write(port)).catch(() => undefined);
  }

  /** Everything gathered since the last write goes in one transaction, which is what keeps a storm of calls cheap. */
  async #write(port: AgentPort): Promise<void> {
    const written = await Promise.all(this.#gathered.splice(0).map((event) => event()));
    if (written.length === 0) return; // an earlier write of this burst took them along
    const events = written.map(({ event }) => event);
    const admitted = this.#unkept === null ? events : [this.#unkept, ...events];
    try {
      await this.#outbox.add(admitted, keysOf(written));
      this.#unkept = null;
    } catch {
      this.#unkept = gapOf(admitted); // the disk is full or gone: admitted and counted with the next write that works
    }
    this.#posture.outboxWrites(this.#unkept === null);
    await this.#count();
    await this.deliver(port);
  }

  async #count(): Promise<void> {
    const { waiting, dropped, sealed } = await this.#outbox.counts();
    this.#posture.outbox(waiting, dropped, sealed);
  }

  async #promptKey(): Promise<CryptoKey | null> {
    const of = this.#posture.promptKey;
    if (of === null) return null;
    if (this.#key?.of !== of) this.#key = { of, key: importPromptKey(of) };
    return this.#key.key;
  }
}

/** The keys of sealed content, by the ids of the records that hold it. */
function keysOf(written: readonly Written[]): ReadonlyMap<string, WrappedKeys> {
  return new Map(
    written.flatMap(({ event, wrapped }) => (wrapped === null ? [] : [[event.id, wrapped] as const])),
  );
}

/** One counted record in place of events that could not be kept; a gap among them counts as what it counted. */
function gapOf(events: readonly AuditEvent[]): GapEvent {
  const spans = events.map((event) =>
    event.kind === "gap" ? event : { count: 1, from: event.time, until: event.time },
  );
  return {
    id: crypto.randomUUID(),
    time: Date.now(),
    kind: "gap",
    what: "outbox_full",
    count: spans.reduce((sum, span) => sum + span.count, 0),
    from: Math.min(...spans.map((span) => span.from)),
    until: Math.max(...spans.map((span) => span.until)),
  };
}
