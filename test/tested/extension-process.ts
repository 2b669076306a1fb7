import { readdirSync, readFileSync } from "node:fs";

/** Kills the process that runs the extension of the one browser whose profile is under this folder. Linux only. */
export async function killExtensionProcess(folder: string): Promise<void> {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const own = all.filter((pid) => commandOf(pid).includes("--extension-process") && isUnder(pid, folder));
  if (own.length === 0) throw new Error("No process runs the extension.");
  for (const pid of own) process.kill(Number(pid), "SIGKILL");
}

/** True where a parent of this process was started on a profile under this folder. */
function isUnder(pid: string, folder: string): boolean {
  for (let at = pid; at !== "0" && at !== ""; at = parentOf(at)) {
    if (commandOf(at).includes(`--user-data-dir=${folder}`)) return true;
  }
  return false;
}

/** Empty where the process is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function commandOf(pid: string): string {
  return read(`/proc/${pid}/cmdline`);
}

function parentOf(pid: string): string {
  return /^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? "";
}
