import * as z from "zod/mini";
import { Action } from "../../shared/schema/action.ts";
import { ModelId } from "../../shared/schema/policy-words.ts";
import { Moment, Name, Sentence } from "../../shared/schema/text.ts";
import { RequestId } from "../../shared/wire/access.ts";

/** `typ` of the signatures under an answer, and under a request: neither can be taken for the other, or for a passport. */
export const ANSWER_TYPE = "lanyard-answer+jws";
export const REQUEST_TYPE = "lanyard-request+jws";

/** Bytes of the largest answer. */
export const ANSWER_LIMIT = 32_768;

const head = {
  lanyard: z.literal(1),
  /** The request that is answered; a grant has its id. */
  request: RequestId,
  /** Whose request it is. */
  holder: Name,
  issued: Moment,
};

/** Access for one person, for a time. */
const Grant = z.strictObject({
  ...head,
  kind: z.literal("grant"),
  models: z.array(ModelId).check(z.minLength(1), z.maxLength(20)),
  /** Left out: all. */
  actions: z.optional(z.array(Action).check(z.minLength(1))),
  purposes: z.optional(z.array(Name).check(z.minLength(1), z.maxLength(20))),
  /** The id by which `unless` asks for it; left out: it satisfies `grant` alone. */
  named: z.optional(Name),
  from: Moment,
  /** Exclusive. */
  until: Moment,
});
export type Grant = z.infer<typeof Grant>;

/** What an approver says to a request; `withdrawn` takes a grant back. Nothing else can be said, so no key of an approver can change policy. */
export const AccessAnswer = z.discriminatedUnion("kind", [
  Grant,
  z.strictObject({ ...head, kind: z.literal("declined"), why: Sentence }),
  z.strictObject({ ...head, kind: z.literal("withdrawn"), why: Sentence }),
]);
export type AccessAnswer = z.infer<typeof AccessAnswer>;

const Encoded = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(ANSWER_LIMIT));

/** An answer with its signatures: a JWS in its general JSON form (RFC 7515, 7.2.1), without unprotected headers. */
export const SignedAnswer = z.strictObject({
  payload: Encoded,
  signatures: z
    .array(z.strictObject({ protected: Encoded, signature: Encoded }))
    .check(z.minLength(1), z.maxLength(4)),
});
export type SignedAnswer = z.infer<typeof SignedAnswer>;

/** The header of one signature. */
export const AnswerHeader = z.strictObject({
  typ: z.literal(ANSWER_TYPE),
  alg: z.enum(["EdDSA", "ES256"]),
  /** Thumbprint of the key (RFC 7638). */
  kid: Name,
});

/** A request as the endpoint signs it for whoever decides. */
export const SentRequest = z.strictObject({
  lanyard: z.literal(1),
  id: RequestId,
  state: z.enum(["asked", "withdrawn"]),
  organization: Name,
  person: Name,
  model: ModelId,
  purpose: z.nullable(Name),
  reason: z.string().check(z.maxLength(2_000)),
  asked: Moment,
  from: Moment,
  until: Moment,
});
export type SentRequest = z.infer<typeof SentRequest>;

/** A request as it is sent: its sentence for people, what it says, and the same signed, which alone counts. */
export const SentFile = z.strictObject({
  text: z.string().check(z.maxLength(8_000)),
  request: z.unknown(),
  signed: z.string().check(z.maxLength(ANSWER_LIMIT)),
});
