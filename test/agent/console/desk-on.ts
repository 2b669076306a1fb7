import { Desk } from "../../../agent/console/desk.ts";
import { openShelf } from "../../../agent/console/open-shelf.ts";
import { Rulebook } from "../../../agent/console/rulebook.ts";

const NO_BOOK = new Rulebook({ ok: false, problem: "No policy is known here." }, new Map());

/** A desk that has read all of these records. */
export function deskOn(files: readonly string[], book = NO_BOOK): Desk {
  const desk = new Desk(
    files.map((file) => openShelf(file)),
    book,
    "1.0.0",
  );
  while (desk.readSome());
  return desk;
}
