import browser from "webextension-polyfill";
import { CatalogContent } from "../../shared/schema/catalog-edition.ts";
import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";
import { type CatalogInForce, EditionRefused } from "./catalog-in-force.ts";
import { setReach } from "./catalog-reach.ts";

const KEY = "catalog";
/** In the session area while the worker listens for what only an edition has: found there at a start, it was stopped. */
const LIVED = "catalog-patterns";

/** Tells the journal what became of an edition. */
type Tell = (what: LifecycleEvent["what"], detail: string) => void;

/**
 * Brings editions from the agent and from the disk into force, and keeps them for the next life of the worker. Whatever
 * goes wrong ends at the built-in catalog, or at the edition that is in force, and is said once.
 */
export class CatalogEditions {
  /** Settles when the edition of an earlier life is in force, or turned out to be none; never rejects. */
  readonly recalled: Promise<void>;
  readonly #inForce: CatalogInForce;
  readonly #tell: Tell;
  #kept: Promise<void>;

  constructor(inForce: CatalogInForce, tell: Tell) {
    this.#inForce = inForce;
    this.#tell = tell;
    this.recalled = this.#recall();
    this.#kept = this.recalled;
  }

  /** Takes what the agent hands over; null: the built-in catalog. */
  take(content: CatalogContent | null): void {
    const before = this.#inForce.now.edition;
    try {
      this.#inForce.adopt(content);
    } catch (error) {
      return this.#tell("refused", `${reasonOf(error)} ${before} stays.`);
    }
    const { edition } = this.#inForce.now;
    if (edition === before) return;
    this.#tell("applied", `Catalog edition ${edition}.`);
    this.#kept = this.#kept
      .then(() => this.#keep(content))
      .catch((error: unknown) => {
        this.#tell("degraded", `Catalog edition ${edition} holds until the worker stops: ${reasonOf(error)}`);
      });
  }

  /** The rules that close new hosts come first: what is stored is what the next life may open. */
  async #keep(content: CatalogContent | null): Promise<void> {
    await setReach(this.#inForce.builtIn, this.#inForce.now);
    await this.#mark();
    if (content === null) await browser.storage.local.remove(KEY);
    else await browser.storage.local.set({ [KEY]: content });
  }

  async #recall(): Promise<void> {
    try {
      const [{ [KEY]: kept }, { [LIVED]: lived }] = await Promise.all([
        browser.storage.local.get(KEY),
        browser.storage.session.get(LIVED),
      ]);
      if (kept !== undefined) this.#inForce.adopt(parsed(kept));
      if (lived !== undefined) this.#tell("degraded", gapSentence(Number(lived)));
      await this.#mark();
    } catch (error) {
      this.#tell(
        "refused",
        `The catalog that was kept is dropped, the built-in one holds. ${reasonOf(error)}`,
      );
      await this.#forget();
    }
  }

  /** Notes for the rest of this browser session how many hosts hang on this worker's life. */
  async #mark(): Promise<void> {
    const { builtIn, now } = this.#inForce;
    const extra = now.patterns.length - builtIn.patterns.length;
    if (extra > 0) await browser.storage.session.set({ [LIVED]: extra });
    else await browser.storage.session.remove(LIVED);
  }

  async #forget(): Promise<void> {
    try {
      await this.#keep(null);
    } catch {
      // A disk that can neither be read nor written: the next life says so again.
    }
  }
}

/**
 * A worker that is started again listens for built-in patterns in its first turn, and for an edition's as soon as the disk
 * has answered. The rules are lifted in a session that was ready once, so the call that woke it may have passed.
 */
function gapSentence(patterns: number): string {
  return `The worker was stopped and is back. The first call to one of ${patterns} address patterns that only the edition has may have passed unseen.`;
}

function parsed(kept: unknown): CatalogContent {
  const reading = CatalogContent.safeParse(kept);
  if (reading.success) return reading.data;
  const at = reading.error.issues[0]?.path.map(String).join(".") ?? "";
  throw new EditionRefused(`"${at}" is not what belongs there.`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : "The reason is unknown.";
}
