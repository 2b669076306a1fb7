import type { Action } from "./action.ts";
import type { AccountKind } from "./recognition.ts";

/** What `decide` is asked: one action on one model, or on a set of models it may be, at one moment. */
export interface AccessRequest {
  readonly action: Action;
  /** `provider/model` ids. One: named. Several: a set, the strictest stands (P7). Null: unidentified. */
  readonly models: readonly string[] | null;
  readonly account: AccountKind;
  /** The account or tenant id of the wire; null: not to be told. */
  readonly tenant: string | null;
  /** Where the call goes: a region ("eu-west-1") or sovereign cloud ("azure-government"); null: not to be told. */
  readonly region: string | null;
  /** The purpose the person has declared, one of the policy's; null: none. */
  readonly purpose: string | null;
  /** Classes of data found in the call; null: nobody has looked. */
  readonly dataClasses: readonly string[] | null;
  /** False where the body could not be read. */
  readonly inspectable: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** True while the agent does not answer. */
  readonly agentAway: boolean;
  /** Milliseconds since the policy was last found to be the newest. */
  readonly policyAge: number;
}
