import { directivesIn } from "../publishing/directive.ts";
import { directiveSentence, directiveState } from "../publishing/directive-sentence.ts";
import { deskOf } from "./desk.ts";
import { EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";

/** `directive list`: what is in force, from the repository of this desk. */
export async function directiveList(given: Given): Promise<number> {
  const { repository } = await deskOf(given);
  const files = await repository.directives(await repository.state());
  const directives = files.flatMap((file) => directivesIn(file));
  const now = Date.now();
  if (given.json)
    printJson({ directives: directives.map((one) => ({ ...one, state: directiveState(one, now) })) });
  else if (directives.length === 0) print("No directive is in force.");
  else
    for (const one of directives) {
      print(plain(`${one.id} ${directiveSentence(one, now)}`));
      if (one.because !== undefined) print(plain(`  ${one.because}`));
    }
  return EXIT.done;
}
