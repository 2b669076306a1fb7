import { ACTIONS } from "../schema/action.ts";
import { REMEMBER } from "../schema/asking.ts";
import { BUILT_IN } from "../schema/data-class.ts";
import { OBLIGATIONS } from "../schema/decision.ts";
import { CLAIMS } from "../schema/proof.ts";
import { SIGN_IN_FACTS } from "../schema/sign-in.ts";

const ACTION_MEND = `Write \`all\` or a list of: ${ACTIONS.join(", ")}, or of your \`action_groups\`.`;
const DATE_MEND = "Write a date such as `2026-06-12`, or a time such as `2026-06-12T17:21:00-04:00`.";
const SENTENCES_MEND = "Write a list of sentences, each with `id` and `forbid` or `require`.";
const TOGGLE_MEND = "Write `forbid` or `permit`.";
const CLOCK_MEND = 'Write hours and minutes in quotes, such as "08:00"; "24:00" is the end of the day.';
const TENANTS_MEND = "Write `tenants:` with `openai`, `anthropic`, `microsoft` or `google`.";
const ENTRA_MEND =
  'Write `{ tenants: [example.com], directory: UUID, consumers: forbid }`, or `{ policy: "UUID:UUID" }`.';
const COUNTRIES_MEND =
  'Write a list of countries by two capital letters (ISO 3166), in quotes: `["DE", "NO"]`.';
const CLAIMS_MEND = `Write a list of: ${CLAIMS.join(", ")}.`;
const COORDINATE_MEND =
  "Write the 43 characters of the public key as `lanyard passport key new` prints them.";
const REVIEWER_MEND =
  "Write the line that `lanyard reviewer new` prints: `NAME: { kty: EC, crv: P-256, x: …, y: … }`.";
const LICENSES_MEND = "Write a list, each with `id` and `holder`.";

