import type { Command } from "./command.ts";

const DESK = [
  ["--desk <dir>", "IT's desk: its policy, and the folders `requests` and `grants` in it"],
  ["--policy <dir>", "Folder of the policy, instead of the desk's"],
  ["--requests <dir>", "Folder in which requests arrive, instead of the desk's"],
  [
    "--grants <dir>",
    "Folder of the answers, which endpoints read or a web server serves, instead of the desk's",
  ],
] as const;
const SIGNING = [
  ["--key <file>", "The approver's key"],
  ["--passphrase-file <file>", "Its first line is the passphrase of the key; otherwise it is asked for"],
  ["--yes", "Do not ask before it is signed"],
] as const;

/** Commands of whoever decides on requests for access. */
export const REQUEST_COMMANDS: readonly Command[] = [
  {
    name: "request list",
    words: "",
    summary: "Show requests for access that wait for an answer",
    options: [...DESK, ["--all", "Those that were answered or withdrawn as well"]],
    example: "lanyard request list --desk desk",
    load: async () => (await import("./request-list.ts")).requestList,
  },
  {
    name: "request show",
    words: "<id>",
    summary: "Show one request, and what approving it would give",
    options: DESK,
    example: "lanyard request show 7f3c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8 --desk desk",
    load: async () => (await import("./request-list.ts")).requestShow,
  },
  {
    name: "request approve",
    words: "<id>",
    summary: "Sign a grant of what was asked for, or less, or sign what another approver did",
    options: [
      ...DESK,
      ...SIGNING,
      ["--for <time>", "For less time from now on: 90m, 8h, 2d"],
      ["--as <id>", "The id by which `unless` names it, of those under `requests`, `named`"],
      ["--any-purpose", "For every purpose, not only the one that was asked for"],
    ],
    example:
      "lanyard request approve 7f3c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8 --desk desk --key lee.key --for 8h",
    load: async () => (await import("./request-decide.ts")).requestApprove,
  },
  {
    name: "request decline",
    words: "<id>",
    summary: "Say no to a request, with the reason that its person reads",
    options: [...DESK, ...SIGNING, ["--because <text>", "Why, in a sentence for the person"]],
    example:
      "lanyard request decline 7f3c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8 --desk desk --key lee.key --because 'Use GPT-5.5.'",
    load: async () => (await import("./request-decide.ts")).requestDecline,
  },
  {
    name: "request withdraw",
    words: "<id>",
    summary: "Take back a grant before it ends, for good",
    options: [...DESK, ...SIGNING, ["--because <text>", "Why, in a sentence for the person"]],
    example:
      "lanyard request withdraw 7f3c1a2b-5d6e-4f70-8192-a3b4c5d6e7f8 --desk desk --key lee.key --because 'The review is over.'",
    load: async () => (await import("./request-decide.ts")).requestWithdraw,
  },
  {
    name: "request key",
    words: "",
    summary: "Make an approver's key, and print what policy says of it",
    options: [
      ["--person <id>", "Whose key it is"],
      ["--out <file>", "The file of the key, under a passphrase"],
      ["--passphrase-file <file>", "Its first line is the passphrase; otherwise it is asked for"],
    ],
    example: "lanyard request key --person lee@example.com --out lee.key",
    load: async () => (await import("./request-key.ts")).requestKey,
  },
];
