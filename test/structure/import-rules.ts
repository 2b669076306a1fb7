/** One row of the architecture: who may import whom. All are path prefixes; the longest `from` applies to a file. */
export interface ImportRule {
  readonly from: string;
  readonly mayImport: readonly string[];
  readonly why: string;
}

/** The whole table. Imports within the same `from` are always allowed; packages are `npm:NAME`, Node's own `node:NAME`. */
export const IMPORT_RULES: readonly ImportRule[] = [
  {
    from: "shared/schema/",
    mayImport: ["npm:zod"],
    why: "What crosses a boundary depends on nothing of ours.",
  },
  { from: "shared/wire/", mayImport: ["shared/schema/", "npm:zod"], why: "Messages are made of schemas." },
  {
    from: "shared/policy/",
    mayImport: ["shared/schema/", "npm:re2js", "npm:yaml", "npm:zod"],
    why: "Deciding is pure, and knows models by their ids alone.",
  },
  {
    from: "shared/catalog/",
    mayImport: ["shared/schema/", "npm:zod"],
    why: "Recognizing is pure, and knows no policy.",
  },
  {
    from: "extension/worker/",
    mayImport: ["shared/", "extension/baseline", "npm:webextension-polyfill", "npm:zod", "npm:idb"],
    why: "The worker decides; screens hear from it by messages alone.",
  },
  {
    from: "extension/design/",
    mayImport: [
      "shared/schema/",
      "shared/wire/",
      "extension/public/_locales/",
      "npm:preact",
      "npm:webextension-polyfill",
      "npm:zod",
    ],
    why: "Components show what they are given.",
  },
  {
    from: "extension/popup/",
    mayImport: ["extension/design/", "shared/", "npm:preact"],
    why: "A screen knows the worker by its messages.",
  },
  {
    from: "extension/blocked/",
    mayImport: ["extension/design/", "shared/", "npm:preact"],
    why: "A screen knows the worker by its messages.",
  },
  {
    from: "extension/content/",
    mayImport: ["extension/design/", "shared/wire/", "npm:webextension-polyfill", "npm:zod"],
    why: "It lives in other people's pages: small, and driven by the worker alone.",
  },
  {
    from: "extension/page/",
    mayImport: ["shared/wire/page"],
    why: "It runs among the page's own scripts: a few names and the types of messages, nothing else.",
  },
  {
    from: "extension/",
    mayImport: ["package.json"],
    why: "The manifest and its rules are made at build time.",
  },
  {
    from: "agent/native-host/",
    mayImport: ["agent/local-api/frame", "agent/platform/", "node:"],
    why: "It copies frames and knows nothing else.",
  },
  {
    from: "agent/journal/",
    mayImport: ["shared/schema/", "node:", "npm:zod"],
    why: "The journal is a store: it knows events, nobody's process.",
  },
  {
    from: "agent/policy-tools/",
    mayImport: [
      "agent/platform/yaml-file",
      "shared/catalog/",
      "shared/policy/",
      "shared/schema/",
      "node:crypto",
      "npm:zod",
    ],
    why: "Comparing, tabulating and replaying policies is pure: files, journals and terminals are the command line's.",
  },
  {
    from: "agent/distribution/",
    mayImport: [
      "agent/platform/",
      "shared/",
      "node:",
      "npm:@tufjs/models",
      "npm:mqtt",
      "npm:tuf-js",
      "npm:zod",
    ],
    why: "What comes from outside is verified here, and only here are the libraries that do it.",
  },
  {
    from: "agent/deploy/",
    mayImport: [],
    why: "What a company rolls out is data: it is printed, compared and tested, and knows nothing of this machine.",
  },
  {
    from: "agent/packing/",
    mayImport: ["node:crypto", "npm:fflate", "npm:zod"],
    why: "Packing takes bytes and gives bytes: the same ones wherever it is done.",
  },
  {
    from: "agent/system-package/",
    mayImport: [
      "agent/cli/browsers",
      "agent/cli/command",
      "agent/cli/host-manifest",
      "agent/cli/launcher",
      "agent/console/page-files",
      "agent/packing/",
      "package.json",
      "node:",
      "npm:zod",
    ],
    why: "It builds what is installed, and is no part of it.",
  },
  {
    from: "agent/doctor/",
    mayImport: ["agent/deploy/", "shared/wire/"],
    why: "Judging a machine is pure: looking at it is the command line's.",
  },
  {
    from: "agent/console/api/",
    mayImport: ["shared/schema/", "npm:zod"],
    why: "What the page and its server say to each other is made of schemas.",
  },
  {
    from: "agent/console/client/",
    mayImport: [
      "agent/console/api/",
      "shared/policy/model-name",
      "shared/schema/",
      "npm:@tanstack/virtual-core",
      "npm:preact",
      "npm:uplot",
      "npm:zod",
    ],
    why: "The page shows what it is told. Only style sheets of the extension are shared with it.",
  },
  {
    from: "agent/console/",
    mayImport: [
      "agent/distribution/",
      "agent/facts/",
      "agent/journal/",
      "agent/platform/",
      "agent/policy-tools/ordinary-call",
      "shared/",
      "node:",
      "npm:@hono/node-server",
      "npm:hono",
      "npm:yaml",
      "npm:zod",
    ],
    why: "The console reads what is on the disk, and knows nobody's process.",
  },
  {
    from: "agent/publishing/",
    mayImport: [
      "agent/journal/canonical",
      "agent/platform/",
      "shared/policy/",
      "shared/schema/",
      "node:",
      "npm:@tufjs/models",
      "npm:age-encryption",
      "npm:aws4fetch",
      "npm:mqtt",
      "npm:tuf-js",
      "npm:yaml",
      "npm:zod",
    ],
    why: "IT's desk signs and sends files: it knows no terminal, no catalog and no endpoint.",
  },
  {
    from: "agent/cli/",
    mayImport: [
      "agent/console/",
      "agent/deploy/",
      "agent/doctor/",
      "agent/distribution/",
      "agent/facts/",
      "agent/journal/",
      "agent/local-api/",
      "agent/packing/",
      "agent/platform/",
      "agent/policy-tools/",
      "agent/publishing/",
      "shared/",
      "package.json",
      "node:",
      "npm:cac",
      "npm:zod",
    ],
    why: "The command line knows the daemon through local-api alone: it may be another version in another process.",
  },
  {
    from: "agent/",
    mayImport: ["shared/", "node:", "npm:zod", "npm:yaml"],
    why: "The agent never imports the extension.",
  },
];
