import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Longest path that a Unix socket may have, with some room for what is put behind it. */
const SOCKET_ROOM = 80;

/** The places of one tour. */
export interface TourFolder {
  readonly root: string;
  /** Where the agent listens, as its configuration takes it. */
  readonly socket: string;
}

/**
 * Makes a folder for this tour below the user's state folder, open to this user alone, and takes away those of tours
 * that have ended: the journal of the last tour can be read until the next one starts.
 */
export async function makeTourFolder(): Promise<TourFolder> {
  const home = process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state");
  const tours = join(process.platform === "win32" ? tmpdir() : home, "lanyard-tour");
  await mkdir(tours, { recursive: true, mode: 0o700 });
  await removeEnded(tours);
  const root = join(tours, `run-${process.pid}`);
  await mkdir(root, { mode: 0o700 });
  return { root, socket: await socketPath(root) };
}

async function removeEnded(tours: string): Promise<void> {
  for (const name of await readdir(tours)) {
    const pid = Number(/^run-(\d+)$/.exec(name)?.[1]);
    if (Number.isNaN(pid) || (pid !== process.pid && isRunning(pid))) continue;
    await rm(join(tours, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function socketPath(root: string): Promise<string> {
  if (process.platform === "win32") return `\\\\.\\pipe\\lanyard-tour-${process.pid}`;
  const beside = join(root, "run", "agent.sock");
  return beside.length < SOCKET_ROOM
    ? beside
    : join(await mkdtemp(join(tmpdir(), "lanyard-tour-")), "agent.sock");
}
