import * as z from "zod/mini";
import { Name } from "./text.ts";

/** Kinds of data that Lanyard itself knows how to look for. */
export const BUILT_IN = [
  "iban",
  "email",
  "payment-card",
  "phone",
  "us-ssn",
  "secret-key",
  "ip-address",
] as const;
export const BuiltIn = z.enum(BUILT_IN);
export type BuiltIn = z.infer<typeof BuiltIn>;

/** Longest pattern that a policy may hold, in characters. */
export const LONGEST_PATTERN = 1_000;

/** A class of data that a policy names, and how it is found in a prompt. */
export const DataClass = z.strictObject({
  name: Name,
  /** What people call it: "IBAN". */
  words: Name,
  builtIn: z.array(BuiltIn),
  /** In the syntax of RE2. */
  patterns: z.array(z.string().check(z.maxLength(LONGEST_PATTERN))),
  /** What stands in its place after it was redacted. */
  replace: z.string().check(z.maxLength(200)),
});
export type DataClass = z.infer<typeof DataClass>;
