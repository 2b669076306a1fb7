import { writeStatusList } from "../passport/issue/round.ts";
import { CommandError, EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { atDesk } from "./passport-desk.ts";
import { print, printJson } from "./print.ts";

/** `passport revoke`: people's passports, or a device's, in the list of statuses that endpoints fetch; 1 where somebody has none. */
export async function passportRevoke(given: Given): Promise<number> {
  word(given, 0, "A person's id or a device's thumbprint");
  const undo = given.flag("undo");
  const found = await atDesk(given, {}, (desk) => {
    const counts = given.words.map((id) => ({
      id,
      passports: desk.register.revoke(id, undo ? null : desk.now),
    }));
    writeStatusList(desk);
    return Promise.resolve(counts);
  });
  if (given.json) printJson({ [undo ? "restored" : "revoked"]: found });
  else for (const { id, passports } of found) print(`${id}: ${passports} ${undo ? "given back" : "revoked"}`);
  const none = found.filter(({ passports }) => passports === 0).map(({ id }) => id);
  if (none.length === 0) return EXIT.done;
  throw new CommandError("found", `The register has no passport of ${none.join(", ")}. The others are done.`);
}
