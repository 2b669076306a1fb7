import * as z from "zod/mini";
import { Clearance } from "../schema/clearance.ts";
import { HeldAuthority } from "../schema/held-authority.ts";
import { Proof } from "../schema/proof.ts";
import { DeclaredPurpose } from "../schema/purpose.ts";
import { Stood } from "../schema/standing.ts";
import { Moment, Name, Sentence } from "../schema/text.ts";
import { Identity } from "./identity.ts";
import { MineAnswer } from "./mine.ts";
import { ExtensionHealth } from "./screen.ts";

/* The messages between the worker and the page "My clearance". */

/** The port's name. */
export const CLEARANCE_PORT = "clearance";

/** How a model stands otherwise than before. */
export const StandingChange = z.strictObject({
  /** When it was first seen here. */
  at: Moment,
  model: Name,
  /** For people. */
  name: Name,
  /** Null where the policy did not name the model before, or names it no longer. */
  from: z.nullable(Stood),
  to: z.nullable(Stood),
  /** Ids of the rules that settle it now. */
  rules: z.array(Name),
});
export type StandingChange = z.infer<typeof StandingChange>;

/** A web app of the catalog. */
export const PageService = z.strictObject({
  service: Name,
  provider: Name,
  /** True where its models may be of any lab. */
  resells: z.boolean(),
  home: z.string().check(z.regex(/^https:\/\//), z.maxLength(2_000)),
  /** What a call that names no model may be for; null: nobody knows. */
  unnamed: z.nullable(z.array(Name)),
});
export type PageService = z.infer<typeof PageService>;

/** Something that the person asked for, and where that is. */
export const PageRequest = z.strictObject({
  id: Name,
  model: Name,
  asked: Moment,
  state: z.enum(["sent", "waiting", "approved", "declined", "withdrawn", "ended"]),
  /** Why it was declined or ended, in a sentence. */
  why: z.nullable(Sentence),
  /** When what was given ends; null: nothing was, or it has no end. */
  ends: z.nullable(Moment),
});
export type PageRequest = z.infer<typeof PageRequest>;

/** What the person may ask for, and what they asked for, the newest first. */
const PageAccess = z.strictObject({
  /** Models that may be asked for, exact or with `*`. */
  models: z.array(Name),
  requests: z.array(PageRequest),
});

/** The whole state for the page; pushed first, and again at each change. */
export const ClearancePageState = z.strictObject({
  type: z.literal("clearance"),
  clearance: z.nullable(Clearance),
  /** Left out until the agent has told it. */
  identity: z.optional(Identity),
  /** What the person has declared that they work on; null: nothing. */
  purpose: z.nullable(DeclaredPurpose),
  health: ExtensionHealth,
  /** How each fact stands that policy wants proven; null where it wants none. */
  proofs: z.nullable(z.array(Proof)),
  held: z.array(HeldAuthority),
  /** The newest first. */
  changes: z.array(StandingChange),
  services: z.array(PageService),
  /** Null: nobody takes requests. */
  access: z.nullable(PageAccess),
});
export type ClearancePageState = z.infer<typeof ClearancePageState>;

/** From the worker to the page. The page sends `MineAsk`, and nothing else. */
export const ToClearancePage = z.discriminatedUnion("type", [ClearancePageState, MineAnswer]);
export type ToClearancePage = z.infer<typeof ToClearancePage>;

/** From a content script to the worker: the person wants to see the page, at a model or from its beginning. */
export const OpenClearance = z.strictObject({ type: z.literal("open_clearance"), model: z.nullable(Name) });
