import type { AskingEvent, DecisionEvent, ServedEvent } from "../../../shared/schema/audit-event.ts";
import { Groups } from "./groups.ts";

/** Calls of one person to one model that were decided alike. */
interface Decided {
  readonly effect: DecisionEvent["effect"];
  readonly ground: DecisionEvent["ground"];
  readonly person: string | null;
  /** Null where it could not be told which model the call is about; then `asSent` is what it named. */
  readonly model: string | null;
  readonly asSent: string | null;
  readonly service: string;
  readonly operation: DecisionEvent["operation"];
  readonly rules: readonly string[];
  readonly because: string;
  readonly revision: string | null;
}

/** What a person was asked, and said. */
type Asked = Pick<AskingEvent, "person" | "model" | "steps" | "answer" | "purpose" | "reason" | "rules">;

/** Replies of another model than was asked for, or of one that the policy denies. */
type Served = Pick<ServedEvent, "person" | "modelAsServed" | "verdict" | "effect" | "ended" | "because">;

/** Who called which models, and what became of it. */
export class Calls {
  readonly decided = new Groups<Decided>();
  readonly asked = new Groups<Asked>();
  readonly served = new Groups<Served>();
  permits = 0;
  denials = 0;
  /** Calls of which nobody could tell the model, or who made them. */
  withoutModel = 0;
  withoutPerson = 0;

  takeDecision(event: DecisionEvent): void {
    const { effect, ground, person, model, modelAsSent, service, operation, rules, because, revision } =
      event;
    if (effect === "permit") this.permits += 1;
    else this.denials += 1;
    if (model === null) this.withoutModel += 1;
    if (person === null) this.withoutPerson += 1;
    const asSent = model === null ? modelAsSent : null;
    this.decided.take(
      { effect, ground, person, model, asSent, service, operation, rules, because, revision },
      event.time,
    );
  }

  takeAsking({ person, model, steps, answer, purpose, reason, rules, time }: AskingEvent): void {
    this.asked.take({ person, model, steps, answer, purpose, reason, rules }, time);
  }

  takeServed({ person, modelAsServed, verdict, effect, ended, because, time }: ServedEvent): void {
    if (effect === "permit" && verdict !== "other") return;
    this.served.take({ person, modelAsServed, verdict, effect, ended, because }, time);
  }
}
