import type { Command } from "./command.ts";

const PEOPLE = [
  ["--people <file>", "People with their device_keys: a people file, or .jsonl with one person a line"],
  ["--command <line>", "A command line that prints one person a line as JSON, instead"],
  ["--valid <time>", "How long each passport holds: 90m, 24h (unless said), 7d"],
] as const;
const DESK = [
  ["--key <file>", "The issuer's key"],
  ["--passphrase-file <file>", "Its first line is the passphrase of the key; otherwise it is asked for"],
  ["--out <dir>", "Folder of the static files"],
  ["--register <file>", "Who has a passport; passports.db unless said. Not among the static files"],
] as const;

/** Commands about passports: of whoever issues them, and of the device that holds one. */
export const PASSPORT_COMMANDS: readonly Command[] = [
  {
    name: "passport issue",
    words: "",
    summary: "Give everybody of a people file a passport for each of their devices, as static files",
    options: [
      ...PEOPLE,
      ...DESK,
      ["--issuer <id>", "Who issues, as policy names it; said once for each register"],
      ["--url <url>", "Where the static files will be served; said once for each register"],
    ],
    example:
      "lanyard passport issue --people people.yaml --key issuer.key --passphrase-file pass --out public --issuer https://passports.example.com --url https://passports.example.com/",
    load: async () => (await import("./passport-issue.ts")).passportIssue,
  },
  {
    name: "passport renew",
    words: "",
    summary: "Issue anew what is over soon, and sign the list of statuses again, for a timer",
    options: [
      ...PEOPLE,
      ...DESK,
      ["--within <time>", "Passports that end within this time: 90m, 8h, 2d; half of --valid unless said"],
    ],
    example:
      "lanyard passport renew --people people.yaml --key issuer.key --passphrase-file pass --out public",
    load: async () => (await import("./passport-issue.ts")).passportRenew,
  },
  {
    name: "passport revoke",
    words: "<...ids>",
    summary: "Take back all passports of people, or those of a device by its thumbprint",
    options: [...DESK, ["--undo", "Give back instead what was revoked"]],
    example: "lanyard passport revoke ada@example.com --key issuer.key --passphrase-file pass --out public",
    load: async () => (await import("./passport-revoke.ts")).passportRevoke,
  },
  {
    name: "passport show",
    words: "",
    summary: "Show what is proven about you here, by whom and until when",
    options: [["--config <file>", "Configuration of the agent"]],
    example: "lanyard passport show --json",
    load: async () => (await import("./passport-show.ts")).passportShow,
  },
  {
    name: "passport key",
    words: "<what>",
    summary: "Make a key with `new`: this device's, or with --out an issuer's; its public half is printed",
    options: [
      ["--config <file>", "Configuration of the agent"],
      ["--out <file>", "Make an issuer's key in this file, under a passphrase"],
      ["--passphrase-file <file>", "Its first line is the passphrase; otherwise it is asked for"],
      ["--alg <name>", "EdDSA (unless said) or ES256, for an issuer"],
    ],
    example: "lanyard passport key new",
    load: async () => (await import("./passport-key.ts")).passportKey,
  },
];
