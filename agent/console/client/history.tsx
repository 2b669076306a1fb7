import type { JSX } from "preact";
import type { Change } from "../api/answers.ts";
import { Outside } from "./outside.tsx";
import { counted, isoMoment, lasted, moment } from "./times.ts";

/** The slowest that is drawn as part of the bar, in milliseconds: a minute fills it. */
const FULL = 60_000;

/** The states of policy and directives beside the activity, the newest first. */
export function HistoryStrip({ changes }: { readonly changes: readonly Change[] }): JSX.Element {
  const now = Date.now();
  const states = changes.filter(({ denials }) => denials !== null).slice(0, 30);
  return (
    <section class="history" aria-labelledby="history-heading" tabIndex={0}>
      <h2 id="history-heading">Policy and directives</h2>
      {states.length === 0 ? (
        <p class="caption">No browser has told yet which policy it enforces.</p>
      ) : (
        <ol>
          {states.map((change, index) => (
            <li key={`${change.journal}-${change.sequence}`} data-now={index === 0 || undefined}>
              <b>
                <Outside text={titleOf(change)} />
              </b>
              <span class="caption">
                <time dateTime={isoMoment(change.at)}>{moment(change.at, now)}</time>.{" "}
                {counted(change.denials ?? 0, "denial")} {index === 0 ? "since" : "until the next"}
              </span>
              <Speed change={change} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** How fast browsers enforced it: the slowest of them, since that is how long it was not enforced everywhere. */
export function Speed({ change }: { readonly change: Change }): JSX.Element | null {
  const times = change.enforced.flatMap(({ took }) => (took === null ? [] : [took]));
  if (times.length === 0) return null;
  const slowest = Math.max(...times);
  const width = `${Math.max(3, Math.min(100, (Math.log1p(Math.max(0, slowest)) / Math.log1p(FULL)) * 100))}%`;
  return (
    <span class="speed">
      <svg aria-hidden="true">
        <rect width={width} />
      </svg>
      <span>Enforced here in {lasted(Math.max(0, slowest))}</span>
    </span>
  );
}

/** A state in words. */
export function titleOf({ what, revision, release, policy, directives, detail }: Change): string {
  const short = revision !== null && revision.length > 16 ? `${revision.slice(0, 12)}…` : revision;
  return {
    directives: `Directives, version ${directives ?? "?"}`,
    policy: `Policy, version ${policy ?? "?"}${release === null ? "" : `, ${release}`}`,
    folder: `Policy, revision ${short ?? "?"}`,
    people: `People: ${detail}`,
    catalog: `Catalog: ${detail}`,
    refused: "Refused",
  }[what];
}
