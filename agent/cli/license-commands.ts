import type { Command } from "./command.ts";

/** The commands on licenses and grants. */
export const LICENSE_COMMANDS: readonly Command[] = [
  {
    name: "license report",
    words: "",
    summary: "List the use of each license and grant, by person and model, for its authority",
    options: [
      ["--config <file>", "Configuration of the agent"],
      ["--file <file>", "A journal, an export or a pack instead of the configured journal; may be repeated"],
      ["--from <when>", "Use since then: 90s, 15m, 1h, 2d, or an ISO time"],
      ["--to <when>", "Use before then"],
      ["--license <id>", "This license or grant alone, by its id or number"],
      ["--csv", "Print CSV: a row for each license, person and model"],
    ],
    example: "lanyard license report --from 2026-06-01 --to 2026-07-01 --csv > june.csv",
    load: async () => (await import("./license-report.ts")).licenseReport,
  },
];
