import type { Command } from "./command.ts";

const DESK = ["--desk <dir>", "The desk; otherwise this folder"] as const;
const KEY = ["--key <name>", "Sign with this key where several must; may be repeated"] as const;
const PASSPHRASE = [
  "--passphrase-file <file>",
  "The passphrase instead of a question; KEY=FILE for one key; may be repeated",
] as const;
const SIGNING = [DESK, PASSPHRASE] as const;
const REACH = [
  ["--share <percent>", "This share of all endpoints"],
  ["--groups <names>", "Everybody of these groups besides, with commas"],
] as const;

/** The commands of IT's desk, in the order of help. */
export const PUBLISHING_COMMANDS: readonly Command[] = [
  {
    name: "init",
    words: "<dir>",
    summary: "Make a desk: keys, root, a sample policy, and its first publication",
    options: [
      ["--organization <name>", "Whose policy it is"],
      ["--signers <n>", "How many people may sign for the root and for policy; 3 unless said"],
      ["--threshold <k>", "How many of them sign together; 2 unless said"],
      ["--url <url>", "Where endpoints will fetch from"],
      [
        "--nudge <url>",
        "The MQTT broker that tells endpoints to look, as in mqtts://broker.example.com:8883",
      ],
      ["--passphrase-file <file>", PASSPHRASE[1]],
    ],
    example: "lanyard init desk --organization Contoso --url https://policy.contoso.example/lanyard/",
    load: async () => (await import("./init.ts")).init,
  },
  {
    name: "policy publish",
    words: "[draft]",
    summary: "Check, test, compare, sign and publish the desk's policy, or go on with a draft",
    options: [
      ...SIGNING,
      KEY,
      ["--release <name>", "Its name; otherwise the day and a number"],
      ...REACH,
      ["--catalog <file>", "An edition of the catalog to go out with it"],
      ["--journal <file>", "Replay this journal's requests before"],
      ["--yes", "Do not ask, however many are denied something"],
    ],
    example: "lanyard policy publish --release 2026-07-01 --share 10 --groups pilot",
    load: async () => (await import("./policy-publish.ts")).policyPublish,
  },
  {
    name: "policy sign",
    words: "<draft>",
    summary: "Show what a draft would publish, and add a signature to it",
    options: [...SIGNING, ["--key <name>", "The key to sign with"], ["--yes", "Do not ask"]],
    example: "lanyard policy sign 2026-07-01.draft.json --key policy-2",
    load: async () => (await import("./policy-sign.ts")).policySign,
  },
  {
    name: "policy widen",
    words: "",
    summary: "Publish the newest release to more endpoints",
    options: [...SIGNING, KEY, ...REACH],
    example: "lanyard policy widen --share 100",
    load: async () => (await import("./policy-widen.ts")).policyWiden,
  },
  {
    name: "policy retract",
    words: "",
    summary: "Take back the newest release while it is not for everybody",
    options: [...SIGNING, KEY],
    example: "lanyard policy retract",
    load: async () => (await import("./policy-widen.ts")).policyRetract,
  },
  {
    name: "directive issue",
    words: "[...sentence]",
    summary: "Forbid or require something everywhere at once, signed by the on-call key",
    options: [
      ...SIGNING,
      ["--forbid <actions>", "all, or actions"],
      ["--require <what>", "warn, justify, redact, seal, notify"],
      ["--actions <actions>", "What a bare --require is for"],
      ["--models <models>", "Models, as in anthropic/mythos-5, or anthropic/*"],
      ["--who <whom>", "As in 'groups engineering, legal'; may be repeated: all must be met"],
      ["--unless <what>", "us-person, license, license:ID, grant, grant:ID"],
      ["--because <sentence>", "Why, for the people it meets"],
      ["--from <when>", "A date, or a time with its offset"],
      ["--until <when>", "The end, no longer part of it"],
      ["--instead <models>", "Models to use instead"],
      ["--id <id>", "Its name; otherwise the day and the model"],
      ["--monitor", "Record what it would do, and do nothing"],
      ["--cut", "End replies that are still coming"],
      ["--file <file>", "A YAML file of directives instead"],
    ],
    example:
      "lanyard directive issue 'forbid all on anthropic/mythos-5 unless us-person or license because A license is required.'",
    load: async () => (await import("./directive-issue.ts")).directiveIssue,
  },
  {
    name: "directive withdraw",
    words: "<id>",
    summary: "Take a directive out of force",
    options: [...SIGNING],
    example: "lanyard directive withdraw 2026-06-12-mythos-5",
    load: async () => (await import("./directive-withdraw.ts")).directiveWithdraw,
  },
  {
    name: "directive list",
    words: "",
    summary: "Show the directives in force",
    options: [DESK],
    example: "lanyard directive list --json",
    load: async () => (await import("./directive-list.ts")).directiveList,
  },
  {
    name: "repository refresh",
    words: "",
    summary: "Sign anew that the repository is fresh, for a timer, and say what is over soon",
    options: [
      ...SIGNING,
      KEY,
      ["--renew <role>", "Sign root, policy or directives anew as well; may be repeated"],
    ],
    example: "lanyard repository refresh --desk /srv/desk",
    load: async () => (await import("./repository-refresh.ts")).repositoryRefresh,
  },
  {
    name: "repository upload",
    words: "",
    summary: "Send what is not out yet, after an upload that failed",
    options: [DESK],
    example: "lanyard repository upload",
    load: async () => (await import("./repository-refresh.ts")).repositoryUpload,
  },
  {
    name: "repository check",
    words: "[dir]",
    summary:
      "Verify a repository as an endpoint would: signatures, dates, hashes, and that the policy compiles",
    options: [
      DESK,
      ["--url <url>", "A published one, instead of a folder"],
      ["--root <file>", "The root that endpoints have; otherwise the desk's first"],
    ],
    example: "lanyard repository check --url https://policy.contoso.example/lanyard/",
    load: async () => (await import("./repository-check.ts")).repositoryCheck,
  },
  {
    name: "keys list",
    words: "",
    summary: "Show who signs what, and which keys are here",
    options: [DESK],
    example: "lanyard keys list",
    load: async () => (await import("./keys-list.ts")).keysList,
  },
  {
    name: "keys rotate",
    words: "<name>",
    summary: "Put another key in the place of one, lost or not",
    options: [
      ...SIGNING,
      KEY,
      ["--to <name>", "A key of publisher.yaml, or the name of the one to make; otherwise the next number"],
    ],
    example: "lanyard keys rotate on-call",
    load: async () => (await import("./keys-change.ts")).keysRotate,
  },
  {
    name: "keys add",
    words: "<name>",
    summary: "Let one more key sign: of publisher.yaml, or made now",
    options: [...SIGNING, KEY, ["--for <kind>", "root, policy, publish or on-call"]],
    example: "lanyard keys add on-call-berlin --for on-call",
    load: async () => (await import("./keys-change.ts")).keysAdd,
  },
  {
    name: "keys revoke",
    words: "<name>",
    summary: "Let a key sign nothing any more, and sign anew what it had signed",
    options: [...SIGNING, KEY],
    example: "lanyard keys revoke policy-3",
    load: async () => (await import("./keys-change.ts")).keysRevoke,
  },
  {
    name: "rollout status",
    words: "",
    summary: "Show how many endpoints enforce what, how long it took, and who is behind",
    options: [
      DESK,
      ["--folder <dir>", "The folder in which reports arrive"],
      ["--broker <url>", "The broker that retains them, with --topic; otherwise the desk's"],
      ["--topic <topic>", "The topic below which endpoints report"],
    ],
    example: "lanyard rollout status --folder /srv/reports",
    load: async () => (await import("./rollout-status.ts")).rolloutStatus,
  },
];
