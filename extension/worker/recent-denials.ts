import { isFrom, type Sender } from "./bindings.ts";
import type { Judgement } from "./judgement.ts";
import { onTheWire } from "./mark.ts";
import type { Raised } from "./questions.ts";

/** A call that the network layer has just canceled. */
export interface DeniedCall {
  readonly of: Sender;
  readonly judged: Judgement;
  /** The question that stands between the call and the wire; null: it is simply denied. */
  readonly raised: Raised | null;
}

/** How long the hook may ask about a call, in milliseconds. */
const PATIENCE = 10_000;
const MOST = 256;

/** What was denied in the last seconds, so that a hook whose call failed can be told whether that was us. */
export class RecentDenials {
  #calls: (DeniedCall & { readonly until: number })[] = [];

  add(denied: DeniedCall, now: number): void {
    this.#calls = this.#calls.filter(({ until }) => until >= now).slice(1 - MOST);
    this.#calls.push({ ...denied, until: now + PATIENCE });
  }

  /** The oldest denial of such a call, told of once; null: the call did not fail by us. */
  take(of: Sender, now: number): DeniedCall | null {
    const url = onTheWire(of.url);
    const found = this.#calls.findIndex(
      ({ of: one, until }) =>
        until >= now &&
        one.tab === of.tab &&
        isFrom(of, one) &&
        one.method === of.method &&
        onTheWire(one.url) === url,
    );
    return found < 0 ? null : (this.#calls.splice(found, 1)[0] ?? null);
  }
}
