import * as z from "zod/mini";
import { Operation } from "./action.ts";
import { Name } from "./text.ts";

/**
 * Where in a call something is: slash-separated steps, the first of which names the part.
 * `body/model`, `query/model`, `path/org` (a `{org}` of the path pattern), `header/x-name`, `frame/setup/model`,
 * `host/1` (a label), `const/auto`. `*` is every element or value; `$json` parses the string it stands on.
 */
export const Place = z
  .string()
  .check(z.regex(/^(body|query|path|header|frame|host|const)\//), z.maxLength(200));
export type Place = z.infer<typeof Place>;

/** A condition on a call: something is at this place, and is (or contains) this value where one is given. */
export const Present = z.strictObject({ at: Place, is: z.optional(z.string()) });

/** How a body is read. `none` leaves it alone: what matters is in the URL. */
export const Codec = z.enum(["json", "form", "multipart", "none"]);
export type Codec = z.infer<typeof Codec>;

/** One kind of call that a service takes. The first endpoint whose method, path and `if` match is the one. */
export const Endpoint = z.strictObject({
  method: z.string(),
  /** `/v1/{name}/x`: `{name}` is one segment (`{name:}` up to a colon), `**` any number of them. */
  paths: z.array(z.string()),
  if: z.optional(z.array(Present)),
  operation: Operation,
  /** Operations that replace the one above where their condition holds; the first that does. */
  operations: z.optional(z.array(z.strictObject({ if: Present, operation: Operation }))),
  codec: Codec,
  /** Every place that names a model. Several different values mean that it may be any of them. */
  model: z._default(z.array(Place), []),
  prompt: z._default(z.array(Place), []),
  attachments: z._default(z.array(Place), []),
  account: z._default(z.array(Place), []),
  signedOut: z.optional(z.boolean()),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** One AI service on the wire, as data: what a signed update can mend without a release. */
export const Recognizer = z.strictObject({
  service: Name,
  provider: Name,
  /** Exact host names, or `*.suffix`; empty for shapes that are recognized on any host. */
  hosts: z.array(z.string()),
  /** The page a person would open; null for raw APIs. */
  home: z.nullable(z.string()),
  /** Model strings that only this service uses, and the models each may be. `""`: the wire names none. */
  aliases: z._default(z.record(z.string(), z.array(Name)), {}),
  /** True where model ids may be of any lab (gateways, resellers): a bare id is looked up, never assumed ours. */
  resells: z._default(z.boolean(), false),
  endpoints: z.array(Endpoint),
  source: z.string(),
});
export type Recognizer = z.infer<typeof Recognizer>;
