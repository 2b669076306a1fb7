import { differenceFrom } from "../../shared/catalog/edition-difference.ts";
import { BUILT_IN_FLOOR } from "../../shared/catalog/edition-built-in.ts";
import { BUILT_IN_EDITION, compareEditions, contentOf } from "../../shared/catalog/edition.ts";
import type { CatalogContent, CatalogEdition } from "../../shared/schema/catalog-edition.ts";
import { CATALOG_FILE, editionSentence, readEditionText } from "./catalog-file.ts";
import { keepEdition, keptEdition, type AcceptedEdition } from "./catalog-kept.ts";
import type { CatalogReading } from "./policy-source.ts";

/** What a look at the published edition did, for the journal. */
export interface CatalogNews {
  readonly outcome: "applied" | "refused";
  readonly detail: string;
}

/**
 * The edition of the catalog that is in force: the newest that was published and found good, kept over restarts, never
 * older than the built-in one or than one that was in force before. What is published and not good changes nothing.
 */
export class CatalogEditions {
  /** What is wrong with the newest edition, in a sentence. */
  problem: string | null = null;
  readonly #file: string;
  readonly #program: string;
  #accepted: AcceptedEdition | null = null;
  /** What was looked at last: it is not checked again while it is the same. */
  #looked: string | null = null;
  #isRecalled = false;

  /** `file`: where the accepted edition is kept; `program`: the version of Lanyard. */
  constructor(file: string, program: string) {
    this.#file = file;
    this.#program = program;
  }

  /** The edition in force; null: the built-in one. */
  get edition(): CatalogEdition | null {
    return this.#accepted?.edition ?? null;
  }

  /** The name of the edition in force. */
  get name(): string {
    return this.edition?.edition ?? BUILT_IN_EDITION;
  }

  /** What extensions need of the edition in force; null: the built-in one. */
  content(): CatalogContent | null {
    return this.edition === null ? null : contentOf(this.edition);
  }

  /** Takes what is published now. Nothing published: what is in force stays, and only a newer edition replaces it. */
  take(published: CatalogReading): readonly CatalogNews[] {
    const recalled = this.#recall();
    if (!published.ok) return [...recalled, ...this.#refused(published.problem)];
    if (published.text === null) {
      this.problem = null;
      this.#looked = null;
      return recalled;
    }
    if (published.text === this.#looked) return recalled;
    this.#looked = published.text;
    return [...recalled, ...this.#judge(published.text)];
  }

  /** The edition that would be in force if this were published. */
  preview(text: string | null): CatalogEdition | null {
    if (text === null || text === this.#accepted?.text) return this.edition;
    const reading = readEditionText(text, this.#program);
    return reading.ok && this.#rollback(reading.edition.edition) === null ? reading.edition : this.edition;
  }

  #judge(text: string): readonly CatalogNews[] {
    if (text === this.#accepted?.text) {
      this.problem = null;
      return [];
    }
    const reading = readEditionText(text, this.#program);
    if (!reading.ok) return this.#refused(editionSentence(CATALOG_FILE, reading.problems));
    const { edition } = reading;
    const problem = this.#rollback(edition.edition);
    if (problem !== null) return this.#refused(`${CATALOG_FILE}: ${problem}`);
    this.#accepted = { edition, text };
    this.problem = keepEdition(this.#file, this.#accepted);
    return [{ outcome: "applied", detail: `Edition ${edition.edition}: ${changesOf(edition)}` }];
  }

  #rollback(edition: string): string | null {
    const before = this.#accepted?.edition.edition;
    if (before === undefined) return null;
    const order = compareEditions(edition, before);
    if (order > 0) return null;
    return order < 0
      ? `${edition} is older than ${before}, which was in force. Publish the change under a later name.`
      : `${edition} was published before with other content. Publish the change under a later name.`;
  }

  #refused(problem: string): readonly CatalogNews[] {
    const isKnown = this.problem === problem;
    this.problem = problem;
    return isKnown ? [] : [{ outcome: "refused", detail: problem }];
  }

  #recall(): readonly CatalogNews[] {
    if (this.#isRecalled) return [];
    this.#isRecalled = true;
    const { edition, problem } = keptEdition(this.#file, this.#program);
    this.#accepted = edition;
    if (problem !== null) return [{ outcome: "refused", detail: problem }];
    return edition === null
      ? []
      : [{ outcome: "applied", detail: `Edition ${edition.edition.edition}, kept` }];
  }
}

function changesOf(edition: CatalogEdition): string {
  const { servicesAdded, servicesChanged, modelsAdded } = differenceFrom(BUILT_IN_FLOOR, edition);
  return `${servicesAdded.length} services added, ${servicesChanged.length} changed, ${modelsAdded.length} models added`;
}
