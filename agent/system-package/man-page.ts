import type { Command } from "../cli/command.ts";

/** What the page says besides the commands. */
const FILES: readonly (readonly [string, string])[] = [
  ["/etc/lanyard/agent.yaml", "Configuration of every person's agent; without it the agents do not start."],
  ["/etc/lanyard/sample/", "A configuration, a policy and people to begin with: copy them one folder up."],
  [
    "~/.local/state/lanyard/",
    "A person's journal, and what keeps policy from going back. No package removes it.",
  ],
];

/** Text of the manual page, from the list of commands that help is made of. */
export function manPage(commands: readonly Command[], version: string): string {
  return [
    `.TH LANYARD 1 "" "Lanyard ${version}" "User Commands"`,
    ".SH NAME",
    String.raw`lanyard \- which AI a person may use, enforced in the browser and recorded`,
    ".SH SYNOPSIS",
    String.raw`.B lanyard`,
    String.raw`.I command`,
    "[options]",
    ".SH COMMANDS",
    ...commands.flatMap(entry),
    ".SH FILES",
    ...FILES.flatMap(([file, text]) => [".TP", `.I ${plain(file)}`, plain(text)]),
    "",
  ].join("\n");
}

function entry({ name, words, summary, options, example }: Command): readonly string[] {
  return [
    ".SS",
    `.B lanyard ${plain(`${name} ${words}`.trim())}`,
    ".PP",
    `${plain(summary)}.`,
    ...options.flatMap(([flag, text]) => [".TP", `.B ${plain(flag)}`, plain(text)]),
    ".PP",
    "Example:",
    ".RS",
    ".nf",
    plain(example),
    ".fi",
    ".RE",
  ];
}

/** Hyphens of options stay hyphens, and nothing at a line's start is taken for a request. */
function plain(text: string): string {
  return text
    .replaceAll("\\", String.raw`\e`)
    .replaceAll("-", String.raw`\-`)
    .replace(/^(?=[.'])/, String.raw`\&`);
}
