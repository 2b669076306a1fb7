import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { startOf, tileOf } from "../bodies.ts";
import { canonical } from "../canonical.ts";
import { ExportHead, ExportLine, partsOfEventLine } from "../export-form.ts";
import { JournalError } from "../fault.ts";
import { HASH_BYTES, leafHash, leafOf, TILE_WIDTH } from "../merkle.ts";
import { readVerifierKey } from "../note.ts";
import { BodyCheck, rangesOf } from "./body-check.ts";
import { EvidenceReader } from "./evidence.ts";
import type { WrappedKeys } from "../../../shared/schema/sealed-content.ts";
import { KeyCheck } from "./key-check.ts";
import { type Finding, findingAt, findingOfAll } from "./finding.ts";
import type { VerifyOptions, VerifyReport } from "./report.ts";
import { TreeCheck } from "./tree-check.ts";

/** Places that may be missing in a row: more than a file can be meant to leave out by mistake. */
const GAP_LIMIT = 1_000_000;

/** Verifies an export. Throws a `JournalError` where there is no such file. */
export async function verifyExport(file: string, options: VerifyOptions): Promise<VerifyReport> {
  if (!existsSync(file)) throw new JournalError("not_there", `There is no export at ${file}.`);
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let check: ExportCheck | null = null;
  for await (const line of lines) {
    check ??= new ExportCheck(headIn(file, line), options);
    if (!check.take(line)) break;
  }
  if (check === null) throw new JournalError("not_there", `The export ${file} is empty.`);
  return { file, what: "export", ...check.end() };
}

/** The head of an export by its first line; throws a `JournalError` for what is none. */
export function headIn(file: string, line: string): ExportHead {
  const head = ExportHead.safeParse(jsonIn(line));
  if (head.success) return head.data;
  throw new JournalError(
    "not_there",
    `${file} is no export of a journal: its first line is not the head of one.`,
  );
}

/** One verification of one export, line by line: the first that is taken is its head. */
export class ExportCheck {
  readonly #head: ExportHead;
  readonly #options: VerifyOptions;
  readonly #evidence: EvidenceReader;
  readonly #tree = new TreeCheck();
  readonly #bodies = new BodyCheck();
  readonly #keys = new KeyCheck();
  readonly #findings: Finding[] = [];
  readonly #missing: number[] = [];
  #line = 0;
  /** The tile that lines are of now, not yet given to the tree. */
  #leaves: (Buffer | null)[] = [];
  #signed = 0;

  constructor(head: ExportHead, options: VerifyOptions) {
    this.#head = head;
    this.#options = options;
    const named = head.keys.flatMap((key) => readVerifierKey(key)?.bytes ?? []);
    this.#evidence = new EvidenceReader(head.origin, options.keys ?? named);
    for (const { note, file } of options.witnessed) {
      const evidence = this.#evidence.read(note, file);
      if (evidence !== null) this.#tree.expect(evidence);
    }
  }

