import { DIRECTIVES_TARGET, type BundledFile } from "../../shared/schema/bundle.ts";
import { joinedFiles } from "../distribution/content/bundles.ts";
import { nextTargets, targetOf } from "../publishing/compose.ts";
import type { State } from "../publishing/state.ts";
import { directivesText } from "../publishing/targets-text.ts";
import type { Desk } from "./desk.ts";
import { CommandError } from "./exit.ts";
import { goOut, type Gone } from "./going-out.ts";
import { peopleIn } from "./people-file.ts";
import { knowledgeIn, reviewOf, warningLines, type Review } from "./release-review.ts";

/** What changed directives do under one release. */
export interface ReleaseReview extends Review {
  readonly release: string;
  readonly warnings: readonly string[];
}

/** Checks changed directives together with every release that is out; throws `found` where one does not compile. */
export async function reviewDirectives(
  { repository, settings, at }: Desk,
  state: State,
  after: readonly BundledFile[],
): Promise<readonly ReleaseReview[]> {
  const before = await repository.directives(state);
  const people = await peopleIn(at(settings.people));
  const knowledge = knowledgeIn("The catalog that is out", await repository.catalog(state));
  const reviews: ReleaseReview[] = [];
  for (const { release } of await repository.rings(state)) {
    const files = await repository.release(state, release);
    const states = { before: joinedFiles(files, before), after: joinedFiles(files, after) };
    const review = reviewOf({ ...states, people, knowledge: { before: knowledge, after: knowledge } });
    const known = new Set(warningLines(states.before, knowledge));
    const warnings = warningLines(states.after, knowledge).filter((line) => !known.has(line));
    reviews.push({ release, warnings, ...review });
  }
  return reviews;
}

/** The reviews for people; where releases do not differ, once. */
export function directiveLines(reviews: readonly ReleaseReview[]): readonly string[] {
  const alike = Map.groupBy(reviews, ({ lines, warnings }) => JSON.stringify([warnings, lines]));
  return [...alike.values()].flatMap((group) => {
    const names = group.map(({ release }) => release).join(", ");
    const head = alike.size > 1 ? [`Where the release is ${names}:`] : [];
    return head.concat(group[0]?.warnings ?? [], group[0]?.lines ?? []);
  });
}

/** Everybody who is denied something under any release. */
export function deniedUnderAny(reviews: readonly ReleaseReview[]): readonly string[] {
  return [...new Set(reviews.flatMap(({ denied }) => denied))];
}

/** Signs the directives that are to be in force and sends them out; `state` is what they were checked against. */
export async function directivesOut(desk: Desk, state: State, files: readonly BundledFile[]): Promise<Gone> {
  const text = directivesText(files);
  return await goOut(desk, (before) => {
    const { directives } = before;
    if (directives.signed.version !== state.directives.signed.version)
      throw new CommandError(
        "found",
        "Somebody else changed the directives just now. Look at them, and try again.",
      );
    const next = nextTargets(
      "directives",
      directives.signed,
      { [DIRECTIVES_TARGET]: targetOf(text) },
      desk.times(),
    );
    return Promise.resolve({ changes: { directives: next }, texts: new Map([[DIRECTIVES_TARGET, text]]) });
  });
}
