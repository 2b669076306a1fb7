import * as z from "zod/mini";
import { AccessPolicy } from "./access-policy.ts";
import {
  ActionList,
  AskingText,
  dates,
  Duration,
  LicenseHolder,
  ModelId,
  PurposeLasts,
  said,
  selector,
  sentence,
  Toggle,
} from "./policy-words.ts";
import { BuiltIn, LONGEST_PATTERN } from "./data-class.ts";
import { Obligation } from "./decision.ts";
import { PassportIssuer } from "./passport-issuer.ts";
import { Claim } from "./proof.ts";
import { SignInText } from "./sign-in.ts";
import { Needed, ReviewerJwk } from "./reviewer.ts";
import { Tenants } from "./tenants.ts";
import { Name, Sentence } from "./text.ts";

const ruleId = said(Name, "Its name: records and sentences use it. No other sentence of the folder has it.");
const FORBID = "What it forbids: `all`, or actions and action groups.";

/**
 * One sentence of policy, in whichever layer. At most one of `permit` and `forbid`, and `require` where there is
 * neither (checked by `parse`, which can name the line).
 */
export const Rule = z.strictObject({
  id: ruleId,
  permit: said(z.optional(ActionList), "What it permits: `all`, or actions and action groups.", ["chat"]),
  forbid: said(z.optional(ActionList), FORBID, "all"),
  ...sentence,
});
export type Rule = z.infer<typeof Rule>;

/** A directive or guardrail as an editor should write it: it has no `permit` (P6). */
const Restriction = z.strictObject({
  id: ruleId,
  forbid: said(z.optional(ActionList), FORBID, "all"),
  ...sentence,
});

/** A sentence made from a template. */
export const Use = z.strictObject({
  use: said(Name, "The template's name."),
  with: said(
    z.optional(z.record(Name, z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))),
    "What stands in each of its slots.",
    { group: "legal" },
  ),
});
export type Use = z.infer<typeof Use>;

/** What repeats: a rule, or a use of another template, with `{slot}` where the uses differ. */
export const Template = z.strictObject({
  slots: said(
    z.array(z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,63}$/))),
    "Names of what the uses fill in.",
    ["group"],
  ),
  rule: said(
    z.record(z.string(), z.unknown()),
    "The sentence, with `{slot}` in its texts. A slot alone in a text may be a list.",
    { id: "chat-{group}", permit: ["chat"], who: { groups: ["{group}"] } },
  ),
});
export type Template = z.infer<typeof Template>;

/** The level and compartments of models (P2). Entries that match the same model are united. */
export const Classify = z.strictObject({
  ...selector,
  level: said(Name, "One of the policy's levels."),
  compartments: said(z.optional(z.array(Name)), "Compartments that a person needs besides, all of them.", [
    "cyber",
  ]),
});
export type Classify = z.infer<typeof Classify>;

/** A permission for its holder: satisfies the `unless` that asks for it, and nothing else (P6). */
export const License = z.strictObject({
  id: said(Name, "Its name, for `unless`."),
  authority: said(z.optional(Name), "Who issued it: records of its use name it."),
  number: said(z.optional(Name), "Its number at its authority: records of its use name it.", "D1234567"),
  holder: said(LicenseHolder, "Whom it is for."),
  ...selector,
  actions: said(z.optional(ActionList), "The actions it covers. Left out: all."),
  purposes: said(z.optional(z.array(Name)), "The declared purposes it covers. Left out: all."),
  regions: said(
    z.optional(z.array(Name)),
    "Where calls may go, its destinations; * stands for any characters. Left out: anywhere.",
  ),
  conditions: said(
    z.optional(z.array(Sentence).check(z.maxLength(20))),
    "What its authority asks of whoever uses it, in sentences for people. What is to be enforced of them is a rule's `require`.",
    ["Malicious activity is reported to BIS."],
  ),
  ...dates,
});
export type License = z.infer<typeof License>;

/** What a service's opaque string may mean (P7). */
export const MayBe = z.strictObject({
  service: said(Name, "The service, by its name in the catalog.", "chatgpt-web"),
  sent: said(
    z.optional(z.string().check(z.maxLength(512))),
    "The string as it is sent; * stands for any characters of a string that the catalog does not know. Left out: the call names no model, or, beside `host`, any such string.",
    "auto",
  ),
  host: said(
    z.optional(Name),
    "The hosts it is said of, where one name means different models; * stands for any characters.",
    "contoso-east.openai.azure.com",
  ),
  alias: said(
    z.optional(Name),
    "A name that stands beside the model: a custom GPT, a gem, an assistant, an agent; * stands for any characters.",
    "g-abc123",
  ),
  models: said(
    z.array(ModelId).check(z.minLength(1)),
    "Every model it may be: the strictest decision stands.",
  ),
});
export type MayBe = z.infer<typeof MayBe>;

