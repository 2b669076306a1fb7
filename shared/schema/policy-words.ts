import * as z from "zod/mini";
import { ACTIONS, Action } from "./action.ts";
import { Remember } from "./asking.ts";
import { Obligation } from "./decision.ts";
import { Country, Name, Sentence } from "./text.ts";

/** What editors show beside a key of the policy language, and write for it. */
interface Word {
  readonly description: string;
  readonly examples?: readonly unknown[];
}

/** The words about each part of the language: what `policyJsonSchema` tells editors. */
export const WORDS = z.registry<Word>();

/** The same schema, with the words that editors show beside it. A copy: other keys share the schema, not its words. */
export function said<T extends z.core.$ZodType>(schema: T, description: string, ...examples: unknown[]): T {
  const copy = z.clone(schema);
  WORDS.add(copy, examples.length > 0 ? { description, examples } : { description });
  return copy;
}

/** One model as policy names it: `provider/model`. ASCII alone, so that no letter only looks like another. */
export const ModelId = said(
  z.string().check(z.regex(/^[A-Za-z0-9._~-]+\/[A-Za-z0-9._:@+~/-]+$/), z.maxLength(512)),
  "One model, as provider/model.",
  "anthropic/claude-opus-4-8",
);

/** One or many models: a model id in which `*` stands for any characters, or `*` alone for every model. */
export const ModelPattern = said(
  z.string().check(z.regex(/^(\*|[A-Za-z0-9._~*-]+\/[A-Za-z0-9._:@+~/*-]+)$/), z.maxLength(512)),
  "A model, or many: provider/model, where * stands for any characters.",
  "anthropic/claude-*",
);

/** `all`, or actions and groups of actions by name. Whether a name is known is checked over the whole folder. */
export const ActionList = z.union([z.literal("all"), z.array(z.union([Action, Name]))]);
export type ActionList = z.infer<typeof ActionList>;

export const Toggle = z.enum(["forbid", "permit"]);
export type Toggle = z.infer<typeof Toggle>;

/** An ISO 8601 date (00:00 UTC) or a date-time with its offset. Whether it is a real day is checked later. */
const DateText = z.string().check(z.minLength(1), z.maxLength(40));

/** A length of time: `90m`, `24h`, `7d`. */
export const Duration = z.string().check(z.regex(/^[1-9]\d{0,5}[mhd]$/));

/** How long something that a person said stands: minutes, or at most 24 hours. */
export const PurposeLasts = z.string().check(z.regex(/^(?:[1-9]\d{0,2}m|(?:[1-9]|1\d|2[0-4])h)$/));

const FROM = "From this moment on: a date (00:00 UTC), or a time with its offset.";
const UNTIL =
  "Up to this moment, which is no longer part of it: a date (00:00 UTC), or a time with its offset.";

/** The time in which an entry holds. */
export const dates = {
  from: said(z.optional(DateText), FROM, "2026-06-12T17:21-04:00"),
  /** Exclusive. */
  until: said(z.optional(DateText), UNTIL, "2026-07-01"),
};

/** Which models; all that are given must fit. Nothing given: every model. */
export const selector = {
  models: said(
    z.optional(z.array(ModelPattern)),
    "Models by name. Left out: by what follows, else every model.",
    ["anthropic/mythos-5", "openai/*"],
  ),
  families: said(z.optional(z.array(Name)), "Models by the family that their lab calls them by.", ["claude"]),
  open_weights: said(
    z.optional(z.boolean()),
    "Models whose weights anybody may have (true), or nobody else (false).",
  ),
  released: said(
    z.optional(
      z.strictObject({
        after: said(z.optional(DateText), "Released at this moment or later."),
        before: said(z.optional(DateText), "Released before this moment."),
      }),
    ),
    "Models by the date of their release.",
    { after: "2026-01-01" },
  ),
};

/** Whom a license is for: fields are ANDed, the names in a field ORed. */
export const LicenseHolder = z.strictObject({
  people: said(z.optional(z.array(Name)), "Ids of people."),
  groups: said(z.optional(z.array(Name)), "Groups; one of them is enough.", ["engineering"]),
  organizations: said(
    z.optional(z.array(Name)),
    "Organizations that people work for; one of them is enough.",
  ),
});
export type LicenseHolder = z.infer<typeof LicenseHolder>;

/** Whom a rule is about: fields are ANDed, the names in a field ORed. */
export const Who = z.strictObject({
  ...LicenseHolder.shape,
  us_person: said(z.optional(z.literal("proven")), "Who is proven to be a US person (15 CFR 772.1)."),
  citizenships: said(
    z.optional(z.array(Country)),
    "Countries that people are citizens of, two letters each; one of them is enough. Ask for it only where the law does.",
    ["DE", "FR"],
  ),
  trusted_partner: said(
    z.optional(z.literal("proven")),
    "Who is proven to belong to a trusted partner of the authority that restricts.",
  ),
  locations: said(z.optional(z.array(Country)), "Countries where people work, two letters each.", [
    "DE",
    "US",
  ]),
  assurance: said(
    z.optional(z.number().check(z.minimum(1), z.maximum(3), z.multipleOf(1))),
    "How well the person's identity is proven at least: 1 to 3, as NIST 800-63A counts.",
  ),
  device: said(
    z.optional(
      z.strictObject({
        managed: said(z.optional(z.boolean()), "Whether the company manages the device."),
        posture: said(z.optional(z.array(Name)), "What the device must be proven to have, all of it.", [
          "disk-encrypted",
        ]),
      }),
    ),
    "Which devices.",
  ),
});
export type Who = z.infer<typeof Who>;

const DAY = "mon|tue|wed|thu|fri|sat|sun";
/** `mon`, or `mon-fri`; a range may pass the end of the week (`sat-mon`). */
const Days = z.string().check(z.regex(new RegExp(`^(${DAY})(-(${DAY}))?$`)));
const Clock = z.string().check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/));

/** Hours of the week. */
const HoursText = z.strictObject({
  days: said(z.optional(z.union([Days, z.array(Days)])), "Days; left out: every day.", "mon-fri"),
  from: said(Clock, "The first minute.", "08:00"),
  to: said(
    Clock,
    "The end, no longer part of it; earlier than `from` where the hours pass midnight.",
    "18:00",
  ),
  zone: said(
    z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,60}$/)),
    "The time zone by its IANA name.",
    "Europe/Berlin",
  ),
});
export type HoursText = z.infer<typeof HoursText>;

