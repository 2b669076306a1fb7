import * as z from "zod/mini";
import { PublicJwk } from "./passport-issuer.ts";
import { Duration, ModelPattern, said } from "./policy-words.ts";
import { Name } from "./text.ts";

/** In clear from this machine alone: requests say why somebody needs what. */
const SAFE_URL = /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])\S{1,2000}$/;
const SafeUrl = z.string().check(z.regex(SAFE_URL));

/** Somebody who may approve, and the key that their approvals are verified by. */
export const Approver = z.strictObject({
  person: said(Name, "Who it is. Nobody approves what they asked for themselves.", "lee@example.com"),
  key: said(PublicJwk, "Their public key, as `lanyard request key` prints it."),
});
export type Approver = z.infer<typeof Approver>;

/** What people may ask for, who decides, and how long a grant may last. */
export const AccessPolicy = z.strictObject({
  models: said(z.array(ModelPattern).check(z.minLength(1)), "Models that people may ask for.", [
    "anthropic/mythos-5",
  ]),
  longest: said(Duration, "The longest that one grant may last.", "7d"),
  approvers: said(
    z.array(Approver).check(z.minLength(1), z.maxLength(100)),
    "Who may approve. A grant counts only while the keys that signed it stand here.",
  ),
  two_for: said(
    z.optional(
      z.strictObject({
        levels: said(z.optional(z.array(Name)), "Models of these levels."),
        models: said(z.optional(z.array(ModelPattern)), "These models."),
      }),
    ),
    "What takes two approvers; models of the highest of several levels where left out, nothing for `{}`.",
    { levels: ["controlled"] },
  ),
  named: said(
    z.optional(z.array(Name)),
    'Ids that `unless: ["grant:ID"]` names, and that an approver may give a grant.',
    ["mythos-exception"],
  ),
  to: said(
    z.optional(
      z.strictObject({
        put: said(
          z.optional(SafeUrl),
          "Requests are PUT below this address, each as a file.",
          "https://requests.example.com/",
        ),
        webhook: said(z.optional(SafeUrl), "Requests are POSTed to this address."),
      }),
    ),
    "Where requests go besides the journal.",
  ),
  grants: said(
    z.optional(SafeUrl),
    "Below this address endpoints look for answers. Left out: `grants/` below the address of signed policy, or the folder `grants` beside that of the policy.",
    "https://grants.example.com/",
  ),
});
export type AccessPolicy = z.infer<typeof AccessPolicy>;
