/**
 * The agent as the systems' own managers start it: what unit, launch agent and task are all made from. One process a
 * person, so each is the person's own and none is the machine's.
 */
export interface Service {
  readonly label: string;
  readonly description: string;
  /** The program and its arguments, absolute. */
  readonly command: readonly string[];
  /** Without this file there is nothing to obey, and the service does not start. */
  readonly config: string;
  /** Seconds until an agent that ended is started again. */
  readonly restartAfter: number;
}

const COMMON = {
  label: "com.lanyard.agent",
  description: "Lanyard agent: which AI this person may use",
  restartAfter: 1,
};

/** Where the service is on each system. */
export const SERVICES = {
  linux: service("/usr/bin/lanyard", "/etc/lanyard/agent.yaml"),
  macos: service("/usr/local/bin/lanyard", "/Library/Application Support/Lanyard/agent.yaml"),
  windows: service(
    String.raw`C:\Program Files\Lanyard\lanyard.cmd`,
    String.raw`C:\ProgramData\Lanyard\agent.yaml`,
  ),
} as const satisfies Readonly<Record<string, Service>>;

function service(program: string, config: string): Service {
  return { ...COMMON, command: [program, "agent", "run", "--config", config], config };
}
