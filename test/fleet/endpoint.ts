import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright";
import { stringify } from "yaml";
import type { JournalRow } from "../e2e/agent-process.ts";
import { World } from "../e2e/world.ts";
import { TOPIC } from "./desk.ts";

/** Where an endpoint gets signed policy from. */
export interface Source {
  readonly url: string;
  readonly ca: string;
  readonly root: string;
  readonly broker: { readonly url: string; readonly ca: string } | null;
}

/** Who sits at it. */
export interface EndpointOptions {
  readonly person: string;
  readonly people: string;
  readonly from: Source;
  /** Of the tab that stays open. */
  readonly address: string;
}

/** One person's machine: an agent that obeys signed policy, and a browser into which policy forced the extension. */
export class Endpoint {
  readonly person: string;
  readonly world: World;
  /** Is never loaded anew. */
  readonly tab: Page;

  private constructor(person: string, world: World, tab: Page) {
    this.person = person;
    this.world = world;
    this.tab = tab;
  }

  static async open({ person, people, from, address }: EndpointOptions): Promise<Endpoint> {
    const world = await World.open();
    await copyFile(people, join(world.folder, "people.yaml"));
    await copyFile(from.root, join(world.folder, "root.json"));
    await writeFile(join(world.folder, "agent.yaml"), configuration(person, from, world.tunnel.port));
    const { page } = await world.browse("forced", address, person);
    return new Endpoint(person, world, page);
  }

  /** The journal's records of what came into force, oldest first. */
  async enforced(): Promise<readonly JournalRow[]> {
    return (await this.world.agent.journal()).filter(({ kind }) => kind === "enforced");
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

function configuration(person: string, { url, ca, broker }: Source, tunnel: number): string {
  return stringify({
    lanyard: 1,
    distribution: {
      url,
      root: "root.json",
      ca,
      ...(broker !== null && { nudge: { url: broker.url, topic: TOPIC, ca: broker.ca } }),
    },
    people: "people.yaml",
    person,
    journal: "journal.sqlite",
    socket: "run/agent.sock",
    sockets: { upstream: `http://127.0.0.1:${tunnel}` },
  });
}
