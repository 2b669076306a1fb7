import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lanyard } from "./agent-process.ts";

/** A folder that holds `policy` and `people.yaml`, and who of them sits at this machine. */
export interface Sample {
  readonly from: string;
  readonly person: string;
}

const SAMPLE: Sample = { from: import.meta.dirname, person: "engineer-17@example.com" };

/** Writes policy, people and the agent's configuration (`agent.yaml`, with these lines more) into a folder. */
export async function writeOrganization(
  folder: string,
  more: readonly string[] = [],
  { from, person }: Sample = SAMPLE,
): Promise<void> {
  await rm(join(folder, "policy"), { recursive: true, force: true });
  await cp(join(from, "policy"), join(folder, "policy"), { recursive: true });
  await cp(join(from, "people.yaml"), join(folder, "people.yaml"));
  const lines = [
    "lanyard: 1",
    "policy: policy",
    "people: people.yaml",
    `person: ${person}`,
    "journal: journal.sqlite",
    "socket: run/agent.sock",
    ...more,
  ];
  await writeFile(join(folder, "agent.yaml"), `${lines.join("\n")}\n`);
}

/** Changes the policy file by replacing text that must be there. */
export async function replaceInPolicy(folder: string, from: string, to: string): Promise<void> {
  const file = join(folder, "policy/policy.yaml");
  const text = await readFile(file, "utf8");
  if (!text.includes(from)) throw new Error(`The policy holds no "${from}".`);
  await writeFile(file, text.replace(from, to));
}

/** Registers the native messaging host of the organization's agent, as `lanyard browser install` does, in `hosts`. */
export async function registerHost(folder: string, extensionId: string, hosts: string): Promise<void> {
  await mkdir(hosts, { recursive: true });
  const config = join(folder, "agent.yaml");
  const place = ["--config", config, "--extension-id", extensionId, "--dir", hosts];
  const done = await lanyard("browser", "install", ...place);
  if (done.code !== 0) throw new Error(`browser install failed: ${done.stderr}`);
}