  /** Takes a line; false where nothing after it can be understood. */
  take(line: string): boolean {
    this.#line += 1;
    if (this.#line === 1 || line === "") return true;
    const parts = partsOfEventLine(line);
    if (parts !== null && isLeafOf(parts.text, parts.leaf))
      return this.#event(
        parts.sequence,
        Buffer.from(parts.leaf, "base64"),
        Buffer.from(leafOf(parts.text)),
        null,
      );
    const read = ExportLine.safeParse(jsonIn(line));
    if (read.success) return this.#other(read.data);
    this.#findings.push(
      findingOfAll("unreadable", `Line ${this.#line} cannot be read: it was cut off or overwritten.`),
    );
    return true;
  }

  end(): Omit<VerifyReport, "file" | "what"> {
    this.#flush(null);
    const { size } = this.#head;
    const events = this.#tree.size;
    const missing = rangesOf(this.#missing).map(([from, until]) =>
      findingAt("deleted", from, until, "are not there."),
    );
    const cut = events < size ? [findingAt("truncated", events + 1, size, "are missing from the end.")] : [];
    return {
      origin: this.#head.origin,
      events,
      bodies: this.#bodies.bodies,
      pruned: this.#bodies.pruned,
      root: this.#tree.root()?.toString("base64") ?? null,
      findings: [
        ...this.#evidence.findings,
        ...this.#findings,
        ...missing,
        ...cut,
        ...this.#bodies.end(),
        ...this.#keys.end({ mayLack: true }),
        ...this.#tree.end(),
        ...this.#evidence.others(),
      ],
      checkpoints: this.#tree.held,
      signed: this.#signed,
      keyGiven: this.#options.keys !== null,
      notes:
        events > this.#signed ? [`The last ${events - this.#signed} events are not under a checkpoint.`] : [],
    };
  }

  #other(line: ExportLine): boolean {
    if ("checkpoint" in line) return this.#checkpoint(line.checkpoint);
    if ("root" in line) return this.#root(line.from, line.until, Buffer.from(line.root, "base64"));
    if ("leaves" in line) return this.#leavesLine(line.from, line.until, Buffer.from(line.leaves, "base64"));
    if ("keys" in line) return this.#keysLine(line.sequence, line.keys);
    const { sequence, leaf, event, pruned } = line;
    const body = event === undefined ? null : Buffer.from(leafOf(canonical(event)));
    return this.#event(sequence, Buffer.from(leaf, "base64"), body, pruned ?? null);
  }

  #keysLine(sequence: number, keys: WrappedKeys): boolean {
    this.#keys.take({ sequence, wrapped: keys, erased: null });
    return true;
  }

  #event(sequence: number, leaf: Buffer, body: Buffer | null, pruned: number | null): boolean {
    if (leaf.length !== HASH_BYTES) return this.#badLine();
    if (!this.#moveTo(sequence)) return this.#isBehind(sequence);
    this.#bodies.take({ sequence, leaf, body, pruned }, this.#head.filter !== null);
    if (body !== null) this.#keys.event(sequence, body);
    this.#put(leaf);
    return true;
  }

  #leavesLine(from: number, until: number, leaves: Buffer): boolean {
    if (leaves.length !== (until - from + 1) * HASH_BYTES) return this.#badLine();
    if (!this.#moveTo(from)) return this.#isBehind(from);
    for (let place = from; place <= until; place += 1) {
      const leaf = leaves.subarray((place - from) * HASH_BYTES, (place - from + 1) * HASH_BYTES);
      this.#bodies.take({ sequence: place, leaf, body: null, pruned: null }, this.#head.filter !== null);
      this.#put(leaf);
    }
    return true;
  }

  #root(from: number, until: number, root: Buffer): boolean {
    const isTile = from === startOf(tileOf(from)) && until === from + TILE_WIDTH - 1;
    if (!isTile || root.length !== HASH_BYTES) return this.#badLine();
    if (this.#leaves.length === TILE_WIDTH && this.#next() === until + 1) this.#flush(root);
    else if (this.#leaves.length === 0 || this.#leaves.length === TILE_WIDTH) {
      if (!this.#moveTo(from)) return this.#isBehind(from);
      this.#flush(null);
      this.#tree.take({ leaves: [], root });
    } else return this.#badLine();
    return true;
  }

  #checkpoint(note: string): boolean {
    const evidence = this.#evidence.read(note, null);
    if (evidence === null) return true;
    this.#signed = Math.max(this.#signed, evidence.size);
    if (evidence.size >= this.#tree.size) this.#tree.expect(evidence);
    return true;
  }

  #next(): number {
    return this.#tree.size + this.#leaves.length + 1;
  }

  /** Goes on to a place; what lies between is missing. False where that place was passed already. */
  #moveTo(sequence: number): boolean {
    if (sequence < this.#next()) return false;
    if (sequence - this.#next() > GAP_LIMIT) return false;
    while (this.#next() < sequence) {
      this.#missing.push(this.#next());
      this.#put(null);
    }
    return true;
  }

  #put(leaf: Buffer | null): void {
    if (this.#leaves.length === TILE_WIDTH) this.#flush(null);
    this.#leaves.push(leaf);
  }

  #flush(root: Buffer | null): void {
    if (this.#leaves.length > 0) this.#tree.take({ leaves: this.#leaves, root });
    this.#leaves = [];
    this.#options.onProgress(this.#tree.size, this.#head.size);
  }

  #isBehind(sequence: number): boolean {
    const tell = `stands in line ${this.#line}, where event ${this.#next()} was to come.`;
    this.#findings.push(findingAt("reordered", sequence, sequence, tell));
    return sequence < this.#next();
  }

  #badLine(): true {
    this.#findings.push(findingOfAll("unreadable", `Line ${this.#line} does not fit what stands before it.`));
    return true;
  }
}

function isLeafOf(text: string, leaf: string): boolean {
  return leafHash(leafOf(text)).toString("base64") === leaf;
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