const Pattern = z.string().check(z.minLength(1), z.maxLength(LONGEST_PATTERN));

/** A class of data, and how it is found. */
export const DataClassText = z.strictObject({
  words: said(z.optional(Name), "What people call it; its name where left out.", "IBAN"),
  built_in: said(
    z.optional(z.union([BuiltIn, z.array(BuiltIn).check(z.minLength(1))])),
    "What Lanyard itself knows how to look for, one kind or several.",
    "iban",
  ),
  patterns: said(
    z.optional(z.array(Pattern).check(z.minLength(1), z.maxLength(100))),
    "Patterns of your own, in the syntax of RE2.",
    ["CUST-\\d{8}"],
  ),
  replace: said(
    z.optional(z.string().check(z.maxLength(200))),
    "What stands in its place after `redact`; its words in brackets where left out.",
    "[IBAN]",
  ),
});
export type DataClassText = z.infer<typeof DataClassText>;

/** What becomes stricter from an age of the policy on. */
export const Stale = z.strictObject({
  after: said(Duration, "Age of the policy from which on this holds.", "24h"),
  require: said(z.optional(z.array(Obligation)), "What every permitted call must then do besides.", ["warn"]),
  open_up_to: said(z.optional(Name), "The highest level that then stays open, or `none`."),
});
export type Stale = z.infer<typeof Stale>;

const { openai, anthropic, microsoft, google } = Tenants.shape;
const entra = microsoft.def.innerType.shape;

/** The company's tenants, with the words that editors show. */
const TenantsPart = z.strictObject({
  openai: said(openai, "ChatGPT workspaces by their UUID, and organizations of the OpenAI API (org-…).", [
    "3f0c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8",
    "org-Example",
  ]),
  anthropic: said(anthropic, "Organizations of Claude and of the Anthropic API by their UUID."),
  microsoft: said(
    z.optional(
      z.strictObject({
        tenants: said(
          entra.tenants,
          "Tenants that people may sign in to: domains or UUIDs. With `directory`.",
          ["example.com"],
        ),
        directory: said(entra.directory, "The UUID of the directory that asks for this, your own."),
        consumers: said(entra.consumers, "`forbid`: nobody signs in with a personal Microsoft account."),
        policy: said(
          entra.policy,
          "TENANT:POLICY, two UUIDs: the tenant restrictions that are kept in Microsoft Entra. Alone.",
        ),
      }),
    ),
    "Tenants of Microsoft 365 and Copilot.",
  ),
  google: said(google, "Domains of Google Workspace; `consumer_accounts` for personal accounts besides.", [
    "example.com",
  ]),
});

/** Who may read what rules seal, with the words that editors show. */
const { kty, crv, x, y } = ReviewerJwk.shape;
const ReviewersPart = z.strictObject({
  needed: said(z.optional(Needed), "How many of them must open together: 1 (where left out) or 2.", 2),
  keys: said(
    z.record(
      Name,
      z.strictObject({
        kty: said(kty, "The kind of key."),
        crv: said(crv, "Its curve."),
        x: said(x, "The public key, as JWK has it."),
        y: said(y, "The public key, as JWK has it."),
      }),
    ),
    "Their names, each with the public key that `lanyard reviewer new` prints.",
  ),
});
export type ReviewersPart = z.infer<typeof ReviewersPart>;

/** The layers, in the order in which they are read. */
export const LAYERS = ["directives", "guardrails", "rules"] as const;

/**
 * One file of the policy folder. Files merge: lists and maps of names add up, everything else is said once in
 * the folder.
 */
