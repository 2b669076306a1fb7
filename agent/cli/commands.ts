import type { RunAgent } from "./agent-run.ts";
import { JOURNAL_COMMANDS } from "./journal-commands.ts";
import type { Run } from "./run.ts";

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** Words after the name, as help shows them. */
  readonly words: string;
  readonly summary: string;
  /** Options beside `--json` and `--help`, with what they are for. */
  readonly options: readonly (readonly [string, string])[];
  readonly example: string;
  /** Brings in the command's own code, and nothing of the others. */
  readonly load: (runAgent: RunAgent) => Promise<Run>;
}

const CONFIG = ["--config <file>", "Configuration of the agent"] as const;
const PEOPLE = ["--people <file>", "People file; otherwise people.yaml beside the policy's folder"] as const;
const AT = ["--at <iso>", "The moment that is asked about; otherwise now"] as const;
const SCOPE = [
  ["--user", "For this user's browsers (the default)"],
  ["--system", "For every user of this machine"],
  ["--dir <dir>", "In this one NativeMessagingHosts folder"],
] as const;

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

/** Every command, in the order of help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "agent run",
    words: "",
    summary: "Run the agent until Ctrl-C or SIGTERM",
    options: [CONFIG],
    example: "lanyard agent run --config agent.yaml",
    load: async (runAgent) => (await import("./agent-run.ts")).agentRun(runAgent),
  },
  {
    name: "agent status",
    words: "",
    summary: "Show how the running agent is",
    options: [CONFIG],
    example: "lanyard agent status --json",
    load: async () => (await import("./agent-status.ts")).agentStatus,
  },
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
    name: "policy check",
    words: "<dir>",
    summary: "Say everything that is wrong with a policy",
    options: [],
    example: "lanyard policy check policy",
    load: async () => (await import("./policy-check.ts")).policyCheck,
  },
  {
    name: "policy decide",
    words: "",
    summary: "Decide one recorded request as one person's browser would",
    options: [
      ["--policy <dir>", "Folder of the policy"],
      ["--person <id>", "Whose clearance decides"],
      PEOPLE,
      ["--request <file>", "The request as JSON: method, url, headers, body"],
      ["--time <iso>", "The moment of the request; otherwise now"],
    ],
    example: "lanyard policy decide --policy policy --person ada@example.com --request chat.json",
    load: async () => (await import("./policy-decide.ts")).policyDecide,
  },
  {
    name: "policy schema",
    words: "",
    summary: "Print the JSON Schema that editors complete policy files from",
    options: [
      ["--out <file>", "Write it into a file"],
      ["--tests", "The schema of test files instead"],
    ],
    example: "lanyard policy schema --out policy.schema.json",
    load: async () => (await import("./policy-schema.ts")).policySchema,
  },
  {
    name: "policy test",
    words: "<dir>",
    summary: "Check what the policy promises in its tests folder",
    options: [PEOPLE],
    example: "lanyard policy test policy",
    load: async () => (await import("./policy-test.ts")).policyTest,
  },
  {
    name: "policy explain",
    words: "",
    summary: "Say in sentences how one person stands to one model, and why",
    options: [
      ["--policy <dir>", "Folder of the policy"],
      ["--person <id>", "Whose clearance it is about"],
      PEOPLE,
      ["--model <id>", "The model, as in anthropic/mythos-5"],
      ["--action <action>", "What they would do; chat unless said"],
      AT,
    ],
    example: "lanyard policy explain --policy policy --person ada@example.com --model anthropic/mythos-5",
    load: async () => (await import("./policy-explain.ts")).policyExplain,
  },
  {
    name: "policy matrix",
    words: "<dir>",
    summary: "Show people or groups against models",
    options: [
      PEOPLE,
      ["--by <what>", "person (unless said) or group"],
      ["--models <glob>", "These models; otherwise those that the policy has a name for"],
      AT,
      ["--csv", "Print CSV"],
      ["--html <file>", "Write a page for a browser or a printer"],
    ],
    example: "lanyard policy matrix policy --by group --html matrix.html",
    load: async () => (await import("./policy-matrix.ts")).policyMatrix,
  },
  {
    name: "policy diff",
    words: "<old> <new>",
    summary: "Say whose access to what changes between two policies",
    options: [["--people <file>", "People file; otherwise people.yaml beside the new policy's folder"], AT],
    example: "lanyard policy diff policy draft",
    load: async () => (await import("./policy-diff.ts")).policyDiff,
  },
  {
    name: "policy simulate",
    words: "<dir>",
    summary: "Replay recorded requests under a draft and say what would change",
    options: [
      ["--journal <file>", "The journal's file"],
      PEOPLE,
      ["--since <when>", "Requests since then: 90s, 15m, 1h, 2d, or an ISO time"],
      ["--after <n>", "Requests behind this place in the journal, to go on where a run stopped"],
    ],
    example: "lanyard policy simulate draft --journal journal.db --since 7d",
    load: async () => (await import("./policy-simulate.ts")).policySimulate,
  },
  {
    name: "policy cedar",
    words: "<dir>",
    summary: "Print the policy in the Cedar language, for auditors and analysis",
    options: [["--schema", "Its Cedar schema instead"]],
    example: "lanyard policy cedar policy > policy.cedar",
    load: async () => (await import("./policy-cedar.ts")).policyCedar,
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
    name: "recognize",
    words: "<file>",
    summary: "Say what AI call a recorded request is, or list those of a HAR file (- reads stdin)",
    options: [["--explain", "Say which record matched, and where it found what"]],
    example: "lanyard recognize chat.json --json",
    load: async () => (await import("./recognize-file.ts")).recognizeFile,
  },
  {
    name: "catalog build",
    words: "",
    summary: "Write the built-in catalog as an edition to mend or add to",
    options: [
      ["--out <file>", "The file to write"],
      ["--edition <name>", "Its name, as in 2026-11-20.2; otherwise the first of today"],
      ["--fixtures <dir>", "Recorded requests that it must recognize as the built-in catalog does"],
    ],
    example: "lanyard catalog build --out catalog.json --edition 2026-12-01.1 --fixtures samples",
    load: async () => (await import("./catalog-build.ts")).catalogBuild,
  },
  {
    name: "catalog check",
    words: "<file>",
    summary: "Say everything that would keep an agent from using an edition of the catalog",
    options: [
      ["--fixtures <dir>", "More recorded requests that it must recognize as the built-in catalog does"],
    ],
    example: "lanyard catalog check policy/catalog.json",
    load: async () => (await import("./catalog-check.ts")).catalogCheck,
  },
  {
    name: "catalog show",
    words: "",
    summary: "Show the edition of the catalog in force, and what it adds and mends",
    options: [CONFIG],
    example: "lanyard catalog show --json",
    load: async () => (await import("./catalog-show.ts")).catalogShow,
  },
  ...JOURNAL_COMMANDS,
  {
    name: "discovery list",
    words: "",
    summary: "Show by use which AI services are met that no recognizer knows",
    options: [
      CONFIG,
      ["--file <db>", "The journal's file, instead of the configuration's"],
      ["--since <when>", "Use since then: 90s, 15m, 1h, 2d, or an ISO time"],
    ],
    example: "lanyard discovery list --since 7d",
    load: async () => (await import("./discovery-list.ts")).discoveryList,
  },
  {
    name: "console",
    words: "",
    summary: "Show journals in a page of this machine's browser, until Ctrl-C",
    options: [
      CONFIG,
      ["--file <file>", "A journal or an export instead of the configured journal; may be repeated"],
      ["--against <path>", "Checkpoints of a witness: a file, a folder or an export; may be repeated"],
      ["--key <file>", "The public key that must have signed, as in device-key.pub; may be repeated"],
      ["--port <n>", "Port on 127.0.0.1; any unless said"],
      ["--no-open", "Only print the address"],
    ],
    example: "lanyard console --file ws-eng-04.jsonl --file ws-eng-05.jsonl",
    load: async () => (await import("./console.ts")).consoleCommand,
  },
  {
    name: "browser install",
    words: "",
    summary: "Register the agent with the browsers found here",
    options: [CONFIG, ["--extension-id <id>", "Id of the extension; may be repeated"], ...SCOPE],
    example: "lanyard browser install --extension-id abcdefghijklmnopabcdefghijklmnop",
    load: async () => (await import("./browser-install.ts")).browserInstall,
  },
  {
    name: "browser uninstall",
    words: "",
    summary: "Take the agent's registration away again",
    options: [...SCOPE],
    example: "lanyard browser uninstall --system",
    load: async () => (await import("./browser-uninstall.ts")).browserUninstall,
  },
  {
    name: "browser pac",
    words: "",
    summary:
      "Print what leads sockets of AI services to the agent, for a policy that sets the browser's proxy",
    options: [CONFIG],
    example: "lanyard browser pac --json",
    load: async () => (await import("./browser-pac.ts")).browserPac,
  },
  {
    name: "browser policy",
    words: "",
    summary: "Print the browser policies that close what an extension cannot, each with why",
    options: [
      ["--browser <name>", "chrome, edge, chromium or firefox; otherwise all of them"],
      ["--extension-id <id>", "Id of the extension; may be repeated, once for each kind of browser"],
      ["--update-url <url>", "Where browsers fetch it: update manifest, or the package for Firefox"],
      ["--allow-extension <id>", "Another extension that stays allowed; may be repeated"],
      ["--pac <url>", "The company's proxy configuration"],
      ["--format <format>", "The browser's own file: linux-json, or firefox-json"],
    ],
    example: "lanyard browser policy --browser chrome",
    load: async () => (await import("./browser-policy.ts")).browserPolicy,
  },
  {
    name: "doctor",
    words: "",
    summary: "Say how this machine stands: agent, policy, journal, browsers, and what is open",
    options: [CONFIG],
    example: "lanyard doctor",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  {
    name: "native-host",
    words: "",
    summary: "Copy frames between a browser and the agent (browsers start this)",
    options: [["--socket <path>", "Where the agent listens"]],
    example: "lanyard native-host --socket /run/user/1000/lanyard/agent.sock",
    load: async () => (await import("./started-by-browsers.ts")).startedByBrowsers,
  },
];
