import { homedir, platform, userInfo } from "node:os";
import { join, posix, win32 } from "node:path";

/** Where one person's agent keeps its things. */
export interface Places {
  /** The configuration file. */
  readonly config: string;
  /** Folder of the journal and of the prompt key. */
  readonly state: string;
  /** Address the agent listens on: a Unix socket, or a named pipe on Windows. */
  readonly socket: string;
}

/** What the places follow from. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly user: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The surroundings of this process. */
export function surroundings(): Surroundings {
  return { platform: platform(), home: homedir(), user: userInfo().username, environment: process.env };
}

/** The places by the customs of the system: XDG on Linux, Application Support on macOS, AppData on Windows. */
export function placesOf(around: Surroundings): Places {
  if (around.platform === "win32") return windowsPlaces(around);
  if (around.platform === "darwin") return macPlaces(around);
  return xdgPlaces(around);
}

function xdgPlaces({ home, environment }: Surroundings): Places {
  const config = absoluteOr(environment["XDG_CONFIG_HOME"], posix.join(home, ".config"));
  const state = posix.join(
    absoluteOr(environment["XDG_STATE_HOME"], posix.join(home, ".local/state")),
    "lanyard",
  );
  const runtime = environment["XDG_RUNTIME_DIR"];
  const run = runtime?.startsWith("/") ? posix.join(runtime, "lanyard") : posix.join(state, "run");
  return {
    config: posix.join(config, "lanyard/agent.yaml"),
    state,
    socket: posix.join(run, "agent.sock"),
  };
}

/** The XDG specification says that relative paths are to be ignored. */
function absoluteOr(path: string | undefined, otherwise: string): string {
  return path?.startsWith("/") ? path : otherwise;
}

function macPlaces({ home }: Surroundings): Places {
  const folder = posix.join(home, "Library/Application Support/Lanyard");
  return {
    config: posix.join(folder, "agent.yaml"),
    state: folder,
    socket: posix.join(folder, "run/agent.sock"),
  };
}

function windowsPlaces({ home, user, environment }: Surroundings): Places {
  const folder = win32.join(environment["LOCALAPPDATA"] ?? win32.join(home, "AppData/Local"), "Lanyard");
  return {
    config: win32.join(folder, "agent.yaml"),
    state: folder,
    socket: `\\\\.\\pipe\\lanyard-${user}`,
  };
}

/** The configuration that an administrator writes for everybody on this machine; a person's own counts where it is absent. */
export function systemConfigOf(around: Surroundings): string {
  if (around.platform === "win32")
    return win32.join(
      around.environment["ProgramData"] ?? String.raw`C:\ProgramData`,
      "Lanyard",
      "agent.yaml",
    );
  if (around.platform === "darwin") return "/Library/Application Support/Lanyard/agent.yaml";
  return "/etc/lanyard/agent.yaml";
}

/** True where the address is a Windows named pipe, which no folder holds. */
export function isPipe(socket: string): boolean {
  return socket.startsWith("\\\\.\\pipe\\");
}

/** The journal that a state folder holds unless the configuration says otherwise. */
export function journalIn(state: string): string {
  return join(state, "journal.db");
}
