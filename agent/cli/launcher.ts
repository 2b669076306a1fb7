/** What a launcher starts. */
export interface Launch {
  /** Absolute path of the Node that runs it. */
  readonly node: string;
  /** Absolute path of the program. */
  readonly program: string;
  /** Where the agent listens; null: the usual place of whoever runs the browser. */
  readonly socket: string | null;
}

/** Name of the launcher beside its manifest: browsers start one file, without arguments of ours. */
export function launcherFile(platform: NodeJS.Platform): string {
  return platform === "win32" ? "com.lanyard.agent.bat" : "com.lanyard.agent.sh";
}

/** The text of the launcher script. */
export function launcherText(platform: NodeJS.Platform, { node, program, socket }: Launch): string {
  const words = [node, program, "native-host", ...(socket === null ? [] : ["--socket", socket])];
  if (platform === "win32") return `@echo off\r\n${words.map(batchWord).join(" ")} %*\r\n`;
  return `#!/bin/sh\nexec ${words.map(shellWord).join(" ")} "$@"\n`;
}

/** Paths may hold spaces and quotes; within single quotes the shell takes everything else as it is. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A percent sign names a variable in a batch file unless it is doubled. */
function batchWord(text: string): string {
  return `"${text.replaceAll("%", "%%")}"`;
}
