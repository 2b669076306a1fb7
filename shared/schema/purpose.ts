import * as z from "zod/mini";
import { Moment, Name } from "./text.ts";

/** How long a purpose stays declared where the policy says nothing of it: a working day, in milliseconds. */
export const USUAL_PURPOSE = 28_800_000;

/** What the person has said that they work on. It counts for them alone, and only until its end. */
export const DeclaredPurpose = z.strictObject({
  /** One of the policy's. */
  purpose: Name,
  person: Name,
  since: Moment,
  /** Exclusive. */
  until: Moment,
});
export type DeclaredPurpose = z.infer<typeof DeclaredPurpose>;
