import * as z from "zod/mini";
import { Operation } from "./action.ts";
import { Name } from "./text.ts";

/** Whose account a call uses: the company's, somebody's own, or not to be told from the wire. */
export const AccountKind = z.enum(["corporate", "personal", "unknown"]);
export type AccountKind = z.infer<typeof AccountKind>;

/** The account as the wire names it; `signedOut` where the endpoint is the anonymous one. */
export const Account = z.strictObject({
  id: z.nullable(Name),
  signedOut: z.boolean(),
});
export type Account = z.infer<typeof Account>;

/** A file that a call sends or announces; null where nothing tells. Its name is content. */
export const FileFacts = z.strictObject({
  name: z.nullable(z.string()),
  type: z.nullable(z.string()),
  size: z.nullable(z.number()),
});
export type FileFacts = z.infer<typeof FileFacts>;

/** What a call was recognized to be. Null where the wire has none. */
export const Recognition = z.strictObject({
  service: Name,
  /** The lab whose model answers; `unknown` where nothing tells. */
  provider: Name,
  operation: Operation,
  /** The raw string of the wire, always kept. */
  modelAsSent: z.nullable(z.string()),
  /** The lab's own name, `provider/model`; null where none or several are possible. */
  model: z.nullable(Name),
  /** The models it may be where the wire does not settle it (P7); null where it does, or where nothing is known. */
  mayBe: z.nullable(z.array(Name)),
  /**
   * What the page itself says that an otherwise unknown string may be. Hearsay: it may close a call and never opens one, so
   * such a call counts as unidentified besides.
   */
  pageNamed: z.nullable(z.array(Name)),
  /** A name that the customer gave, beside the model: a custom GPT, a gem, an assistant. */
  alias: z.nullable(Name),
  /** Host name, without port, in lower case: the same name means different models on different hosts. */
  host: Name,
  /**
   * The conversation whose model this call chooses, with the strings that say it; null where it chooses none. The id is
   * null where only the reply has it. `adds`: it may change the model of a conversation that is known.
   */
  chooses: z.nullable(z.strictObject({ id: z.nullable(Name), models: z.array(Name), adds: z.boolean() })),
  /** Prompt text, parts joined by newlines; null where none, or where it was not asked for. */
  prompt: z.nullable(z.string()),
  /** Names of attached files; an id where the wire has no name. */
  attachments: z.array(z.string()),
  /** What is told of the files that the call sends or announces. */
  files: z.array(FileFacts),
  account: z.nullable(Account),
  /** Where the call goes, as the service spells it ("eu-west-1") or by the name of a sovereign cloud ("azure-government"). */
  region: z.nullable(Name),
  /** False where the body could not be read, or is not what it says it is. */
  inspectable: z.boolean(),
});
export type Recognition = z.infer<typeof Recognition>;
