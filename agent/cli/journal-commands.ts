import { EVENT_KINDS } from "../../shared/schema/event-kinds.ts";
import type { Command } from "./command.ts";
import { orList } from "./or-list.ts";

const CONFIG = ["--config <file>", "Configuration of the agent"] as const;
const FILE = ["--file <db>", "The journal's file, instead of the configuration's"] as const;
const FILTER = [
  ["--since <when>", "Events since then: 90s, 15m, 1h, 2d, or an ISO time"],
  ["--until <when>", "Events before then"],
  ["--kind <kind>", orList(EVENT_KINDS)],
  ["--effect <effect>", "permit or deny"],
  ["--person <glob>", "Events about these people, as in *@example.com"],
  ["--model <glob>", "Events about these models, as in anthropic/*"],
  ["--service <glob>", "Events about these services"],
  ["--rule <glob>", "Events that one of these rules decided"],
  ["--text <text>", "Events that hold this text anywhere, in any case"],
] as const;

/** The commands on the journal and of its reviewers, in the order of help. */
export const JOURNAL_COMMANDS: readonly Command[] = [
  {
    name: "journal list",
    words: "",
    summary: "List what was decided and recorded",
    options: [
      CONFIG,
      FILE,
      ["--follow", "Go on as events come, until Ctrl-C"],
      ...FILTER,
      ["--limit <n>", "The newest n of them (100 unless said)"],
    ],
    example: "lanyard journal list --since 1h --effect deny",
    load: async () => (await import("./journal-list.ts")).journalList,
  },
  {
    name: "journal show",
    words: "<place>",
    summary: "Show one event in full, with its proof",
    options: [CONFIG, FILE],
    example: "lanyard journal show 4711",
    load: async () => (await import("./journal-show.ts")).journalShow,
  },
  {
    name: "journal verify",
    words: "[file]",
    summary: "Say everything that was changed in a journal, an export or a pack",
    options: [
      CONFIG,
      ["--file <file>", "A journal, an export or a pack, instead of the configuration's journal"],
      ["--against <path>", "Checkpoints of a witness: a file, a folder or an export; may be repeated"],
      ["--witness <path>", "The same as --against"],
      ["--key <file>", "The public key that must have signed, as in device-key.pub; may be repeated"],
    ],
    example: "lanyard journal verify june.zip --witness /mnt/audit --key device-key.pub",
    load: async () => (await import("./journal-verify.ts")).journalVerify,
  },
  {
    name: "journal export",
    words: "",
    summary: "Write events with what proves them into a file",
    options: [
      CONFIG,
      FILE,
      ["--out <file>", "The file to write; - is stdout"],
      ...FILTER,
      [
        "--pack <zip>",
        "Write a pack for an inspection instead: events, proofs, policies, gaps and a summary",
      ],
      ["--from <when>", "Of a pack: events since then, as --since"],
      ["--to <when>", "Of a pack: events before then"],
      ["--models <glob>", "Of a pack: of events about a model, those about these; may be repeated"],
      ["--people <glob>", "Of a pack: of events about a person, those about these; may be repeated"],
      [
        "--redact <field>",
        "Of a pack: withhold a field, such as person, and keep the proofs; may be repeated",
      ],
      ["--against <path>", "Of a pack: checkpoints of a witness to go with it; may be repeated"],
    ],
    example: "lanyard journal export --pack june.zip --from 2026-06-01T00:00:00Z --to 2026-07-01T00:00:00Z",
    load: async () => (await import("./journal-export.ts")).journalExport,
  },
  {
    name: "journal prune",
    words: "",
    summary: "Take out now what may go, and keep the proofs",
    options: [
      CONFIG,
      ["--days <n>", "What is older, instead of the configuration's limit"],
      ["--permits-days <n>", "What was permitted and is older, instead of the configuration's limit"],
      ["--sealed-days <n>", "Keys to sealed text that is older, instead of the configuration's limit"],
      ["--megabytes <n>", "The oldest of what is over this size, instead of the configuration's limit"],
    ],
    example: "lanyard journal prune --days 400",
    load: async () => (await import("./journal-prune.ts")).journalPrune,
  },
  {
    name: "journal unseal",
    words: "<place>",
    summary: "Show the text of one event that is sealed to a reviewer",
    options: [
      CONFIG,
      ["--file <file>", "A journal or an export, instead of the configuration's journal"],
      ["--key <file>", "The reviewer's key"],
      ["--half <file>", "Where two open together: the first writes this file, the second opens it"],
      ["--passphrase-file <file>", "Its first line is the passphrase of the key; otherwise it is asked for"],
    ],
    example: "lanyard journal unseal 4711 --key ada.key",
    load: async () => (await import("./journal-unseal.ts")).journalUnseal,
  },
  {
    name: "journal erase",
    words: "[...places]",
    summary: "Erase the keys to sealed text, and keep the proofs",
    options: [CONFIG, ["--until <when>", "Of events before then: 90d, or an ISO time; instead of places"]],
    example: "lanyard journal erase 4711 4712",
    load: async () => (await import("./journal-erase.ts")).journalErase,
  },
  {
    name: "journal stats",
    words: "",
    summary: "Say in numbers what the journal holds",
    options: [CONFIG, FILE],
    example: "lanyard journal stats --json",
    load: async () => (await import("./journal-stats.ts")).journalStats,
  },
  {
    name: "reviewer new",
    words: "",
    summary: "Make a reviewer's key, and print its public half for the policy",
    options: [
      ["--out <file>", "The file to keep the key in, under a passphrase"],
      ["--name <name>", "What policy calls the reviewer; the name of the file unless said"],
      ["--passphrase-file <file>", "Its first line is the passphrase; otherwise it is asked for"],
    ],
    example: "lanyard reviewer new --out ada.key",
    load: async () => (await import("./reviewer-new.ts")).reviewerNew,
  },
];
