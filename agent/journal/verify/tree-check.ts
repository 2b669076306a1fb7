import { Edge, TILE_HEIGHT, TILE_WIDTH } from "../merkle.ts";
import type { Evidence } from "./evidence.ts";
import { type Finding, findingAt } from "./finding.ts";
import { Suspicion } from "./suspicion.ts";
import { endFindings, WitnessCheck } from "./witness-check.ts";

/** One tile of the tree as a journal or an export has it. */
export interface TileHashes {
  /** The leaf of each place, in order, as many as there are; null where it is not there. None: only the root is known. */
  readonly leaves: readonly (Buffer | null)[];
  /** The hash that is kept for the whole tile, of a full one. */
  readonly root: Buffer | null;
}

interface Range {
  readonly from: number;
  readonly until: number;
}

/**
 * Goes through the leaves of a tree in their order and holds its root against every checkpoint. Where a tile's leaves
 * and the hash that is kept for it disagree, it goes on with either until a checkpoint decides which of them is right.
 */
export class TreeCheck {
  #size = 0;
  /** The tree by its leaves; null where one is missing. */
  #byLeaves: Edge | null = new Edge();
  /** The tree by the hashes kept for tiles, where they give another one. */
  #byRoots: Edge | null = null;
  #doubts: Range[] = [];
  #waiting: Evidence[] = [];
  #held = 0;
  readonly #findings: Finding[] = [];
  readonly #suspicion = new Suspicion();
  readonly #witnesses = new WitnessCheck();

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** Checkpoints that the tree was held against. */
  get held(): number {
    return this.#held;
  }

  /** The root by what is known; null where nothing is. */
  root(): Buffer | null {
    return (this.#byLeaves ?? this.#byRoots)?.root() ?? null;
  }

  /** Adds a checkpoint, before the tile comes in which its tree ends. */
  expect(evidence: Evidence): void {
    const at = this.#waiting.findLastIndex(({ size }) => size <= evidence.size);
    this.#waiting.splice(at + 1, 0, evidence);
  }

  /** Takes the next tile. */
  take({ leaves, root }: TileHashes): void {
    const from = this.#size + 1;
    const before = (this.#byRoots ?? this.#byLeaves)?.copy() ?? null;
    const byLeaves = leaves.length > 0 ? this.#takeLeaves(leaves) : null;
    if (leaves.length === 0) this.#size += TILE_WIDTH;
    const isWhole = leaves.length === 0 || leaves.length === TILE_WIDTH;
    if (isWhole && root !== null && byLeaves?.equals(root) !== true) {
      if (byLeaves === null) this.#byLeaves = null;
      else this.#doubts.push({ from, until: this.#size });
      before?.push(root, undefined, TILE_HEIGHT);
      this.#byRoots = before;
    }
    this.#holdAgainst();
  }

  /** All that is wrong, once there are no more leaves. */
  end(): readonly Finding[] {
    this.#findings.push(...this.#suspicion.settled());
    const own = this.#waiting.findLast(({ witness }) => witness === null);
    // Where nothing fits from some place on, every hash after it is another one: that says no more.
    if (this.#suspicion.lasts) this.#becomeDeleted(own);
    else for (const { from, until } of this.#doubts) this.#findings.push(wrongHash(from, until));
    this.#findings.push(...endFindings(this.#size, this.#suspicion.lasts ? [] : this.#waiting));
    return [...this.#findings, ...this.#witnesses.findings(this.#findings)];
  }

  /** The root of the tile by its leaves, where it is full and all are there. */
  #takeLeaves(leaves: readonly (Buffer | null)[]): Buffer | null {
    let full: Buffer | null = null;
    for (const leaf of leaves) {
      // The end of a tile before is held against its checkpoint only when its own hash was looked at.
      if (this.#size % TILE_WIDTH > 0) this.#holdAgainst();
      this.#size += 1;
      if (leaf === null) [this.#byLeaves, this.#byRoots] = [null, null];
      this.#byRoots?.push(leaf ?? Buffer.alloc(0));
      this.#byLeaves?.push(leaf ?? Buffer.alloc(0), (level, _position, hash) => {
        if (level === 1) full = hash;
      });
      this.#findings.push(...this.#suspicion.leaf(leaf));
    }
    return full;
  }

  #holdAgainst(): void {
    for (let [next] = this.#waiting; next !== undefined && next.size <= this.#size; [next] = this.#waiting) {
      this.#waiting.shift();
      // Within a tile of which an export has the root alone nothing can be held against it.
      if (next.size === this.#size) this.#hold(next);
    }
  }

  #hold(evidence: Evidence): void {
    const edge = [this.#byLeaves, this.#byRoots].find((one) => one?.root().equals(evidence.root));
    const isKnown = this.#byLeaves !== null || this.#byRoots !== null;
    if (evidence.witness !== null) this.#witnesses.hold(evidence, isKnown ? Boolean(edge) : null);
    if (!isKnown) return;
    this.#held += 1;
    if (edge) this.#confirm(edge);
    else if (evidence.witness === null) this.#suspicion.raise(evidence);
  }

  #confirm(edge: Edge): void {
    const good = this.#suspicion.good;
    this.#findings.push(...this.#suspicion.settled());
    for (const { from, until } of this.#doubts)
      if (edge === this.#byLeaves) this.#findings.push(wrongHash(from, until));
      else if (!this.#findings.some((one) => isWithin(one, from, until)))
        this.#findings.push(altered(Math.max(from, good + 1), until));
    this.#doubts = [];
    [this.#byLeaves, this.#byRoots] = [edge, null];
    this.#suspicion.clear(edge);
  }

  /** Nothing fits from some place on, and there are fewer events than were signed: some were taken out there. */
  #becomeDeleted(own: Evidence | undefined): void {
    const at = this.#findings.findLastIndex(({ what }) => what === "altered");
    const range = this.#findings[at];
    if (own === undefined || range?.from == null || range.until == null) return;
    const missing = own.size - this.#size;
    const tell = `are ${missing} fewer than were signed: something in this range was taken out, and what follows moved up.`;
    this.#findings[at] = findingAt("deleted", range.from, range.until, tell);
  }
}

function isWithin(finding: Finding, from: number, until: number): boolean {
  return (finding.from ?? 0) >= from && (finding.until ?? Infinity) <= until;
}

function altered(from: number, until: number): Finding {
  return findingAt("altered", from, until, "are not what was signed: something in this range was changed.");
}

function wrongHash(from: number, until: number): Finding {
  return findingAt("wrong_hash", from, until, "do not have the hash that is kept for them.");
}
