import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";

/** The percentage that `--share` names; null where it is not given. */
export function shareGiven(given: Given): number | null {
  const typed = given.value("share");
  if (typed === null) return null;
  const share = Number(typed);
  if (/^\d{1,3}(\.\d{1,4})?$/.test(typed) && share <= 100) return share;
  throw new CommandError("usage", `--share "${typed}" is no percentage. Write a number from 0 to 100.`);
}

/** The groups that `--groups` names. */
export function groupsGiven(given: Given): readonly string[] {
  return given.values("groups").flatMap((typed) =>
    typed
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean),
  );
}
