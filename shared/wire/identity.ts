import * as z from "zod/mini";
import { Moment, Name, Sentence } from "../schema/text.ts";

/** Who uses this endpoint, how that is known, and what can be done about it. */
export const Identity = z.strictObject({
  /** The person's id; null: nobody is known. */
  person: z.nullable(Name),
  /** `account`: by the user of the system; `configured`: the one whom the configuration names. */
  how: z.enum(["account", "configured", "sign_in"]),
  /** The company's sign-in, by its `iss`; null where there is none. */
  provider: z.nullable(Name),
  /** What the person is called; null: not known. */
  name: z.nullable(Name),
  /** Until when the sign-in counts unless it is renewed; null: nobody is signed in. */
  until: z.nullable(Moment),
  /** What is not well with the sign-in, in a sentence; null: nothing. */
  problem: z.nullable(Sentence),
  can: z.strictObject({ sign_in: z.boolean(), sign_out: z.boolean() }),
});
export type Identity = z.infer<typeof Identity>;

/** The person wants to sign in, or out; said by the popup, the extension and the command line alike. */
export const SignInAsk = z.strictObject({ type: z.literal("sign_in") });
export const SignOutAsk = z.strictObject({ type: z.literal("sign_out") });

/** An address to be opened for the person: the provider's, where they sign in or out. */
export const OpenPage = z.strictObject({
  type: z.literal("open"),
  url: z
    .string()
    .check(z.regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/), z.maxLength(16_000)),
});
export type OpenPage = z.infer<typeof OpenPage>;
