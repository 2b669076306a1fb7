import * as z from "zod/mini";
import { Name } from "./text.ts";

/** What a restriction may be taken away by (P6). */
export const LicenseKind = z.enum(["license", "grant"]);
export type LicenseKind = z.infer<typeof LicenseKind>;

/** A license or grant that a permitted call was made under, as its authority knows it. Null: nobody has said. */
export const LicenseUse = z.strictObject({
  id: Name,
  number: z.nullable(Name),
  authority: z.nullable(Name),
  /** By what the person holds it: their organization, a group of theirs, or their own id. */
  holder: z.nullable(Name),
  kind: LicenseKind,
});
export type LicenseUse = z.infer<typeof LicenseUse>;

/** A license or grant that a denied call would have needed; `id` null: any that covers it. */
export const LicenseWanted = z.strictObject({ kind: LicenseKind, id: z.nullable(Name) });
export type LicenseWanted = z.infer<typeof LicenseWanted>;
