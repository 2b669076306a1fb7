import type { ToldNames } from "./names-reader.ts";

/** Most names of one service, and most models that one of them may mean. */
const NAME_LIMIT = 2_000;
const MEANING_LIMIT = 500;

/** What a service's page was told of its own model ids: the page's word, so it closes and never opens. */
export class RuntimeNames {
  readonly #names = new Map<string, Map<string, readonly string[]>>();

  /** Learns what strings may mean; a string that is told twice may be both. */
  learn(service: string, told: ToldNames): void {
    const names = this.#names.get(service) ?? new Map<string, readonly string[]>();
    this.#names.set(service, names);
    for (const [sent, models] of told) {
      const before = names.get(sent);
      if (before === undefined && names.size >= NAME_LIMIT) return;
      names.set(sent, [...new Set([...(before ?? []), ...models])].slice(0, MEANING_LIMIT));
    }
  }

  /** The models that the page says a string may be; empty where it says nothing. */
  modelsOf(service: string, sent: string): readonly string[] {
    return this.#names.get(service)?.get(sent) ?? [];
  }
}
