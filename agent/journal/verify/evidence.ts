import { type Checkpoint, readCheckpoint } from "../checkpoint.ts";
import { isSignedBy, type NoteKey } from "../note.ts";
import { type Finding, findingOfAll } from "./finding.ts";

/** A checkpoint that may be relied on, and where it came from: null for the journal itself, otherwise a witness's file. */
export interface Evidence extends Checkpoint {
  readonly witness: string | null;
}

/** Reads checkpoints, and keeps those that say something of this journal under one of the keys. */
export class EvidenceReader {
  readonly findings: Finding[] = [];
  readonly #origin: string;
  readonly #keys: readonly Buffer[];
  readonly #others = new Map<string, number>();

  /** `keys`: of 32 bytes. */
  constructor(origin: string, keys: readonly Buffer[]) {
    this.#origin = origin;
    this.#keys = keys;
  }

  /** The evidence in a note, or null with a finding why it is none. */
  read(note: string, witness: string | null): Evidence | null {
    const where = witness === null ? "A checkpoint in the journal" : `A checkpoint in ${witness}`;
    const read = readCheckpoint(note);
    if (read === null) return this.#refuse("bad_checkpoint", `${where} is none: it cannot be read.`);
    const { signed, ...checkpoint } = read;
    const about = `${where}, of ${read.size} events,`;
    if (!this.#keys.some((bytes) => isSignedBy(signed, keyNamed(read.origin, bytes))))
      return this.#refuse("foreign_key", `${about} is not signed by the key.`);
    if (read.origin === this.#origin) return { ...checkpoint, witness };
    if (witness === null)
      return this.#refuse("bad_checkpoint", `${about} is of another journal: ${read.origin}.`);
    this.#others.set(read.origin, Math.max(read.size, this.#others.get(read.origin) ?? 0));
    return null;
  }

  /** What witnesses have of other journals of this device, once all were read. */
  others(): readonly Finding[] {
    return Array.from(this.#others, ([origin, size]) =>
      findingOfAll(
        "replaced",
        `A witness has a checkpoint of another journal of this device, ${origin}, with ${size} events. This is ${this.#origin}: ask for the other, or for the record of why it was replaced.`,
      ),
    );
  }

  #refuse(what: "bad_checkpoint" | "foreign_key", sentence: string): null {
    this.findings.push(findingOfAll(what, sentence));
    return null;
  }
}

function keyNamed(name: string, bytes: Buffer): NoteKey {
  return { name, bytes };
}
