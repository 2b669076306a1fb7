import * as z from "zod/mini";
import { CatalogContent, EditionName } from "../schema/catalog-edition.ts";
import { Clearance, LoweredClearance } from "../schema/clearance.ts";
import { EventId } from "../schema/event-head.ts";
import { HeldAuthority } from "../schema/held-authority.ts";
import { Claim, Proof } from "../schema/proof.ts";
import { WrappedKeys } from "../schema/sealed-content.ts";
import { Moment, Name } from "../schema/text.ts";
import { Identity, OpenPage, SignInAsk, SignOutAsk } from "./identity.ts";
import { MineAnswer, MineAsk } from "./mine.ts";
import { AccessState, AskAccess, WithdrawAccess } from "./access.ts";
import { SocketProxyPush } from "./socket-proxy.ts";

/**
 * The messages between extension and agent. Each is one JSON frame behind a 32-bit length in the machine's
 * byte order, on the browser's pipe and on the agent's socket alike; the native host between them copies frames.
 */
export const PROTOCOL = 1;

/** Largest frame towards the browser: Chromium closes the port above 1 MiB. Larger states go in parts. */
export const TO_BROWSER_LIMIT = 1_000_000;

/** Largest frame towards the agent. */
export const TO_AGENT_LIMIT = 16_000_000;

/** The agent's condition as the person may see it. */
export const AgentHealth = z.strictObject({
  version: Name,
  /** When the policy was last looked at and found good. */
  policyCheckedAt: Moment,
  /** What is wrong with the newest policy or people file, in a sentence; null: nothing. */
  policyProblem: z.nullable(z.string()),
  journalProblem: z.nullable(z.string()),
});
export type AgentHealth = z.infer<typeof AgentHealth>;

/** What holds instead from a moment on, since proofs that the clearance was resolved from count no longer by then. */
export const Lapse = z.strictObject({
  /** By the clock of this machine. */
  at: Moment,
  /** What was proven and is no longer, or for less. */
  claims: z.array(Claim),
  /** What is otherwise than in the state's clearance; null: nothing may be permitted. */
  clearance: z.nullable(LoweredClearance),
});
export type Lapse = z.infer<typeof Lapse>;

/** Everything the extension needs, whole: sent first, and again at each change. Clearance null: nobody to resolve for. */
export const AgentState = z.strictObject({
  type: z.literal("state"),
  clearance: z.nullable(Clearance),
  health: AgentHealth,
  /** How each fact stands that policy wants proven; left out where it wants none. */
  proofs: z.optional(z.array(Proof)),
  /** When the clearance may be relied on no longer, and by which others; ascending. Left out: no proof of it ends. */
  lapses: z.optional(z.array(Lapse)),
  /** Who uses this endpoint; left out by agents that know no sign-in. */
  identity: z.optional(Identity),
  /** The licenses and grants that the person holds; left out: none. */
  held: z.optional(z.array(HeldAuthority)),
  /** What the person may ask for; left out where policy has nothing of the kind. */
  access: z.optional(AccessState),
  /** Key of the prompt hash, 32 bytes in hexadecimal. */
  promptKey: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type AgentState = z.infer<typeof AgentState>;

/** One part of a message that is larger than a frame may be: the texts of all parts, joined, are the message. */
const Part = z.strictObject({
  type: z.literal("part"),
  of: Name,
  n: z.number(),
  total: z.number(),
  text: z.string(),
});

/** The edition of the catalog to recognize by; null: the one that is built in. */
const CatalogPush = z.strictObject({ type: z.literal("catalog"), content: z.nullable(CatalogContent) });

/** From the agent (or from the native host, `link` alone) to the extension. */
export const ToExtension = z.discriminatedUnion("type", [
  AgentState,
  CatalogPush,
  SocketProxyPush,
  MineAnswer,
  Part,
  /** These events are durable, or were before: forget them. */
  z.strictObject({ type: z.literal("stored"), ids: z.array(z.string()) }),
  z.strictObject({ type: z.literal("pong"), n: z.number() }),
  /** A frame that the agent could not take, with the mend. */
  z.strictObject({ type: z.literal("refused"), code: Name, message: z.string() }),
  /** The native host lost or found the agent. */
  z.strictObject({ type: z.literal("link"), up: z.boolean() }),
  OpenPage,
]);
export type ToExtension = z.infer<typeof ToExtension>;

/** The keys of one record's sealed content, which the agent keeps apart from it. */
export const SentKeys = z.strictObject({ of: EventId, wrapped: WrappedKeys });

/** From the extension to the agent. Events are not parsed here: one bad event must not cost the others. */
export const FromExtension = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("hello"),
    protocol: z.number(),
    extension: Name,
    version: Name,
    /** This installation of the extension in this browser profile. */
    instance: Name,
    browser: z.string(),
    /** The edition of the catalog it recognizes by; left out by versions that take none. */
    edition: z.optional(EditionName),
    /** True where this browser's sockets can be led through the agent's proxy. */
    sockets: z.optional(z.boolean()),
  }),
  z.strictObject({
    type: z.literal("events"),
    events: z.array(z.unknown()).check(z.maxLength(1_000)),
    /** `SentKeys` of those that hold sealed content; not parsed here either. */
    keys: z.optional(z.array(z.unknown()).check(z.maxLength(1_000))),
  }),
  /** Every call from this moment on is decided from the clearance of this revision. */
  z.strictObject({ type: z.literal("applied"), revision: Name, at: Moment }),
  z.strictObject({ type: z.literal("ping"), n: z.number() }),
  SignInAsk,
  SignOutAsk,
  MineAsk,
  AskAccess,
  WithdrawAccess,
]);
export type FromExtension = z.infer<typeof FromExtension>;
