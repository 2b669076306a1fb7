import { ISSUED } from "../../shared/schema/bundle.ts";
import type { Part, Role } from "./parts.ts";

/** How long what a role signs is good, in milliseconds. */
export type Lifetimes = Readonly<Record<Role, number>>;

/** The moment of a signature, and what follows from it. */
export interface Times {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly lifetimes: Lifetimes;
}

/** The version of the specification that is written. */
const SPECIFICATION = "1.0.31";

/** The fields that every signed part begins with. */
export function headOf(role: Role, version: number, { now, lifetimes }: Times) {
  return {
    spec_version: SPECIFICATION,
    version,
    expires: `${new Date(now + lifetimes[role]).toISOString().slice(0, 19)}Z`,
    [ISSUED]: new Date(now).toISOString(),
  };
}

/** When a part stops being good, milliseconds since 1970 UTC. */
export function expiryOf(part: Part): number {
  return Date.parse(part.expires);
}