/** What to write for each field that something else was written in. */
const MENDS: ReadonlyMap<string, string> = new Map([
  ["lanyard", "Write `lanyard: 1`."],
  ["organization", "Write its name, such as `organization: Example Corp`."],
  ["revision", 'Write text in quotes, such as `revision: "2026-06-12"`.'],
  ["levels", "Write the names in ascending order, such as `levels: [open, standard, controlled]`."],
  ["default", TOGGLE_MEND],
  ["unidentified", TOGGLE_MEND],
  ["uninspectable", TOGGLE_MEND],
  ["agent_away", "Write `agent_away: { open_up_to: LEVEL }` with one of the levels below the top."],
  ["open_up_to", "Write one of the levels below the top; under `stale` also `none`."],
  [
    "stale",
    "Write steps such as `stale: [{ after: 24h, require: [warn] }, { after: 7d, open_up_to: none }]`.",
  ],
  ["after", "Write minutes, hours or days such as `90m`, `24h` or `7d`; under `released`, a date."],
  ["before", DATE_MEND],
  ["accounts", "Write `accounts: { corporate: [ACCOUNT-ID] }`."],
  ["corporate", "Write a list of account ids in quotes."],
  ["openai", "Write a list of workspace UUIDs and of organizations such as `org-Example`."],
  ["anthropic", "Write a list of organization UUIDs, at most 500."],
  ["microsoft", ENTRA_MEND],
  ["directory", "Write the UUID of your own directory."],
  ["consumers", TOGGLE_MEND],
  ["policy", "Write the tenant's and the policy's UUID with a colon between them, in quotes."],
  ["google", "Write a list of domains, such as `[example.com]`, and `consumer_accounts` for personal ones."],
  ["names", 'Write a model and its name, such as `"anthropic/mythos-5": Mythos 5`.'],
  ["classify", "Write a list of entries such as `- models: [anthropic/mythos-5]` with their `level`."],
  ["licenses", LICENSES_MEND],
  ["grants", "Write a list, each with `id` and `holder`; under `requests`, an https address."],
  ["requests", "Write `requests:` with `models`, `longest` and `approvers`."],
  ["longest", "Write minutes, hours or days such as `90m`, `24h` or `7d`."],
  ["approvers", "Write a list such as `- { person: lee@example.com, key: JWK }`."],
  ["person", "Write the id of a person, such as `lee@example.com`."],
  ["key", "Write the public key as `lanyard request key` prints it, in one line."],
  ["two_for", "Write `two_for: { levels: [controlled] }`, with `models` or both; `{}` for nothing."],
  ["named", "Write a list of ids, such as `[mythos-exception]`."],
  ["put", "Write an https address, such as `put: https://requests.example.com/`."],
  ["webhook", "Write an https address, such as `webhook: https://hooks.example.com/access`."],
  ["issuers", "Write a list such as `- { id: ISSUER, keys: [JWK], may_say: [us_person] }`."],
  [
    "keys",
    "Write a list of public keys as JWK: `- { kty: OKP, crv: Ed25519, x: … }`, or EC with P-256. Never a `d`.",
  ],
  ["kty", "Write `kty: OKP` with `crv: Ed25519`, or `kty: EC` with `crv: P-256`."],
  ["crv", "Write `Ed25519` or `P-256`."],
  ["x", COORDINATE_MEND],
  ["y", COORDINATE_MEND],
  ["alg", "Write `EdDSA` for Ed25519 or `ES256` for P-256, or leave it out."],
  ["kid", "Write the name of the key as its passports have it, or leave it out."],
  ["use", "Write `use: sig`, or leave it out."],
  ["may_say", CLAIMS_MEND],
  ["proofs", CLAIMS_MEND],
  ["greatest_age", "Write minutes, hours or days such as `90m`, `24h` or `7d`."],
  ["type", "Write the `vct` of its passports, or leave it out for Lanyard’s own."],
  ["called", "Write other names of claims, such as `called: { citizenship: nationalities }`."],
  ["sign_in", "Write `sign_in: { issuer: https://login.example.com/realm, groups: groups }`."],
  [
    "issuer",
    "Write the provider's address as its ID tokens have it in `iss`; http is for this machine alone.",
  ],
  [
    "person",
    "Write the name of the claim that is the person's id, or leave it out for the verified `email`.",
  ],
  [
    "claims",
    `Write facts with their claims, such as \`{ organization: company }\`: ${SIGN_IN_FACTS.join(", ")}.`,
  ],
  ["acr", "Write values with what they are worth, 1 to 3, such as `{ phr: 3 }`."],
  ["amr", "Write values with what they are worth, 1 to 3, such as `{ mfa: 2, hwk: 3 }`."],
  [
    "reviewers",
    "Write `reviewers: { keys: { NAME: { kty: EC, crv: P-256, x: …, y: … } } }`, with `needed: 2` for two.",
  ],
  ["needed", "Write `needed: 1` or `needed: 2`."],
  ["directives", SENTENCES_MEND],
  ["guardrails", SENTENCES_MEND],
  ["rules", "Write a list of rules, each with `id` and `permit`, `forbid` or `require`."],
  ["templates", 'Write `NAME: { slots: [group], rule: { id: "chat-{group}", … } }`.'],
  ["slots", "Write a list of lower-case names, such as `[group, models]`."],
  ["rule", "Write one sentence with `id`, or `use` of another template."],
  ["use", "Write the name of one of the `templates`."],
  ["with", "Write what stands in each slot, such as `with: { group: legal }`."],
  ["action_groups", "Write names with their actions, such as `talking: [chat, completion]`."],
  [
    "purposes",
    "Write names; where they are declared, with words such as `incident-review: Incident review`, or a list of names.",
  ],
  ["purpose_lasts", "Write minutes or at most 24 hours, such as `90m` or `8h`."],
  [
    "data_classes",
    "Write names with how each is found, such as `iban: { words: IBAN, built_in: iban }`, or a list of names.",
  ],
  ["words", "Write what people call it, such as `words: IBAN`."],
  ["built_in", `Write one of: ${BUILT_IN.join(", ")}; or a list of them.`],
  ["patterns", "Write a list of patterns in single quotes, such as `['CUST-\\d{8}']`."],
  ["replace", 'Write the text that stands in its place, such as `replace: "[IBAN]"`.'],
  ["asking", "Write conditions of asking, such as `asking: { remember: conversation, hold: 2m }`."],
  ["remember", `Write one of: ${REMEMBER.join(", ")}.`],
  ["reasons", "Write at most 20 reasons in words for people, such as `[Incident review, Product work]`."],
  ["free_text", "Write `true` or `false`."],
  ["hold", "Write minutes from `1m` to `60m`."],
  ["data", "Write a list of names of your `data_classes`."],
  ["may_be", "Write a list such as `- { service: chatgpt-web, sent: auto, models: [openai/gpt-5.5] }`."],
  ["service", "Write the service's name in the catalog, such as `chatgpt-web`."],
  ["sent", "Write the string as the call carries it; leave it out where it carries none."],
  [
    "host",
    "Write a host name in quotes, such as `contoso-east.openai.azure.com`, where * stands for anything.",
  ],
  ["alias", "Write the name or id as the call carries it, in quotes, such as `g-abc123`."],
  ["id", "Write a short name of letters, digits and dashes."],
  ["authority", "Write who issued it, as text."],
  ["number", 'Write its number at its authority in quotes, such as `number: "D1234567"`.'],
  [
    "conditions",
    "Write a list of at most 20 sentences for people, such as `[Malicious activity is reported.]`.",
  ],
  ["holder", "Write `holder:` with `people`, `groups` or `organizations`."],
  ["permit", ACTION_MEND],
  ["forbid", ACTION_MEND],
  ["actions", ACTION_MEND],
  [
    "models",
    'Write a list such as `[anthropic/mythos-5, "openai/*"]`: provider/model, where * stands for anything.',
  ],
  ["families", "Write a list of families, such as `[claude]`."],
  ["open_weights", "Write `true` or `false`."],
  ["released", "Write `released: { after: 2026-01-01 }`, with `before` or both."],
  ["level", "Write one of the policy's levels."],
  ["compartments", "Write a list of names, such as `[cyber]`."],
  ["who", "Write conditions such as `who: { groups: [engineering] }`, or leave it out for everybody."],
  ["people", "Write a list of person ids in quotes."],
  ["groups", "Write a list of group names, such as `[engineering]`."],
  ["organizations", "Write a list of organization names in quotes."],
  ["us_person", "Write `us_person: proven`; everybody else is the absence of this condition."],
  ["citizenships", COUNTRIES_MEND],
  ["trusted_partner", "Write `trusted_partner: proven`; everybody else is the absence of this condition."],
  ["locations", COUNTRIES_MEND],
  ["assurance", "Write 1, 2 or 3, as NIST 800-63A counts."],
  ["device", "Write `device: { managed: true, posture: [disk-encrypted] }`, with either or both."],
  ["managed", "Write `true` or `false`."],
  ["posture", "Write a list of what the device must have, such as `[disk-encrypted]`."],
  ["when", "Write conditions such as `when: { account: corporate }`, or leave it out for every call."],
  ["account", "Write `corporate` or `personal`."],
  ["tenants", "Write a list of account or tenant ids in quotes."],
  ["regions", 'Write a list of regions, such as `["eu-*"]`, where * stands for anything.'],
  ["inspectable", "Write `true` or `false`."],
  ["hours", 'Write `hours: { days: mon-fri, from: "08:00", to: "18:00", zone: Europe/Berlin }`.'],
  ["days", "Write `mon-fri`, or a list such as `[mon, wed-fri]`: mon, tue, wed, thu, fri, sat, sun."],
  ["to", CLOCK_MEND],
  ["zone", "Write the IANA name of a time zone, such as `Europe/Berlin`."],
  ["from", DATE_MEND],
  ["until", DATE_MEND],
  ["unless", "Write a list of `us-person`, `license` or `grant` (any), `license:ID` or `grant:ID`."],
  ["require", `Write a list of: ${OBLIGATIONS.join(", ")}.`],
  ["mode", "Write `mode: monitor` for a sentence that is recorded only; leave it out for one that counts."],
  ["running", "Write `running: cut` beside a `forbid`, or leave it out: replies then come to their end."],
  ["because", "Write one sentence in quotes, at most 2,000 characters."],
  ["instead", "Write a list of exact models, such as `[anthropic/claude-opus-4-8]`."],
]);

/** What to write in the field at the end of a path. */
export function mendOf(field: string, above?: string): string {
  if (above === "hours" && field === "from") return CLOCK_MEND;
  if (field === "groups" && above === "sign_in") return "Write the name of the claim that lists groups.";
  if (field === "assurance" && above === "sign_in")
    return "Write what `acr` or `amr` are worth, such as `{ amr: { mfa: 2, hwk: 3 } }`.";
  if (field === "to" && above === "requests")
    return "Write `to: { put: ADDRESS }`, with `webhook` or both, or leave it out.";
  if (field === "tenants" && above === undefined) return TENANTS_MEND;
  if (field === "tenants" && above === "microsoft") return ENTRA_MEND;
  if (above === "reviewers" && field !== "needed") return REVIEWER_MEND;
  return MENDS.get(field) ?? "Write keys of the policy language, beginning with `lanyard: 1`.";
}
