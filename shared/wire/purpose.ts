import * as z from "zod/mini";
import { Name } from "../schema/text.ts";

/** From a page of the extension to its worker: the person says what they work on; null: nothing any more. */
export const DeclarePurpose = z.strictObject({
  type: z.literal("declare_purpose"),
  purpose: z.nullable(Name),
});
export type DeclarePurpose = z.infer<typeof DeclarePurpose>;

/** Whether the worker took it: it takes only purposes of the policy, and only while it knows the person. */
export const PurposeTaken = z.strictObject({ taken: z.boolean() });
export type PurposeTaken = z.infer<typeof PurposeTaken>;
