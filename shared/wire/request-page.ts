import * as z from "zod/mini";
import { Moment, Name } from "../schema/text.ts";
import { AccessState, AskAccess, LONGEST_REQUEST_REASON, RequestId, WithdrawAccess } from "./access.ts";
import { Protection } from "./screen.ts";

/** The messages between the worker and the page on which people ask for access, and the notice about what came of it. */

/** What a person asked for and the agent has not confirmed yet: it is sent until it has. */
export const PendingAsk = z.strictObject({
  id: RequestId,
  model: Name,
  purpose: z.nullable(Name),
  reason: z.string().check(z.maxLength(LONGEST_REQUEST_REASON)),
  until: Moment,
  asked: Moment,
});
export type PendingAsk = z.infer<typeof PendingAsk>;

/** The whole state for the page of requests. */
export const RequestState = z.strictObject({
  type: z.literal("requests"),
  protection: Protection,
  organization: z.nullable(Name),
  /** Null: nothing may be asked for. */
  access: z.nullable(AccessState),
  pending: z.array(PendingAsk),
  /** Models that may be asked for by name and are not open, and those of the requests, with their names for people. */
  models: z.array(z.strictObject({ id: Name, name: Name, isOpen: z.boolean() })),
});
export type RequestState = z.infer<typeof RequestState>;

/** From the page to the worker. */
export const RequestSaid = z.discriminatedUnion("type", [AskAccess, WithdrawAccess]);
export type RequestSaid = z.infer<typeof RequestSaid>;

/** From the content script: the person wants to ask for what a notice of its tab denied. */
export const AskFor = z.strictObject({ type: z.literal("ask_for"), notice: Name });

/** What came of a request, as the person is told of it over the page they look at. */
export const AccessNotice = z.strictObject({
  type: z.literal("access"),
  id: RequestId,
  what: z.enum(["approved", "declined", "ending", "ended"]),
  modelName: Name,
  /** When it ends, or has. */
  ends: z.nullable(Moment),
  by: z.nullable(Name),
  why: z.nullable(z.string()),
});
export type AccessNotice = z.infer<typeof AccessNotice>;

/** The port of the page. */
export const REQUEST_PORT = "requests";
/** Where the page is in the extension. */
export const REQUEST_PAGE = "request/index.html";
