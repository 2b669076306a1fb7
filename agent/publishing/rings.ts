import type { Ring } from "../../shared/schema/bundle.ts";
import { PublishingError } from "./fault.ts";

/** Releases that may be out at once; the schema of endpoints has the same limit. */
const MOST_RINGS = 20;

/** For whom a release is. */
export type Reach = Pick<Ring, "share" | "groups">;

/** Everybody. */
export const EVERYBODY: Reach = { share: 100, groups: [] };

/** The rings with a new release on top; one that is for everybody leaves no older one. */
export function staged(rings: readonly Ring[], release: string, { share, groups }: Reach): readonly Ring[] {
  if (rings.length === 0 && share < 100)
    throw new PublishingError(
      "refused",
      "The first release is for everybody. Leave --share and --groups out.",
    );
  if (share < 100 && rings.length >= MOST_RINGS)
    throw new PublishingError(
      "refused",
      `${rings.length} releases are out already. Widen the newest to 100 percent, or take it back.`,
    );
  return settled([...rings, { release, share, groups: [...groups] }]);
}

/** The rings with the newest release for more. What would be for fewer is refused: that takes policy from people. */
export function widened(rings: readonly Ring[], { share, groups }: Reach): readonly Ring[] {
  const newest = stagedRing(rings);
  if (share < newest.share)
    throw new PublishingError(
      "refused",
      `${newest.release} is out to ${newest.share} percent already. To take it back: lanyard policy retract`,
    );
  const united = [...new Set([...newest.groups, ...groups])];
  return settled([...rings.slice(0, -1), { ...newest, share, groups: united }]);
}

/** The rings without the newest release: its endpoints go back to the one before. */
export function retracted(rings: readonly Ring[]): readonly Ring[] {
  stagedRing(rings);
  return rings.slice(0, -1);
}

/** The newest release, where it is not for everybody. */
function stagedRing(rings: readonly Ring[]): Ring {
  const newest = rings.at(-1);
  if (newest && rings.length > 1) return newest;
  throw new PublishingError(
    "refused",
    `No release is staged: ${newest?.release ?? "none"} is for everybody. To go back, publish the old policy as a new release.`,
  );
}

/** Nobody obeys what stands before a release that is for everybody. */
function settled(rings: readonly Ring[]): readonly Ring[] {
  const last = Math.max(
    rings.findLastIndex(({ share }) => share === 100),
    0,
  );
  const [first, ...later] = rings.slice(last);
  return first ? [{ release: first.release, share: 100, groups: [] }, ...later] : [];
}

/** A ring in words: "2026-07-01 for 10 percent and the groups legal, engineering". */
export function ringWords({ release, share, groups }: Ring): string {
  if (share === 100) return `${release} for everybody`;
  const named = groups.length > 0 ? `the groups ${groups.join(", ")}` : "";
  const part = share > 0 || groups.length === 0 ? `${share} percent` : "";
  return `${release} for ${[part, named].filter(Boolean).join(" and ")}`;
}
