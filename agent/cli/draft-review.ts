import { CATALOG_TARGET, RELEASES_TARGET, releaseTarget } from "../../shared/schema/bundle.ts";
import { PolicyBundle, Releases, type BundledFile, type Ring } from "../../shared/schema/bundle.ts";
import type { Knowledge } from "../../shared/policy/compiled-policy.ts";
import { joinedFiles } from "../distribution/content/bundles.ts";
import type { Draft } from "../publishing/draft.ts";
import { PublishingError } from "../publishing/fault.ts";
import { ringWords } from "../publishing/rings.ts";
import type { State } from "../publishing/state.ts";
import type { Desk } from "./desk.ts";
import { peopleIn } from "./people-file.ts";
import { knowledgeIn, reviewOf, type Review } from "./release-review.ts";

/** What a draft does, found here and now from its own texts and not from what its author says of it. */
export interface DraftReview extends Review {
  readonly rings: readonly Ring[];
}

/**
 * Reviews the policy of a draft against what is out. An endpoint that changes over comes from the newest release that
 * is out and stays; null where the draft changes no policy. Throws `found` where it does not compile.
 */
export async function reviewDraft(desk: Desk, state: State, draft: Draft): Promise<DraftReview | null> {
  const releases = draft.files[RELEASES_TARGET];
  if (releases === undefined) return null;
  const rings = Releases.parse(JSON.parse(releases)).rings;
  const { repository } = desk;
  const was = await repository.rings(state);
  const directives = await repository.directives(state);
  const catalog = await repository.catalog(state);
  const after = await filesOf(desk, state, draft, rings.at(-1)?.release ?? "");
  const review = reviewOf({
    before: joinedFiles(await repository.release(state, comesFrom(was, rings)), directives),
    after: joinedFiles(after, directives),
    people: await peopleIn(desk.at(desk.settings.people)),
    knowledge: knowledgeOfDraft(catalog, draft.files[CATALOG_TARGET] ?? catalog),
  });
  return { ...review, rings };
}

/** A draft for people: the rings and whose access changes. */
export function reviewLines({ rings, policy, lines }: DraftReview): readonly string[] {
  return [`Out would be: ${rings.map(ringWords).join(", then ")}. Revision ${policy.revision}.`, ...lines];
}

function knowledgeOfDraft(
  before: string | null,
  after: string | null,
): { readonly before: Knowledge; readonly after: Knowledge } {
  return { before: knowledgeIn("The catalog that is out", before), after: knowledgeIn("The catalog", after) };
}

/** The release that those who change over obey now. */
function comesFrom(was: readonly Ring[], rings: readonly Ring[]): string {
  const newest = was.findIndex(({ release }) => release === rings.at(-1)?.release);
  const isNew = newest === -1;
  const isWidened = newest === was.length - 1;
  const from = isNew ? was[0] : isWidened ? was[Math.max(newest - 1, 0)] : was.at(-1);
  return from?.release ?? "";
}

async function filesOf(
  { repository }: Desk,
  state: State,
  draft: Draft,
  release: string,
): Promise<readonly BundledFile[]> {
  const text = draft.files[releaseTarget(release)];
  if (text === undefined) return await repository.release(state, release);
  const bundle = PolicyBundle.safeParse(JSON.parse(text));
  if (bundle.success && bundle.data.release === release) return bundle.data.files;
  throw new PublishingError("malformed", `The draft's text of ${release} is no release. Do not sign it.`);
}
