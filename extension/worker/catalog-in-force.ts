import {
  BUILT_IN_CONTENT,
  BUILT_IN_EDITION,
  catalogOf,
  compareEditions,
  missingFromFloor,
} from "../../shared/catalog/edition.ts";
import { type Catalog, catalogHosts, matchPatterns } from "../../shared/catalog/recognize.ts";
import type { CatalogContent } from "../../shared/schema/catalog-edition.ts";

/** A catalog with what the browser must be told of it. */
export interface EditionInForce {
  readonly edition: string;
  readonly catalog: Catalog;
  /** Match patterns of everything that is listened to: those that are built in are always among them. */
  readonly patterns: readonly string[];
  /** Hosts as a match pattern can carry them, the built-in ones among them. */
  readonly hosts: readonly string[];
}

/** An edition that this version of the extension does not take; the message says why. */
export class EditionRefused extends Error {
  override readonly name = "EditionRefused";
}

/**
 * The catalog that calls are recognized by: the built-in one from the first turn on, and an edition that the agent has
 * handed over from when it is here. It is replaced whole, between two events and never within one.
 */
export class CatalogInForce {
  readonly builtIn: EditionInForce = editionOf(BUILT_IN_CONTENT, null);
  readonly #listeners = new Set<() => void>();
  #now: EditionInForce = this.builtIn;

  get now(): EditionInForce {
    return this.#now;
  }

  get current(): Catalog {
    return this.#now.catalog;
  }

  /** Puts an edition in force, or with null the built-in one; throws where it cannot be, and then nothing has changed. */
  adopt(content: CatalogContent | null): void {
    const next = content === null ? this.builtIn : editionOf(soundOrThrow(content), this.builtIn);
    if (next.edition === this.#now.edition) return;
    const before = this.#now;
    try {
      this.#replace(next);
    } catch (error) {
      this.#replace(before); // the browser took a pattern for none, say
      throw error;
    }
  }

  #replace(next: EditionInForce): void {
    this.#now = next;
    for (const listener of this.#listeners) listener();
  }

  /** Calls back in the same turn in which another edition came into force. */
  watch(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

/** The agent has checked the edition in full; the extension may be of another version, so it looks at its own floor. */
function soundOrThrow(content: CatalogContent): CatalogContent {
  if (compareEditions(content.edition, BUILT_IN_EDITION) < 0)
    throw new EditionRefused(`Edition ${content.edition} is older than the built-in ${BUILT_IN_EDITION}.`);
  const lost = missingFromFloor(content);
  if (lost !== null) throw new EditionRefused(`Edition ${content.edition} lacks ${lost}, which is built in.`);
  return content;
}

function editionOf(content: CatalogContent, floor: EditionInForce | null): EditionInForce {
  const catalog = catalogOf(content);
  return {
    edition: content.edition,
    catalog,
    patterns: [...new Set([...(floor?.patterns ?? []), ...matchPatterns(catalog)])],
    hosts: [...new Set([...(floor?.hosts ?? []), ...catalogHosts(catalog)])],
  };
}
