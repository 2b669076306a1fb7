import { directiveFile, directivesIn } from "../publishing/directive.ts";
import { directiveSentence } from "../publishing/directive-sentence.ts";
import { deskOf } from "./desk.ts";
import { directivesGiven } from "./directive-given.ts";
import { deniedUnderAny, directiveLines, directivesOut, reviewDirectives } from "./directive-out.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";
import { goneCode } from "./going-out.ts";
import { note, plain, print, printJson } from "./print.ts";

/** `directive issue`: checks a directive with every release that is out, shows whom it denies, signs it and sends it out. */
export async function directiveIssue(given: Given): Promise<number> {
  const began = performance.now();
  const desk = await deskOf(given);
  const state = await desk.repository.state();
  const inForce = await desk.repository.directives(state);
  const taken = new Set(inForce.flatMap((file) => directivesIn(file)).map(({ id }) => id));
  const now = Date.now();
  const directives = await directivesGiven(given, now, taken);
  const again = directives.find(({ id }) => taken.has(id));
  if (again)
    throw new CommandError(
      "found",
      `A directive ${again.id} is in force. Give another --id, or withdraw it before.`,
    );
  const files = [...inForce, ...directives.map(directiveFile)];
  const reviews = await reviewDirectives(desk, state, files);
  for (const line of directiveLines(reviews)) note(line);
  const gone = await directivesOut(desk, state, files);
  const seconds = (performance.now() - began) / 1_000;
  if (given.json)
    printJson({
      directives,
      denied: deniedUnderAny(reviews),
      changes: reviews.map(({ release, changes }) => ({ release, changes })),
      seconds,
      ...gone,
    });
  else
    for (const directive of directives)
      print(
        plain(`In force: ${directive.id} ${directiveSentence(directive, now)}. ${seconds.toFixed(1)} s.`),
      );
  return goneCode(gone);
}
