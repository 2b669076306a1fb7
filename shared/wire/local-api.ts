import * as z from "zod/mini";
import { Claim, Proof } from "../schema/proof.ts";
import { Moment, Name, Sentence } from "../schema/text.ts";
import { Identity } from "./identity.ts";

/** The messages between the command line and the agent, on the same socket and in the same frames as the browser's. */
export const ApiRequest = z.strictObject({ type: z.literal("status") });
export type ApiRequest = z.infer<typeof ApiRequest>;

/** Signing in with a code that is typed on another device. What else is asked of an identity is said as browsers do. */
export const CodeRequest = z.strictObject({ type: z.literal("sign_in_by_code") });
export type CodeRequest = z.infer<typeof CodeRequest>;

/** The code to be typed, and where. */
export const DeviceCode = z.strictObject({
  type: z.literal("code"),
  code: Name,
  /** Where it is typed. */
  url: z.string().check(z.maxLength(2_000)),
  /** The same with the code in it; null where the provider has none. */
  whole: z.nullable(z.string().check(z.maxLength(2_000))),
  until: Moment,
});
export type DeviceCode = z.infer<typeof DeviceCode>;

/** Signing in or out has ended; `problem` null: it worked. */
export const SignInEnded = z.strictObject({
  type: z.literal("ended"),
  problem: z.nullable(Sentence),
  identity: Identity,
});
export type SignInEnded = z.infer<typeof SignInEnded>;

/** One browser that is connected now. */
const ConnectedExtension = z.strictObject({
  instance: Name,
  version: Name,
  browser: z.string(),
  since: Moment,
});

/** The proxy for sockets, since the agent started. */
export const SocketCounts = z.strictObject({
  /** On loopback; null where it does not listen. */
  port: z.nullable(z.number()),
  /** Sockets that are open now. */
  open: z.number(),
  /** Sockets that the extension let pass. */
  passed: z.number(),
  /** Sockets that nobody answered for, or not rightly. */
  unseen: z.number(),
  /** Connections that were no question for an AI service's host. */
  refused: z.number(),
  problem: z.nullable(z.string()),
});
export type SocketCounts = z.infer<typeof SocketCounts>;

/** How far one receiver of the security team has the journal. */
export const ForwardStatus = z.strictObject({
  to: z.string(),
  /** The URL or the file. */
  place: z.string(),
  /** Place in the journal of the last event that it has; 0: none yet. */
  sentUpTo: z.number(),
  /** How many events it is behind. */
  behind: z.number(),
  /** Events that it would not have, since the agent started. */
  leftOut: z.number(),
  problem: z.nullable(z.string()),
});
export type ForwardStatus = z.infer<typeof ForwardStatus>;

/** What passports prove; the facts themselves stay in the agent. */
const PassportStatus = z.strictObject({
  proofs: z.array(Proof),
  /** What policy does not ask for. */
  withheld: z.array(Claim),
  /** Thumbprint of the device's key; null where none was needed yet. */
  device: z.nullable(Name),
  problems: z.array(z.string()),
});
/** How it stands with signed policy. Versions are those of the roles; 0: none yet. */
const SignedStatus = z.strictObject({
  release: z.nullable(Name),
  policy: z.number(),
  directives: z.number(),
  /** When the newer of both was signed. */
  issued: z.nullable(Moment),
  /** When they were last found to be the newest, by the trusted time. */
  checkedAt: z.nullable(Moment),
  /** When the next regular look is due; null: one is running. */
  nextLook: z.nullable(Moment),
  /** Percent: where this device stands among all. A release reaches it when its share is above that. */
  ring: z.number(),
  /** The device as reports name it. */
  device: Name,
  nudge: z.enum(["off", "connected", "away"]),
  trustedTime: Moment,
  /** Code of what keeps the newest state from being enforced; null: nothing. */
  problem: z.nullable(Name),
});
export type SignedStatus = z.infer<typeof SignedStatus>;

/** What `lanyard agent status` shows. */
export const AgentStatus = z.strictObject({
  type: z.literal("status"),
  version: Name,
  pid: z.number(),
  startedAt: Moment,
  organization: Name,
  person: z.nullable(Name),
  policy: z.strictObject({
    /** The folder that it is read from, or the address of the repository. */
    directory: z.string(),
    revision: z.nullable(Name),
    checkedAt: z.nullable(Moment),
    rules: z.number(),
    problems: z.array(z.string()),
  }),
  /** Null where the policy comes from a folder. */
  signed: z.nullable(SignedStatus),
  journal: z.strictObject({ file: z.string(), events: z.number(), problem: z.nullable(z.string()) }),
  extensions: z.array(ConnectedExtension),
  sockets: SocketCounts,
  /** In the configuration's order. */
  forward: z._default(z.array(ForwardStatus), []),
  /** Null where policy asks for no proofs. */
  passport: z.nullable(PassportStatus),
  /** Left out by agents that know no sign-in. */
  identity: z.optional(Identity),
  residentBytes: z.number(),
});
export type AgentStatus = z.infer<typeof AgentStatus>;
