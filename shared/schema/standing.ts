import * as z from "zod/mini";
import { Action } from "./action.ts";
import { Ground, Missing, OBLIGATIONS } from "./decision.ts";
import { Name } from "./text.ts";

/** How a person stands to a model, from the best on. */
const StandingState = z.enum(["may", "conditions", "obtainable", "not"]);

/** One thing that a model may only be used with. */
export const StandingCondition = z.discriminatedUnion("kind", [
  /** For nothing but this. */
  z.strictObject({ kind: z.literal("only"), action: Action }),
  z.strictObject({ kind: z.literal("personal_account") }),
  /** Something to bring to the call; `value` as people read it. */
  z.strictObject({ kind: z.enum(["purpose", "region", "tenant", "data_class"]), value: Name }),
  z.strictObject({ kind: z.enum(OBLIGATIONS) }),
]);
export type StandingCondition = z.infer<typeof StandingCondition>;

/** How a person stands to a model, without the words for it. */
export const Stood = z.strictObject({
  state: StandingState,
  /** What settled it. */
  ground: Ground,
  /** In the order in which they are told; of `conditions` alone. */
  conditions: z.array(StandingCondition),
  /** Any one of these would give access. */
  missing: z.array(Missing),
});
export type Stood = z.infer<typeof Stood>;
