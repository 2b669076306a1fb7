import type { Proof } from "../../shared/schema/proof.ts";
import type { AgentStatus } from "../../shared/wire/local-api.ts";
import { statusAt } from "./agent-status.ts";
import { configOf } from "./config-file.ts";
import { EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** `passport show`: what is proven about the person who uses this device, by whom and until when; 1 where something is not. */
export async function passportShow(given: Given): Promise<number> {
  const { socket } = await configOf(given);
  const { passport, person } = await statusAt(socket);
  if (given.json) printJson({ person, passport });
  else for (const line of linesOf(person, passport)) print(plain(line));
  const isWhole = passport === null || passport.proofs.every(({ proven }) => proven);
  return isWhole ? EXIT.done : EXIT.found;
}

function linesOf(person: string | null, passport: AgentStatus["passport"]): readonly string[] {
  if (passport === null)
    return ["The policy asks for no proofs: the facts about you are those of the people file."];
  const { proofs, withheld, device, problems } = passport;
  return [
    `About       ${person ?? "nobody"}, on the device ${device ?? "without a key"}`,
    ...proofs.map(proofLine),
    `Not asked   ${withheld.join(", ") || "nothing"}: never read, whatever your passport says`,
    ...problems.map((problem) => `Problem     ${problem}`),
  ];
}

function proofLine({ claim, proven, by, until, why }: Proof): string {
  const end = until === null ? "" : ` until ${new Date(until).toISOString()}`;
  const issuer = by === null ? "" : ` by ${by}${end}`;
  return `${proven ? "Proven" : "Not proven"}${" ".repeat(proven ? 6 : 2)}${claim}${issuer}${why === null ? "" : `. ${why}`}`;
}
