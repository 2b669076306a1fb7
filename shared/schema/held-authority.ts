import * as z from "zod/mini";
import { Action } from "./action.ts";
import { Moment, Name } from "./text.ts";

/** A license or grant as its holder sees it. Null: all of them, or no limit. */
export const HeldAuthority = z.strictObject({
  id: Name,
  kind: z.enum(["license", "grant"]),
  /** Who gave it; null where nobody said. */
  authority: z.nullable(Name),
  models: z.nullable(z.array(Name)),
  actions: z.nullable(z.array(Action)),
  purposes: z.nullable(z.array(Name)),
  regions: z.nullable(z.array(Name)),
  from: z.nullable(Moment),
  /** Exclusive. */
  until: z.nullable(Moment),
});
export type HeldAuthority = z.infer<typeof HeldAuthority>;
