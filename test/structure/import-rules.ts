/** One row of the architecture: who may import whom. `from` and `mayImport` are path prefixes, the longest `from` applies. */
export interface ImportRule {
  readonly from: string;
  readonly mayImport: readonly string[];
  readonly why: string;
}

/** The whole table. Imports within the same `from` are always allowed; packages are `npm:NAME`, Node's own `node:`. */
export const IMPORT_RULES: readonly ImportRule[] = [
  {
    from: "shared/schema/",
    mayImport: ["npm:zod"],
    why: "What crosses a boundary depends on nothing of ours.",
  },
  { from: "shared/wire/", mayImport: ["shared/schema/", "npm:zod"], why: "Messages are made of schemas." },
  {
    from: "shared/policy/",
    mayImport: ["shared/schema/", "shared/catalog/canonical", "npm:yaml", "npm:zod"],
    why: "Deciding is pure: facts in, decision out.",
  },
  {
    from: "shared/catalog/",
    mayImport: ["shared/schema/", "npm:zod"],
    why: "Recognizing is pure: bytes in, recognition out.",
  },
  {
    from: "extension/worker/",
    mayImport: ["shared/", "npm:webextension-polyfill", "npm:zod", "npm:idb"],
    why: "The worker decides; screens hear from it by messages alone.",
  },
  {
    from: "extension/design/",
    mayImport: [
      "shared/schema/",
      "shared/policy/",
      "shared/wire/",
      "npm:preact",
      "npm:@preact/signals",
      "npm:webextension-polyfill",
    ],
    why: "Components show what they are given.",
  },
  {
    from: "extension/popup/",
    mayImport: [
      "extension/design/",
      "shared/",
      "npm:preact",
      "npm:@preact/signals",
      "npm:webextension-polyfill",
      "npm:zod",
    ],
    why: "A screen knows the worker by its messages.",
  },
  {
    from: "extension/blocked/",
    mayImport: [
      "extension/design/",
      "shared/",
      "npm:preact",
      "npm:@preact/signals",
      "npm:webextension-polyfill",
      "npm:zod",
    ],
    why: "A screen knows the worker by its messages.",
  },
  {
    from: "extension/content/",
    mayImport: [
      "extension/design/",
      "shared/schema/",
      "shared/wire/",
      "shared/policy/",
      "npm:webextension-polyfill",
      "npm:zod",
      "npm:preact",
    ],
    why: "It lives in other people's pages: small, and driven by the worker alone.",
  },
  {
    from: "extension/",
    mayImport: ["package.json", "npm:@crxjs/vite-plugin"],
    why: "The manifest and its rules are made at build time.",
  },
  {
    from: "agent/native-host/",
    mayImport: ["agent/platform/", "agent/local-api/", "node:"],
    why: "It copies frames and knows nothing else.",
  },
  {
    from: "agent/journal/",
    mayImport: ["agent/platform/", "shared/", "node:", "npm:zod"],
    why: "The journal is a store: it knows events, nobody's process.",
  },
  {
    from: "agent/cli/",
    mayImport: ["agent/", "shared/", "package.json", "node:", "npm:cac", "npm:zod"],
    why: "The command line knows the daemon through local-api alone (see the second table).",
  },
  {
    from: "agent/",
    mayImport: ["shared/", "package.json", "node:", "npm:zod", "npm:yaml", "npm:cac"],
    why: "The agent never imports the extension.",
  },
];

/** Imports that no row may grant, whatever it says. */
export const FORBIDDEN_IMPORTS: readonly ImportRule[] = [
  {
    from: "agent/cli/",
    mayImport: ["agent/daemon/"],
    why: "The daemon may be another version in another process: only messages reach it.",
  },
];
