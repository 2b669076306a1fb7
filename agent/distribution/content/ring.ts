import { createHash } from "node:crypto";
import type { Releases } from "../../../shared/schema/bundle.ts";

/** Whom a release may be for. */
export interface RingMember {
  /** Percent: where the device stands among all, 0 inclusive to 100 exclusive. */
  readonly place: number;
  readonly groups: readonly string[];
}

/** Where a device stands among all: its id is hashed, so that nobody is always the first. */
export function placeOf(deviceId: string): number {
  const hash = createHash("sha256").update(`ring ${deviceId}`).digest();
  return (hash.readUInt32BE(0) / 2 ** 32) * 100;
}

/** How a device is named in reports. */
export function deviceName(deviceId: string): string {
  return createHash("sha256").update(deviceId).digest("hex").slice(0, 32);
}

/** The release that an endpoint obeys: the last whose ring it is in; the first is for all. */
export function releaseFor({ rings }: Releases, { place, groups }: RingMember): string {
  const last = rings.findLast(
    (ring, index) => index === 0 || place < ring.share || ring.groups.some((group) => groups.includes(group)),
  );
  return last?.release ?? "";
}
