import * as z from "zod/mini";
import { Question } from "./question.ts";
import { Notice, Protection } from "./screen.ts";

/**
 * What became of a question about a navigation: the person said no, or nothing in time; the tab goes on by itself, or has
 * done so before; the person must send it again; or it could not be asked, since what is to be replaced cannot be here.
 */
export const Outcome = z.enum(["declined", "over", "opening", "opened", "again", "unasked"]);
export type Outcome = z.infer<typeof Outcome>;

/** The whole state for the blocked page of one tab. */
export const BlockedState = z.strictObject({
  type: z.literal("blocked"),
  protection: Protection,
  /** Where the person wanted to go, without its query; null where nothing is known of it. */
  address: z.nullable(z.string()),
  /** Null while Lanyard starts: nothing has been decided. */
  notice: z.nullable(Notice),
  /** The question that stands between the person and the page, or what became of it; null: there was none. */
  asked: z.nullable(z.union([Question, Outcome])),
  /** How many entries of the tab's history the page before is away. */
  back: z.number(),
});
export type BlockedState = z.infer<typeof BlockedState>;
