import { CATALOG_TARGET, RELEASES_TARGET, type Ring } from "../../shared/schema/bundle.ts";
import { nextTargets, targetOf } from "./compose.ts";
import type { Draft } from "./draft.ts";
import { PublishingError } from "./fault.ts";
import type { Target } from "./parts.ts";
import type { State } from "./state.ts";
import { releasesText, targetsOfRings } from "./targets-text.ts";
import type { Times } from "./times.ts";

/** What is to be out. */
export interface NewPolicy {
  readonly rings: readonly Ring[];
  /** Texts of the targets that are new: releases, an edition of the catalog. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What a draft says to whoever opens it. */
const WHAT_TO_DO =
  "Policy that waits for signatures. Each signer, on their own machine: lanyard policy sign FILE --key NAME. Then: lanyard policy publish FILE";

/** The next version of policy, unsigned: what rings need and nothing else, so that what nobody obeys goes away. */
export function policyDraft({ targets }: State, { rings, texts }: NewPolicy, times: Times): Draft {
  const files = new Map([...texts, [RELEASES_TARGET, releasesText(rings)]]);
  const names = [...targetsOfRings(rings), CATALOG_TARGET];
  const wanted = names.flatMap((name): readonly (readonly [string, Target])[] => {
    const text = files.get(name);
    const target = text === undefined ? targets.signed.targets[name] : targetOf(text);
    if (target) return [[name, target]];
    if (name === CATALOG_TARGET) return [];
    throw new PublishingError("malformed", `The repository has no target ${name}, which a ring needs.`);
  });
  const signed = nextTargets("targets", targets.signed, Object.fromEntries(wanted), times);
  return {
    lanyard: 1,
    draft: WHAT_TO_DO,
    found: [],
    targets: { signed, signatures: [] },
    files: Object.fromEntries(files),
  };
}
