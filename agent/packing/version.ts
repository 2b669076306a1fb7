/** A version that browsers take for an extension: one to four numbers up to 65535, as in `1.0.1`. */
export const VERSION = /^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){0,3}$/;

/** True where a version is above another, number by number; a missing number is 0. */
export function isAbove(version: string, other: string): boolean {
  const [ours, theirs] = [version, other].map((one) => one.split(".").map(Number));
  for (let place = 0; place < 4; place += 1) {
    const difference = (ours?.[place] ?? 0) - (theirs?.[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
