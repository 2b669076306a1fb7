import { directivesIn } from "../publishing/directive.ts";
import { deskOf } from "./desk.ts";
import { directiveLines, directivesOut, reviewDirectives } from "./directive-out.ts";
import { CommandError } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { goneCode } from "./going-out.ts";
import { note, plain, print, printJson } from "./print.ts";

/** `directive withdraw ID`: what it restricted is as the policy has it again. */
export async function directiveWithdraw(given: Given): Promise<number> {
  const id = word(given, 0, "The directive's id");
  const desk = await deskOf(given);
  const state = await desk.repository.state();
  const inForce = await desk.repository.directives(state);
  const files = inForce.filter((file) => !directivesIn(file).some((one) => one.id === id));
  if (files.length === inForce.length) {
    const ids = inForce.flatMap((file) => directivesIn(file)).map((one) => one.id);
    throw new CommandError("found", `No directive ${id} is in force. In force: ${ids.join(", ") || "none"}.`);
  }
  const reviews = await reviewDirectives(desk, state, files);
  for (const line of directiveLines(reviews)) note(line);
  const gone = await directivesOut(desk, state, files);
  if (given.json)
    printJson({ id, changes: reviews.map(({ release, changes }) => ({ release, changes })), ...gone });
  else print(plain(`Withdrawn: ${id}.`));
  return goneCode(gone);
}
