import type { Action } from "./action.ts";
import type { AccountKind } from "./recognition.ts";

/** What `decide` is asked: one action on one model, or on a set of models it may be, at one moment. */
export interface AccessRequest {
  readonly action: Action;
  /** `provider/model` ids. One: named. Several: a set, the strictest stands (P7). Null: unidentified. */
  readonly models: readonly string[] | null;
  readonly account: AccountKind;
  /** False where the body could not be read. */
  readonly inspectable: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** True while the agent does not answer. */
  readonly agentAway: boolean;
}
