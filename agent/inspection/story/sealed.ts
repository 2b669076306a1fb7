import type { AuditEvent, ErasedEvent, UnsealedEvent } from "../../../shared/schema/audit-event.ts";
import type { SealedContent } from "../../../shared/schema/sealed-content.ts";

type Placed<E> = E & { readonly sequence: number };

/** Records of opening and erasing that are told one by one. */
const LIMIT = 50_000;

/** What became of text that was kept for reviewers: how much there is, who opened it, what nobody reads any more. */
export class SealedStory {
  readonly opened: Placed<UnsealedEvent>[] = [];
  readonly erased: Placed<ErasedEvent>[] = [];
  /** Events with text, and its bytes. */
  kept = 0;
  bytes = 0;
  readonly #reviewers = new Set<string>();

  /** Names of everybody that any of it was sealed to. */
  get reviewers(): readonly string[] {
    return [...this.#reviewers].toSorted();
  }

  /** Takes an event of any kind, and its place in the journal. */
  take(sequence: number, event: AuditEvent): void {
    if (event.kind === "decision" && event.sealed !== undefined) this.#keep(event.sealed);
    else if (event.kind === "unsealed" && this.opened.length < LIMIT)
      this.opened.push({ ...event, sequence });
    else if (event.kind === "erased" && this.erased.length < LIMIT) this.erased.push({ ...event, sequence });
  }

  #keep({ bytes, reviewers }: SealedContent): void {
    this.kept += 1;
    this.bytes += bytes;
    for (const name of reviewers) this.#reviewers.add(name);
  }
}
