import type { Stage } from "./stage.ts";
import { FIRST, SECOND, THIRD, type Enforced, type Victim } from "./stage.ts";
import { Desk } from "../agent/distribution/desk.ts";
import type { RepositoryServer } from "../agent/distribution/repository-server.ts";

/** One attack, and the record that the endpoint must make of it. */
export interface Attack {
  readonly name: string;
  /** How the record begins. */
  readonly record: string;
  /** Arranges it; then the endpoint looks. */
  readonly arrange: (stage: Stage) => void | Promise<void>;
  /** What an honest desk does besides publishing anew, so that the endpoint follows again. */
  readonly heal?: (stage: Stage) => void | Promise<void>;
  /** True where the revision may be another afterwards, while decisions stay. */
  readonly isRenamed?: boolean;
}

/** How an attack ended. */
export interface Row {
  readonly attack: string;
  /** It made a record, changed nothing, and the endpoint followed the honest desk again. */
  readonly refused: boolean;
  readonly enforcedChanged: boolean;
  /** What the journal says of it; or what went wrong. */
  readonly record: string;
}

/** Makes a stage on which two honest publications are over; `victim` starts an endpoint with this root. */
export async function setStage(
  start: () => Promise<RepositoryServer>,
  victim: (server: RepositoryServer, desk: Desk) => Promise<Victim>,
): Promise<Stage> {
  const desk = new Desk();
  desk.publish(FIRST);
  const old = new Map(desk.files);
  const server = await start();
  server.files = desk.files;
  const endpoint = await victim(server, desk);
  await endpoint.look();
  desk.root();
  desk.publish(SECOND);
  await endpoint.look();
  await endpoint.records();
  return { desk, server, victim: endpoint, content: SECOND, old };
}

/** Plays one attack on a fresh stage, and then lets the honest desk go on. */
export async function play(attack: Attack, stage: Stage): Promise<Row> {
  const { victim } = stage;
  const before = await victim.enforced();
  if (before.revision !== "r2+2")
    return failed(attack, `The stage enforces ${before.revision ?? "nothing"}.`);
  await attack.arrange(stage);
  await victim.look();
  const after = await victim.enforced();
  const records = await victim.records();
  const record = records.find((one) => one.startsWith(attack.record));
  const enforcedChanged = differs(before, after, attack.isRenamed === true);
  const recovery = await recover(attack, stage);
  return {
    attack: attack.name,
    refused: record !== undefined && !enforcedChanged && recovery === null,
    enforcedChanged,
    record: recovery ?? record ?? `No record that begins with ${attack.record}: ${records.join(" | ")}`,
  };
}

/** An attack that keeps the endpoint from following afterwards would be half a success. */
async function recover(attack: Attack, stage: Stage): Promise<string | null> {
  const { desk, server, victim } = stage;
  server.answering = null;
  server.files = desk.files;
  await victim.setClock(0);
  await attack.heal?.(stage);
  desk.publish(THIRD);
  await victim.look();
  const { revision, decisions } = await victim.enforced();
  const isThere = revision?.startsWith("r3+") === true && decisions["openai/gpt-5.5"] === "deny later";
  await victim.records();
  return isThere
    ? null
    : `Afterwards it does not follow the honest desk: it enforces ${revision ?? "nothing"}.`;
}

function differs(before: Enforced, after: Enforced, isRenamed: boolean): boolean {
  const one = isRenamed ? before.decisions : before;
  const other = isRenamed ? after.decisions : after;
  return JSON.stringify(one) !== JSON.stringify(other);
}

function failed({ name }: Attack, record: string): Row {
  return { attack: name, refused: false, enforcedChanged: false, record };
}