/** What only the moment of the call can answer: fields are ANDed, the names in a field ORed. */
const When = z.strictObject({
  account: said(z.optional(z.enum(["corporate", "personal"])), "Whose account the call is made with."),
  tenants: said(z.optional(z.array(Name)), "Accounts or tenants of the service, by their ids."),
  regions: said(
    z.optional(z.array(Name)),
    "Where the call goes: regions and sovereign clouds; * stands for any characters.",
    ["eu-*"],
  ),
  purposes: said(
    z.optional(z.array(Name)),
    "Purposes that the person has declared, of those under `purposes`.",
  ),
  data: said(
    z.optional(z.array(Name)),
    "Classes of data that the call holds, of those under `data_classes`.",
  ),
  inspectable: said(z.optional(z.boolean()), "Whether the body of the call can be read."),
  hours: said(z.optional(HoursText), "Hours of the week.", {
    days: "mon-fri",
    from: "08:00",
    to: "18:00",
    zone: "Europe/Berlin",
  }),
});

/** What takes a restriction away: proof, any license or grant that covers the call, or one by its id. */
const Unless = z.string().check(z.regex(/^(us-person|(license|grant)(:.{1,500})?)$/));

/** Minutes that a call may wait: at most an hour. */
const Hold = z.string().check(z.regex(/^([1-9]|[1-5]\d|60)m$/));

/** How people are asked where a rule obliges to it. */
export const AskingText = z.strictObject({
  remember: said(
    z.optional(Remember),
    "How long an answer counts: for this call, the conversation, the model until the browser ends, an hour or a day.",
    "conversation",
  ),
  reasons: said(
    z.optional(z.array(Name).check(z.maxLength(20))),
    "Reasons to choose from, in words for people.",
    ["Incident review", "Product work"],
  ),
  free_text: said(
    z.optional(z.boolean()),
    "Whether a reason may be in the person's own words; `true` where left out.",
  ),
  hold: said(
    z.optional(Hold),
    "How many minutes a call waits for the answer before it is not sent; `2m` where left out.",
    "2m",
  ),
});
export type AskingText = z.infer<typeof AskingText>;

/** What rules of every layer may say besides whether they permit or forbid. */
export const sentence = {
  ...selector,
  who: said(z.optional(Who), "Whom it is about. Left out: everybody.", { groups: ["engineering"] }),
  when: said(z.optional(When), "Which calls. Left out: all of them.", { account: "corporate" }),
  ...dates,
  unless: said(
    z.optional(z.array(Unless)),
    "What takes this forbid or requirement away; any one of them is enough (P6).",
    ["us-person", "license"],
  ),
  require: said(
    z.optional(z.array(Obligation)),
    "What must happen besides (P1). Alone, it permits nothing.",
    ["justify"],
  ),
  actions: said(
    z.optional(ActionList),
    `On a bare \`require\`: the actions it is for, of ${ACTIONS.join(", ")}.`,
  ),
  asking: said(
    z.optional(AskingText),
    "How people are asked for what this requires; what it leaves out is as the policy says.",
    { remember: "day" },
  ),
  mode: said(z.optional(z.literal("monitor")), "`monitor`: recorded, and without effect (P8)."),
  running: said(
    z.optional(z.literal("cut")),
    "`cut`: on a `forbid`, ends replies that are still coming when it begins to hold. Left out: they come to their end.",
  ),
  because: said(z.optional(Sentence), "Why, in one sentence for the person."),
  instead: said(z.optional(z.array(ModelId)), "Models to use instead, by name.", [
    "anthropic/claude-opus-4-8",
  ]),
};
