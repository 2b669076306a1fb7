#!/usr/bin/env node
import { isMainThread } from "node:worker_threads";

/**
 * The one program. Browsers start it as a native messaging host, with the extension's origin (Chromium) or the
 * manifest's path and the extension's id (Firefox) as arguments; people and services start it with a command.
 * Each way imports only what it needs: a browser waits for the host. The console's threads are this program as well.
 */
async function main(args: readonly string[]): Promise<void> {
  if (!isMainThread) {
    const { runThread } = await import("./console/threads.ts");
    await runThread();
  } else if (isHostCall(args)) {
    const { runNativeHost } = await import("./native-host/main.ts");
    await runNativeHost(args);
  } else {
    const { runCommandLine } = await import("./cli/main.ts");
    process.exitCode = await runCommandLine(args, async (options) => {
      const { runAgent } = await import("./daemon/main.ts");
      await runAgent(options);
    });
  }
}

function isHostCall(args: readonly string[]): boolean {
  const [first = "", second] = args;
  if (args.some((arg) => arg.startsWith("chrome-extension://"))) return true;
  if (first === "native-host") return second !== "--help" && second !== "-h";
  return first.endsWith("com.lanyard.agent.json") && second !== undefined;
}

void main(process.argv.slice(2));
