import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Mosquitto, startMosquitto } from "../servers/mosquitto.ts";
import { type Nginx, startNginx } from "../servers/nginx.ts";
import { Desk } from "./desk.ts";
import { Endpoint, type Source } from "./endpoint.ts";

/** What a fleet is made of. */
export interface FleetOptions {
  /** Holds `policy` and `people.yaml`. */
  readonly sample: string;
  /** Whether a broker tells endpoints to look. */
  readonly nudge: boolean;
  /** Seconds between two looks that the server tells endpoints; else it says nothing. */
  readonly poll?: number;
}

/** A desk, Debian's web server and broker, and the endpoints that fetch from there; all on loopback. */
export class Fleet {
  readonly desk: Desk;
  readonly nginx: Nginx;
  readonly broker: Mosquitto | null;
  readonly endpoints: Endpoint[] = [];
  readonly #folder: string;
  readonly #sample: string;

  private constructor(parts: {
    folder: string;
    sample: string;
    desk: Desk;
    nginx: Nginx;
    broker: Mosquitto | null;
  }) {
    this.#folder = parts.folder;
    this.#sample = parts.sample;
    this.desk = parts.desk;
    this.nginx = parts.nginx;
    this.broker = parts.broker;
  }

  /** Starts the servers and sets up the desk; nothing of its policy is out yet. Throws where the servers cannot be had. */
  static async open({ sample, nudge, poll }: FleetOptions): Promise<Fleet> {
    const folder = await mkdtemp(join(tmpdir(), "lanyard-fleet-"));
    const nginx = await startNginx(join(folder, "nginx"), poll);
    const broker = nudge ? await startMosquitto(join(folder, "mosquitto")) : null;
    if (nginx === null || (nudge && broker === null))
      throw new Error("nginx and Mosquitto are needed: apt-get install nginx-light mosquitto");
    const { url, root: site } = nginx;
    const desk = await Desk.open({ folder: join(folder, "desk"), sample, url, site, nudge: broker });
    return new Fleet({ folder, sample, desk, nginx, broker });
  }

  /** Sets an endpoint up for a person: an agent of theirs and a browser with this page open. */
  async join(person: string, address: string): Promise<Endpoint> {
    const people = join(this.#sample, "people.yaml");
    const endpoint = await Endpoint.open({ person, people, from: this.source, address });
    this.endpoints.push(endpoint);
    return endpoint;
  }

  /** What endpoints are told. */
  get source(): Source {
    const { desk, nginx, broker } = this;
    return {
      url: nginx.url,
      ca: nginx.ca,
      root: desk.root,
      broker: broker && { url: broker.url, ca: broker.ca },
    };
  }

  /** A folder for what belongs to the fleet, and ends with it. */
  get folder(): string {
    return this.#folder;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.endpoints.map((endpoint) => endpoint.close()));
    await Promise.allSettled([this.nginx.stop(), this.broker?.stop()]);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
