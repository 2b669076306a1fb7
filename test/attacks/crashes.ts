import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "../agent/distribution/desk.ts";
import type { RepositoryServer } from "../agent/distribution/repository-server.ts";
import type { Row } from "./attack.ts";
import { Endpoint } from "./endpoint.ts";
import { directiveFile, type Enforced } from "./stage.ts";
import type { Content } from "../agent/distribution/desk.ts";

const KILL_AT = join(import.meta.dirname, "kill-at.ts");

/** Kills an agent again and again while it takes a new state over, and looks what it enforces afterwards. */
export class Crashes {
  readonly #server: RepositoryServer;
  readonly #desk = new Desk();
  readonly #endpoint: Endpoint;
  readonly #stepsFile: string;
  #turn = 1;

  constructor(server: RepositoryServer) {
    this.#server = server;
    server.files = this.#desk.files;
    this.#endpoint = new Endpoint(server, this.#desk.firstRoot);
    this.#stepsFile = join(this.#endpoint.folder, "steps");
  }

  /** How many steps of writing one update has. */
  async steps(): Promise<number> {
    this.#publish();
    void this.#endpoint.start();
    await this.#endpoint.looked();
    await this.#endpoint.kill();
    await this.#update({ LANYARD_KILL_AT: "0" }, () => this.#endpoint.looked());
    await this.#endpoint.kill();
    return this.#countedSteps();
  }

  /** Kills at one step, or in the middle of its write; gives a sentence where the state afterwards is wrong. */
  async killAt(step: number, isHalf: boolean): Promise<string | null> {
    const environment = { LANYARD_KILL_AT: String(step), LANYARD_KILL_HALF: isHalf ? "1" : "0" };
    return await this.#update(environment, (gone) => gone);
  }

  /** Kills at a moment that nobody chose: `share` of the way through the steps of an update. */
  async killAround(share: number, steps: number): Promise<string | null> {
    const wanted = Math.floor(share * steps);
    return await this.#update({ LANYARD_KILL_AT: "0" }, async () => {
      while (this.#countedSteps() < wanted) await new Promise((resolve) => setImmediate(resolve));
      await this.#endpoint.kill();
    });
  }

  async close(): Promise<void> {
    await this.#endpoint.close();
  }

  /** One new state that the agent takes over until it is dead; then it must be whole, offline, and follow, online. */
  async #update(
    environment: Readonly<Record<string, string>>,
    untilDead: (gone: Promise<unknown>) => Promise<unknown>,
  ): Promise<string | null> {
    const before = expected(this.#turn);
    this.#publish();
    const after = expected(this.#turn);
    writeFileSync(this.#stepsFile, "0");
    const gone = this.#endpoint.start({
      preload: [KILL_AT],
      environment: { ...environment, LANYARD_STEPS: this.#stepsFile },
    });
    await untilDead(gone);
    await this.#endpoint.kill();
    this.#server.isUp = false;
    void this.#endpoint.start();
    await this.#endpoint.looked();
    const found = await this.#endpoint.enforced();
    this.#server.isUp = true;
    await this.#endpoint.look();
    const healed = await this.#endpoint.enforced();
    await this.#endpoint.kill();
    if (!isOneOf(found, [before, after])) return `Offline it enforces ${JSON.stringify(found)}.`;
    return isOneOf(healed, [after]) ? null : `Afterwards it enforces ${JSON.stringify(healed)}.`;
  }

  /** A change of policy and directives in one: a mix of two states would be seen. */
  #publish(): void {
    this.#turn += 1;
    this.#desk.publish(stateOf(this.#turn));
  }

  #countedSteps(): number {
    return Number(readFileSync(this.#stepsFile, "utf8"));
  }
}

function stateOf(turn: number): Content {
  const release = `r${turn}`;
  const text = `lanyard: 1
unidentified: forbid
rules:
  - {id: claude-${turn}, permit: [chat], models: ["anthropic/*"]}
`;
  return {
    releases: { [release]: [{ file: "main.yaml", text }] },
    rings: [{ release, share: 100, groups: [] }],
    directives: [directiveFile(`stop-${turn}`, "forbid: all, models: [anthropic/mythos-5]")],
  };
}

/** The revision and rules that a whole state shows; both carry its number. */
function expected(turn: number): string {
  return `claude-${turn} stop-${turn} r${turn}`;
}

function isOneOf({ revision, decisions }: Enforced, states: readonly string[]): boolean {
  const rules = new Set(Object.values(decisions).join(" ").split(" "));
  return states.some((state) => {
    const [claude = "", stop = "", release = ""] = state.split(" ");
    return rules.has(claude) && rules.has(stop) && revision?.startsWith(`${release}+`) === true;
  });
}

/** The row of one way to crash, from the sentences of its runs. */
export function rowOf(attack: string, runs: readonly (string | null)[]): Row {
  const wrong = runs.filter((sentence) => sentence !== null);
  return {
    attack: `${attack}, ${runs.length} times`,
    refused: runs.length > 0 && wrong.length === 0,
    enforcedChanged: wrong.length > 0,
    record: wrong[0] ?? "Each time the old or the new revision, whole; then it followed.",
  };
}
