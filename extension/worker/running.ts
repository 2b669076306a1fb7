import type { ReplyHead, ServedModel } from "../../shared/catalog/reply/reader.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import { judgeRecognition } from "./judgement.ts";
import type { Posture } from "./posture.ts";
import type { ReplyListener } from "./replies.ts";
import type { Answered } from "./reply-listeners.ts";
import { judgeServed } from "./served.ts";
import { SENT_BEFORE } from "./socket-judgement.ts";

/** Whoever reads a reply; `served` is told of each model that the reply names. */
type Reads = (served: (model: ServedModel) => void) => ReplyListener | null;

/** A reply that is coming, or awaited. */
interface Reply {
  readonly answered: Answered;
  readonly served: ServedModel[];
  /** Why it is being ended; null: it is not. */
  cut: Decision | null;
}

/** What ends replies, and what is told of one that was ended. */
export interface RunningParts {
  readonly posture: Posture;
  /** Asks the hook to end it; it answers that the reply is over. */
  readonly cut: (id: string) => void;
  readonly ended: (answered: Answered, decision: Decision, served: ServedModel | null) => void;
}

/** Most models of one reply that are judged anew. */
const MOST_SERVED = 16;

/** The replies that pages are getting: a forbid that says `running: cut` ends them when it comes into force. */
export class Running {
  readonly #parts: RunningParts;
  readonly #replies = new Map<string, Reply>();
  #known: { readonly of: Clearance | null; readonly cutting: ReadonlySet<string> } = {
    of: null,
    cutting: new Set(),
  };

  constructor(parts: RunningParts) {
    this.#parts = parts;
    parts.posture.watch(() => this.#judgeAnew());
  }

  /** What listens to the reply to a permitted call: whoever reads it, and on to its end where it comes bit by bit. */
  follow(answered: Answered, reads: Reads): ReplyListener {
    const reply: Reply = { answered, served: [], cut: null };
    this.#replies.set(answered.id, reply);
    const reader = reads((model) => {
      if (reply.served.length < MOST_SERVED) reply.served.push(model);
    });
    let streams = true;
    let goesOn = reader !== null;
    return {
      begin(head) {
        streams = isStream(head);
        reader?.begin(head);
      },
      take(piece, time) {
        const wanted = goesOn && reader !== null ? reader.take(piece, time) : "enough";
        goesOn = wanted === "more";
        return wanted === "enough" && streams ? "mute" : wanted;
      },
      end: () => {
        reader?.end();
        this.#over(reply);
      },
    };
  }

  #over(reply: Reply): void {
    const { answered, served, cut } = reply;
    this.#replies.delete(answered.id);
    if (cut !== null) this.#parts.ended(answered, cut, served.at(-1) ?? null);
  }

  #judgeAnew(): void {
    if (this.#cutting().size === 0) return;
    for (const [id, reply] of this.#replies) {
      if (reply.cut !== null) continue;
      reply.cut = this.#endedBy(reply);
      if (reply.cut !== null) this.#parts.cut(id);
    }
  }

  /** The decision of now that ends a reply; null: it goes on. */
  #endedBy({ answered: { judged }, served }: Reply): Decision | null {
    const { posture } = this.#parts;
    const now = Date.now();
    const decisions = [
      judgeRecognition(posture, judged.recognition, SENT_BEFORE, now)?.decision,
      ...served.map((model) => judgeServed(posture, judged, model, now).decision),
    ];
    return decisions.find((one) => one !== undefined && this.#cuts(one)) ?? null;
  }

  #cuts({ effect, rules }: Decision): boolean {
    const cutting = this.#cutting();
    return effect === "deny" && rules.some((id) => cutting.has(id));
  }

  /** Ids of the rules that end replies; gathered once for each clearance. */
  #cutting(): ReadonlySet<string> {
    const { clearance } = this.#parts.posture;
    if (this.#known.of !== clearance) this.#known = { of: clearance, cutting: cuttingIn(clearance) };
    return this.#known.cutting;
  }
}

function cuttingIn(clearance: Clearance | null): ReadonlySet<string> {
  const rules = clearance?.rules ?? [];
  return new Set(rules.filter(({ cuts }) => cuts === true).map(({ id }) => id));
}

/** A reply without a length is written while it is sent; one with a length is on its way as a whole. */
function isStream({ headers }: ReplyHead): boolean {
  return headers === null || headers["content-length"] === undefined;
}