export const PolicyPart = z.strictObject({
  lanyard: said(z.optional(z.literal(1)), "The version of this language."),
  organization: said(z.optional(Name), "Whose policy it is, for people."),
  revision: said(z.optional(Name), "Names this state of the policy; made from its content where left out."),
  levels: said(
    z.optional(z.array(Name).check(z.minLength(1), z.maxLength(100))),
    "Levels of classification, ascending.",
    ["open", "standard", "controlled"],
  ),
  compartments: said(z.optional(z.array(Name)), "All compartments. Where it is said, no other is known.", [
    "cyber",
  ]),
  default: said(z.optional(Toggle), "What happens where no rule speaks; `forbid` where left out (P3)."),
  unidentified: said(z.optional(Toggle), "What happens to calls whose model cannot be told (P7)."),
  uninspectable: said(
    z.optional(Toggle),
    "What happens to calls whose body cannot be read; `forbid` where left out.",
  ),
  agent_away: said(
    z.optional(z.strictObject({ open_up_to: said(Name, "The highest level that stays open.") })),
    "What stays open while the agent does not answer; nothing where left out.",
  ),
  stale: said(
    z.optional(z.array(Stale).check(z.minLength(1), z.maxLength(20))),
    "What becomes stricter as the policy ages, step by step.",
    [
      { after: "24h", require: ["warn"] },
      { after: "7d", open_up_to: "none" },
    ],
  ),
  accounts: said(
    z.optional(z.strictObject({ corporate: said(z.array(Name), "Account ids of the wire.") })),
    "Which accounts are the company's own.",
  ),
  tenants: said(
    z.optional(TenantsPart),
    "The company's tenants: they are corporate accounts, and vendors are told to let people into no others.",
    { anthropic: ["550e8400-e29b-41d4-a716-446655440000"], google: ["example.com"] },
  ),
  names: said(z.optional(z.record(ModelId, Name)), "What models are called, for people.", {
    "anthropic/mythos-5": "Mythos 5",
  }),
  purposes: said(
    z.optional(z.union([z.array(Name), z.record(Name, Name)])),
    "Purposes that people may declare, with their words for people; of a name alone, its name.",
    {
      "incident-review": "Incident review",
    },
  ),
  purpose_lasts: said(
    z.optional(PurposeLasts),
    "How long a purpose stays declared at most, up to a day; `8h` where left out.",
    "8h",
  ),
  asking: said(
    z.optional(AskingText),
    "How people are asked where a rule requires `warn`, `justify` or `redact` and does not say it itself.",
    { remember: "conversation", hold: "2m" },
  ),
  data_classes: said(
    z.optional(z.union([z.array(Name), z.record(Name, DataClassText)])),
    "Classes of data that conditions may name, with how each is found. Of a name alone nobody can tell whether a call holds it.",
    { iban: { words: "IBAN", built_in: "iban" } },
  ),
  action_groups: said(
    z.optional(z.record(Name, z.array(Name))),
    "Names for several actions together, to be used wherever actions are listed.",
    { talking: ["chat", "completion"] },
  ),
  may_be: said(z.optional(z.array(MayBe)), "What opaque model names of services may mean (P7)."),
  classify: said(z.optional(z.array(Classify)), "How carefully each model is handled (P2)."),
  licenses: said(z.optional(z.array(License)), "Licenses that authorities gave (P6)."),
  grants: said(
    z.optional(z.array(License)),
    "Grants of the company itself: like licenses, for `unless: [grant]` (P6).",
  ),
  requests: said(z.optional(AccessPolicy), "What people may ask for, who may approve it, and for how long."),
  templates: said(z.optional(z.record(Name, Template)), "Sentences that repeat, with slots."),
  issuers: said(
    z.optional(z.array(PassportIssuer).check(z.maxLength(100))),
    "Whose passports are believed, and for what.",
  ),
  proofs: said(
    z.optional(z.array(Claim)),
    "What counts only as an issuer’s passport proves it. Whatever stands not here is never asked of a passport.",
    ["level", "compartments", "us_person"],
  ),
  sign_in: said(
    z.optional(SignInText),
    "The company’s sign-in, and which facts it proves. Those count then only as a sign-in says them.",
    { issuer: "https://login.example.com/realm", groups: "groups" },
  ),
  reviewers: said(
    z.optional(ReviewersPart),
    "Who may read the text of calls that rules `seal`. Nobody else can, nor the endpoint itself.",
  ),
  directives: said(
    z.optional(z.array(z.union([Restriction, Use]))),
    "Orders from outside: they only restrict (P6).",
  ),
  guardrails: said(
    z.optional(z.array(z.union([Restriction, Use]))),
    "What always holds: they only restrict (P6).",
  ),
  rules: said(z.optional(z.array(z.union([Rule, Use]))), "Who may do what with which models."),
});
export type PolicyPart = z.infer<typeof PolicyPart>;
