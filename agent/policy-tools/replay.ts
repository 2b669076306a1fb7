import * as z from "zod/mini";
import { prepare, type Authority } from "../../shared/policy/authority.ts";
import { modelsFor } from "../../shared/policy/model-set.ts";
import { resolve } from "../../shared/policy/resolve.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { actionOf } from "../../shared/schema/action.ts";
import { DecisionEvent } from "../../shared/schema/audit-event.ts";
import type { Person } from "../../shared/schema/person.ts";
import { ordinaryCall } from "./ordinary-call.ts";
import { changeBetween, outcomeOf, type Change } from "./outcome.ts";

/** What a replay reads of a recorded decision; the rest of the record is passed over. */
export const RecordedDecision = z.object({
  time: DecisionEvent.shape.time,
  effect: DecisionEvent.shape.effect,
  ground: DecisionEvent.shape.ground,
  obligations: DecisionEvent.shape.obligations,
  person: DecisionEvent.shape.person,
  service: DecisionEvent.shape.service,
  operation: DecisionEvent.shape.operation,
  modelAsSent: DecisionEvent.shape.modelAsSent,
  model: DecisionEvent.shape.model,
  mayBe: DecisionEvent.shape.mayBe,
  pageNamed: DecisionEvent.shape.pageNamed,
  host: DecisionEvent.shape.host,
  alias: DecisionEvent.shape.alias,
  account: DecisionEvent.shape.account,
  region: DecisionEvent.shape.region,
  purpose: DecisionEvent.shape.purpose,
  inspectable: DecisionEvent.shape.inspectable,
});
export type RecordedDecision = z.infer<typeof RecordedDecision>;

/** Why a recorded request was not replayed. */
export type Unplayed = "nobody" | "stranger" | "no_clearance" | "stale" | "no_action";

/** What the draft makes of one recorded request: a change, the same again (null), or nothing that can be told. */
export type Played =
  | { readonly unplayed: Unplayed }
  | {
      readonly change: Change | null;
      /** Ids of the draft's rules that determine it. */
      readonly rules: readonly string[];
      /** The draft's ground, for what no rule determines. */
      readonly ground: string;
    };

/** Most people whose clearance is kept at a time: memory stays the same however long the journal is. */
const KEPT = 256;

/** Replays recorded requests under a draft, each for its own person. */
export class Replay {
  readonly #policy: CompiledPolicy;
  readonly #people: ReadonlyMap<string, Person>;
  readonly #authorities = new Map<string, Authority>();

  constructor(policy: CompiledPolicy, people: ReadonlyMap<string, Person>) {
    this.#policy = policy;
    this.#people = people;
  }

  /** One request. What the journal does not tell (tenant, data) is unknown, as it is on the wire. */
  play(recorded: RecordedDecision): Played {
    const { person, ground, operation } = recorded;
    if (person === null) return { unplayed: "nobody" };
    if (ground === "not_ready") return { unplayed: "no_clearance" };
    if (ground === "stale") return { unplayed: "stale" };
    const action = actionOf(operation);
    if (action === null) return { unplayed: "no_action" };
    const authority = this.#authorityOf(person);
    if (authority === null) return { unplayed: "stranger" };
    const outcome = outcomeOf(authority, {
      ...ordinaryCall(
        action,
        modelsFor(authority.clearance, { ...recorded, host: withoutPort(recorded.host) }),
        recorded.time,
      ),
      account: recorded.account,
      region: recorded.region,
      purpose: recorded.purpose,
      inspectable: recorded.inspectable,
      agentAway: ground === "agent_away",
    });
    return { change: changeBetween(metBy(recorded), outcome), rules: outcome.rules, ground: outcome.ground };
  }

  #authorityOf(id: string): Authority | null {
    const known = this.#authorities.get(id);
    if (known) return known;
    const person = this.#people.get(id);
    if (!person) return null;
    const [oldest] = this.#authorities.keys();
    if (this.#authorities.size >= KEPT && oldest !== undefined) this.#authorities.delete(oldest);
    const authority = prepare(resolve(this.#policy, person));
    this.#authorities.set(id, authority);
    return authority;
  }
}

/** A policy names hosts; the record has the port too, where there was one. */
function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}

/** What the policy said then: an enforcer that could not carry a step out denied what the policy permitted (P1). */
function metBy({ effect, ground, obligations }: RecordedDecision): {
  readonly effect: "permit" | "deny";
  readonly obligations: RecordedDecision["obligations"];
} {
  if (ground === "obligation") return { effect: "permit", obligations };
  return { effect, obligations: effect === "permit" ? obligations : [] };
}
