import type { ForwardStatus } from "../../shared/wire/local-api.ts";
import type { Receiver } from "../platform/receivers.ts";
import { Courier, type Told } from "./courier.ts";
import type { Origin } from "./format/origin.ts";
import { senderFor } from "./send/senders.ts";

/** What forwarding needs from around it. */
export interface ForwardingParts {
  readonly journal: string;
  /** Folder of the cursors. */
  readonly cursors: string;
  readonly originNow: () => Origin;
  /** Records what is to be told of a receiver. */
  readonly tell: (told: Told) => void;
}

interface Served {
  readonly receiver: Receiver;
  /** By which one that stays as it is is found again. */
  readonly key: string;
  readonly courier: Courier;
}

/** All receivers of the security team, each with a courier of its own: none waits for another. */
export class Forwarding {
  readonly #parts: ForwardingParts;
  #couriers: readonly Served[] = [];

  constructor(parts: ForwardingParts) {
    this.#parts = parts;
  }

  /** Serves these receivers from now on, and no others; those that stay as they are are not disturbed. */
  follow(receivers: readonly Receiver[]): void {
    const keys = new Set(receivers.map((receiver) => JSON.stringify(receiver)));
    for (const { key, courier } of this.#couriers) if (!keys.has(key)) courier.stop();
    this.#couriers = receivers.map((receiver) => {
      const key = JSON.stringify(receiver);
      return this.#couriers.find((one) => one.key === key) ?? this.#begin(receiver, key);
    });
  }

  /** Tells that events were stored; costs whoever stores them nothing. */
  wake(): void {
    for (const { courier } of this.#couriers) courier.wake();
  }

  /** How each receiver stands, in the configuration's order. */
  states(): ForwardStatus[] {
    return this.#couriers.map(({ receiver: { to, place }, courier }) => ({ to, place, ...courier.state() }));
  }

  stop(): void {
    this.follow([]);
  }

  #begin(receiver: Receiver, key: string): Served {
    const { journal, cursors, originNow, tell } = this.#parts;
    const sender = senderFor(receiver, originNow);
    const courier = new Courier({
      receiver,
      sender,
      journal,
      cursors,
      tell,
      random: Math.random,
      now: Date.now,
    });
    courier.wake();
    return { receiver, key, courier };
  }
}
