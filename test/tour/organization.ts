import { cp, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Day, LaterFile } from "./days.ts";
import type { TourFolder } from "./state-folder.ts";

/** Who the tour is. */
export const PERSON = "engineer-17@example.com";

const SAMPLE = join(import.meta.dirname, "organization");

/** A copy of the sample organization that an agent can be run on. */
export interface Organization {
  /** The agent's configuration file. */
  readonly config: string;
  /** Folder of the policy files. */
  readonly policy: string;
  /** Folder of what comes later. */
  readonly later: string;
  readonly journal: string;
}

/** Copies the sample organization into the tour's folder and writes the agent's configuration beside it. */
export async function settleOrganization(folder: TourFolder): Promise<Organization> {
  await mkdir(folder.root, { recursive: true });
  for (const part of ["policy", "later", "people.yaml"]) {
    await cp(join(SAMPLE, part), join(folder.root, part), { recursive: true });
  }
  const config = join(folder.root, "agent.yaml");
  const settings = {
    lanyard: 1,
    policy: "policy",
    people: "people.yaml",
    person: PERSON,
    journal: "journal.db",
    socket: folder.socket,
  };
  await writeFile(config, stringify(settings));
  return {
    config,
    policy: join(folder.root, "policy"),
    later: join(folder.root, "later"),
    journal: join(folder.root, "journal.db"),
  };
}

/** Publishes what comes later, as IT would: a file more in the policy folder. */
export async function publish(organization: Organization, file: LaterFile): Promise<void> {
  await copyFile(join(organization.later, file), join(organization.policy, file));
}

/** Makes the policy folder that of a day, coming from the day before: what is withdrawn goes first. */
export async function beginDay(organization: Organization, { publish: files, withdraw }: Day): Promise<void> {
  for (const file of withdraw) await rm(join(organization.policy, file));
  for (const file of files) await publish(organization, file);
}
