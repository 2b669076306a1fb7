import * as z from "zod/mini";
import { WrappedKey } from "../../shared/schema/sealed-content.ts";
import { Name } from "../../shared/schema/text.ts";
import { ReviewError } from "./fault.ts";

/** What the first of two reviewers hands to the second. It opens nothing without the key of one whom it is for. */
export const HalfOpened = z.strictObject({
  lanyard: z.literal("half-opened"),
  form: z.literal(1),
  /** The journal and the place in it. */
  origin: z.string(),
  sequence: z.int(),
  /** Whose key opened it so far. */
  by: Name,
  halves: z.array(z.strictObject({ for: Name, jwe: WrappedKey.shape.jwe })).check(z.minLength(1)),
});
export type HalfOpened = z.infer<typeof HalfOpened>;

/** Reads a half-opened file; throws `half` where it is none. */
export function readHalf(file: string, text: string): HalfOpened {
  try {
    return HalfOpened.parse(JSON.parse(text));
  } catch (error) {
    throw new ReviewError(
      "half",
      `${file} is no half-opened file. Have the first reviewer write one: lanyard journal unseal PLACE --key FILE --half FILE`,
      error,
    );
  }
}
