import * as z from "zod/mini";
import { Clearance } from "../schema/clearance.ts";
import { Decision } from "../schema/decision.ts";
import { DeclaredPurpose } from "../schema/purpose.ts";
import { AccessState } from "./access.ts";
import { Moment, Name } from "../schema/text.ts";
import { Identity } from "./identity.ts";

/** The messages between the extension's worker and what people see: popup and notice. Those of the blocked page are in `blocked.ts`. */

/** How the enforcement stands, worst first; the icon and the popup's footer say it in words. */
export const Protection = z.enum(["starting", "no_clearance", "agent_away", "degraded", "protected"]);
export type Protection = z.infer<typeof Protection>;

export const ExtensionHealth = z.strictObject({
  protection: Protection,
  /** Since when the agent has not answered; null while it does. */
  agentAwaySince: z.nullable(Moment),
  policyCheckedAt: z.nullable(Moment),
  /** When a proof of the person ended that the clearance rested on; null while all of them count. */
  proofEndedAt: z.nullable(Moment),
  policyProblem: z.nullable(z.string()),
  journalProblem: z.nullable(z.string()),
  /** What keeps sockets of background workers from being closed. */
  socketProblem: z.nullable(z.string()),
  /** Events that wait for the agent. */
  waiting: z.number(),
  /** Events that could not be kept, since the last gap record. */
  dropped: z.number(),
  version: Name,
});
export type ExtensionHealth = z.infer<typeof ExtensionHealth>;

/** The address of a page that a person may be led to. */
const HomePage = z.string().check(z.regex(/^https:\/\//), z.maxLength(2_000));

/** A denied call as the person is told of it. */
export const Notice = z.strictObject({
  type: z.literal("notice"),
  /** Id of the event in the journal. */
  id: Name,
  time: Moment,
  host: Name,
  /** Address of a denied navigation, without its query; null for a call from a page. */
  address: z.nullable(z.string()),
  /** Name for people: "Mythos 5"; null where no model could be told. */
  modelName: z.nullable(Name),
  /** The first alternative, with its name for people, and the page where it is used if the catalog knows one. */
  alternative: z.nullable(z.strictObject({ model: Name, name: Name, home: z.optional(HomePage) })),
  organization: z.nullable(Name),
  /** What the person had declared that they work on, in words for people; null: nothing. */
  purpose: z.nullable(Name),
  decision: Decision,
  /** True where the person may ask for access; left out where asking would not help. */
  askable: z.optional(z.literal(true)),
});
export type Notice = z.infer<typeof Notice>;

/** Another model than the one that was asked for has answered, as the person is told of it. */
export const ServedNotice = z.strictObject({
  type: z.literal("served"),
  /** Id of the event in the journal. */
  id: Name,
  time: Moment,
  host: Name,
  /** Names for people; `asked` null where the call named none. */
  asked: z.nullable(Name),
  answered: Name,
  /** False where the person may not use the model that answered: then the reply was stopped. */
  permitted: z.boolean(),
  /** Where the model that was asked for can be used by its name. */
  again: z.nullable(z.strictObject({ name: Name, home: HomePage })),
});
export type ServedNotice = z.infer<typeof ServedNotice>;

/** The whole state for the popup; pushed first, and again at each change. */
export const PopupState = z.strictObject({
  type: z.literal("popup"),
  clearance: z.nullable(Clearance),
  /** Left out until the agent has told it. */
  identity: z.optional(Identity),
  health: ExtensionHealth,
  /** What the person has declared that they work on; null: nothing. */
  purpose: z.nullable(DeclaredPurpose),
  /** The tab the popup was opened over, with the newest denial there. Null where the tab has no AI service. */
  here: z.nullable(z.strictObject({ host: Name, notice: z.nullable(Notice) })),
  /** What may be asked for, and what was; left out where policy has nothing of the kind. */
  access: z.optional(AccessState),
});
export type PopupState = z.infer<typeof PopupState>;

/** Ports that screens open towards the worker, by name. The worker pushes; only the blocked page is ever sent on. */
export const PORTS = { popup: "popup", blocked: "blocked" } as const;
