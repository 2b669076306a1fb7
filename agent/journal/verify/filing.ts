import { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { rowOf } from "../row.ts";
import { type Finding, findingAt } from "./finding.ts";
import type { EventRow } from "./tolerant.ts";

/** Holds the columns that filters ask for against what the events say. */
export class FilingCheck {
  readonly findings: Finding[] = [];
  readonly #words: ReadonlyMap<unknown, unknown>;

  /** `words`: the rows of `word`. */
  constructor(words: readonly EventRow[]) {
    this.#words = new Map(words.map(({ id, text }) => [id, text]));
  }

  /** Takes the row of an event with its body, zero byte first. */
  take(row: EventRow, body: Buffer): void {
    const said = saidIn(body);
    if (said === null) return;
    const wrong = Object.entries(rowOf(said)).find(
      ([column, value]) => (column === "time" ? row[column] : this.#word(row[column])) !== value,
    );
    if (wrong === undefined) return;
    const sequence = Number(row["sequence"]);
    this.findings.push(
      findingAt("misfiled", sequence, sequence, `is filed under another ${wrong[0]} than it says.`),
    );
  }

  #word(id: unknown): unknown {
    return id === null ? null : this.#words.get(id);
  }
}

/** What a body says, unchecked: one that was edited is a finding of its own. */
function saidIn(body: Buffer): AuditEvent | null {
  try {
    const said: unknown = JSON.parse(body.toString("utf8", 1));
    return typeof said === "object" && said !== null && "kind" in said ? (said as AuditEvent) : null;
  } catch {
    return null;
  }
}
