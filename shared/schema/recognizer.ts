import * as z from "zod/mini";
import { Operation } from "./action.ts";
import { Name } from "./text.ts";

/**
 * Where in a call something is: slash-separated steps, the first of which names the part.
 * `body/model`, `query/model`, `path/org` (a `{org}` of the path pattern), `header/x-name`, `frame/setup/model`,
 * `host/1` (a label), `const/auto`. `*` is every element or value; `$json` parses the string it stands on; `$base64` is the protobuf message in it;
 * `$files` is the names of a form's files; `$flag:v|niji` is every `--v 8` or `--niji 6` in a text; `$tag:mode` writes `mode:` before what is there; `$after:;` cuts up to `;`, `$before:-x` gives what is before `-x`, and nothing where there is none;
 * `$text` is all text in messages of any of the usual shapes: strings, lists, and their `text`, `content` and `parts`.
 */
export const Place = z
  .string()
  .check(z.regex(/^(body|query|path|header|frame|host|const)\//), z.maxLength(200));
export type Place = z.infer<typeof Place>;

/**
 * Where in a reply something stands. The first step says how the reply is read: `json/model` (each JSON value of a body:
 * one, or one a line), `sse/message_start/message/model` (data of the events of that name, `*` for any), `aws/…` (messages of
 * an AWS event stream), `frame/session/model` (frames of a socket that were received), `header/openai-model`. `*` is every
 * element or member, `$json` goes into a string that is JSON; `$deep:model_slug|x` is these keys at any depth, and what a
 * JSON patch writes to them; `$opaque` at the end: an id that says a model only where somebody mapped it.
 */
const ReplyPlace = z.string().check(z.regex(/^(json|sse|aws|frame|header)\/[^/]/), z.maxLength(200));

/**
 * A list in a reply by which a service tells its own page what its model ids mean: `at` is an entry of the list, `key` the id
 * that calls carry and `name` what it is called, both from the entry on.
 */
const NameMap = z.strictObject({
  at: z.string().check(z.regex(/^(json|html)\/[^/]/), z.maxLength(200)),
  key: z.string().check(z.maxLength(100)),
  /** The first that names a known model is taken. */
  names: z.array(z.string().check(z.maxLength(100))),
});
export type NameMap = z.infer<typeof NameMap>;

/**
 * A condition on a call: something is at this place; where given, one of the texts there is exactly `is`,
 * or contains one of the words of `has` (`image|imagen`, without regard to case).
 */
export const Present = z.strictObject({ at: Place, is: z.optional(z.string()), has: z.optional(z.string()) });
export type Present = z.infer<typeof Present>;

/**
 * How a body is read. `rpc`: messages of Connect or gRPC, JSON or protobuf (steps are field numbers). `frames`: what a
 * socket would carry, sent by a plain request. `events`: AWS's event stream. `graphql`: its operations, however they are
 * sent. `ndjson`: JSON in each line. `text`: as it stands. `any`: by its first bytes. `none` leaves it alone: what matters is in the URL.
 */
export const Codec = z.enum([
  "json",
  "form",
  "multipart",
  "rpc",
  "frames",
  "events",
  "graphql",
  "ndjson",
  "text",
  "any",
  "none",
]);
export type Codec = z.infer<typeof Codec>;

/** One kind of call that a service takes. The first endpoint whose method, path and `if` match is the one. */
export const Endpoint = z.strictObject({
  /** `POST`, or several: `POST|PUT`. `GET` takes sockets too; `WS` takes nothing else. */
  method: z._default(z.string(), "POST"),
  /** `/v1/{name}/x`: `{name}` is one segment (`{name:}` up to its last colon), `{name**}` one or more, `**` any number. */
  paths: z.array(z.string()),
  if: z.optional(z.array(Present)),
  /** True where method and path alone say that it is AI: a body that cannot be read does not clear the call. */
  distinct: z.optional(z.boolean()),
  operation: Operation,
  /** Operations that replace the one above where their condition holds; the first that does. */
  operations: z.optional(z.array(z.strictObject({ if: Present, operation: Operation }))),
  codec: z._default(Codec, "json"),
  /** Every place that names a model. Several different values mean that it may be any of them. */
  model: z._default(z.array(Place), []),
  prompt: z._default(z.array(Place), []),
  attachments: z._default(z.array(Place), []),
  /** Bytes and media types of the attachments, in their order. */
  sizes: z.optional(z.array(Place)),
  types: z.optional(z.array(Place)),
  account: z._default(z.array(Place), []),
  signedOut: z.optional(z.boolean()),
  /** Names that the customer gave to what answers, beside the model: a custom GPT, a gem, an assistant, an agent. */
  alias: z.optional(z.array(Place)),
  /** Every place in the reply that says which model served it; left out: those of the record. */
  reply: z.optional(z.array(ReplyPlace)),
  /**
   * The call chooses the model of a conversation (or assistant, or thread), whose id is at one of these places. An id that
   * only the reply has is the page's word. `adds`: it may change the model of a conversation that is known, and makes none
   * known.
   */
  remember: z.optional(
    z.strictObject({ key: z.array(z.union([Place, ReplyPlace])), adds: z.optional(z.boolean()) }),
  ),
  /** Where the id of a conversation stands whose model was chosen by an earlier call. */
  recall: z.optional(z.array(Place)),
  /** Where the id of the conversation stands that the call goes on with; left out: as `recall`. */
  conversation: z.optional(z.array(Place)),
  /** What the reply tells the page about the service's own model ids. */
  maps: z.optional(z.array(NameMap)),
});
export type Endpoint = z.infer<typeof Endpoint>;

/** One AI service on the wire, as data: what a signed update can mend without a release. */
export const Recognizer = z.strictObject({
  service: Name,
  provider: Name,
  /** Exact host names, `*.suffix`, or labels with `*` in them; empty for shapes that are recognized on any host. */
  hosts: z.array(z.string()),
  /** The only ports that count, where a host (a loopback one) serves much else. */
  ports: z.optional(z.array(z.number())),
  /** True where the hosts serve much else besides AI: only the endpoints' paths are listened to. */
  mixed: z.optional(z.boolean()),
  /** True for a record that only lends its endpoints: it is never tried itself. */
  abstract: z.optional(z.boolean()),
  /** Services whose endpoints are tried after its own, in this order. */
  like: z.optional(z.array(Name)),
  /**
   * Abstract records of object stores that serve the world. What the service's own pages send to their hosts is the
   * service's upload; from anywhere else it is none of ours.
   */
  stores: z.optional(z.array(Name)),
  /** The page a person would open; null for raw APIs. */
  home: z._default(z.nullable(z.string()), null),
  /**
   * The address of a new conversation with a model: `{model}` is the lab's name of it, `{slug}` the same with dashes for
   * dots. Left out where the service's address cannot say it.
   */
  open: z.optional(z.string()),
  /** Model strings that only this service uses, and the models each may be. `""`: the wire names none. */
  aliases: z._default(z.record(z.string(), z.array(Name)), {}),
  /** True where model ids may be of any lab (gateways, resellers): a bare id is looked up, never assumed ours. */
  resells: z._default(z.boolean(), false),
  /**
   * Host (as in `hosts`; `*` is any) → place of the region in calls to it: `host/1`, `path/location`, or
   * `const/azure-government` where the host means one. The first that has a text tells; where none does, it is unknown.
   */
  region: z.optional(z.record(z.string(), Place)),
  /** Where one of these holds, the call may be answered in any region, whatever its address says. */
  roams: z.optional(z.array(Present)),
  /** Places in replies that say which model served, for all endpoints that do not say it themselves. */
  reply: z.optional(z.array(ReplyPlace)),
  endpoints: z.array(Endpoint),
  source: z.string(),
});
export type Recognizer = z.infer<typeof Recognizer>;

/** A recognizer as its file says it, with what has a default left out. */
export type RecognizerSource = z.input<typeof Recognizer>;
