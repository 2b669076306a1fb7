import type { RunAgent } from "./agent-run.ts";
import { PASSPORT_COMMANDS } from "./passport-commands.ts";
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
  ...PASSPORT_COMMANDS,
  {
    name: "journal list",
    words: "",
    summary: "List what was decided and recorded",
    options: [
      CONFIG,
      ["--file <db>", "The journal's file, instead of the configuration's"],
      ["--follow", "Go on as events come, until Ctrl-C"],
      ["--since <when>", "Events since then: 90s, 15m, 1h, 2d, or an ISO time"],
      ["--effect <effect>", "permit or deny"],
      ["--model <glob>", "Events about these models, as in anthropic/*"],
      ["--limit <n>", "The newest n of them (100 unless said)"],
    ],
    example: "lanyard journal list --since 1h --effect deny",
    load: async () => (await import("./journal-list.ts")).journalList,
  },
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
