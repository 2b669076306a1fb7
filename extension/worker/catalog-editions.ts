import browser from "webextension-polyfill";
import { CatalogContent } from "../../shared/schema/catalog-edition.ts";
import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";
import { type CatalogInForce, EditionRefused } from "./catalog-in-force.ts";
import { setReach } from "./catalog-reach.ts";

const KEY = "catalog";

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
    if (content === null) await browser.storage.local.remove(KEY);
    else await browser.storage.local.set({ [KEY]: content });
  }

  async #recall(): Promise<void> {
    try {
      const kept = (await browser.storage.local.get(KEY))[KEY];
      if (kept !== undefined) this.#inForce.adopt(parsed(kept));
    } catch (error) {
      this.#tell(
        "refused",
        `The catalog that was kept is dropped, the built-in one holds. ${reasonOf(error)}`,
      );
      await this.#forget();
    }
  }

  async #forget(): Promise<void> {
    try {
      await this.#keep(null);
    } catch {
      // A disk that can neither be read nor written: the next life says so again.
    }
  }
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
