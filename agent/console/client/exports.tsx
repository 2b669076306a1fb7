import type { JSX } from "preact";
import { EVERYTHING, queryOf, type Filter } from "../api/filter.ts";
import type { ViewProps } from "./activity.tsx";
import { Filters } from "./filters.tsx";
import { Outside } from "./outside.tsx";

/** The filtered events as a file, and journals with all that proves them. */
export function ExportView({ about, address: { filter }, go }: ViewProps): JSX.Element {
  const query = queryOf(filter).toString();
  return (
    <main class="view">
      <h1>Export</h1>
      <p class="quiet">The events that the filters let through, the oldest first.</p>
      <Filters
        filter={filter}
        journals={about.journals.map(({ name }) => name)}
        onChange={(change, how) => go({ filter: { ...filter, ...change } }, how)}
      />
      <ul class="downloads">
        <li>
          <a class="button" data-kind="primary" href={`api/export?${query}&format=jsonl`} download>
            Download JSON lines
          </a>
          <span class="quiet">One event a line, as it is stored, with its number in the journal.</span>
        </li>
        <li>
          <a class="button" href={`api/export?${query}&format=ocsf`} download>
            Download OCSF
          </a>
          <span class="quiet">
            The same events as security teams’ engines read them: OCSF 1.8.0, one a line. What is no event
            that this version knows is left out.
          </span>
        </li>
      </ul>
      <WithProofs about={about} filter={filter} />
    </main>
  );
}

/** Journals as they are, whole or in the time that is chosen. An export has its proofs already. */
function WithProofs({
  about,
  filter,
}: Pick<ViewProps, "about"> & { readonly filter: Filter }): JSX.Element | null {
  const journals = about.journals
    .map(({ name, what }, index) => ({ name, what, index }))
    .filter(({ what }) => what === "journal");
  if (journals.length === 0) return null;
  const span = queryOf({ ...EVERYTHING, from: filter.from, to: filter.to }).toString();
  const isAll = filter.from === null && filter.to === null;
  return (
    <>
      <h2>With proofs</h2>
      <p class="quiet">
        {isAll ? "All of the journal" : "The time that is chosen, whoever and whatever it is about"}.{" "}
        <code class="mono">lanyard journal verify</code> checks it anywhere.
      </p>
      {journals.map(({ name, index }) => (
        <ul class="downloads" key={name}>
          {about.journals.length > 1 && (
            <li>
              <Outside text={name} />
            </li>
          )}
          <li>
            <a class="button" href={`api/pack?${span}&journal=${index}`} download>
              Download a pack for an inspection
            </a>
            <span class="quiet">
              One file with the events, what proves them, the policies that were in force, the gaps, and a
              summary to read and print.
            </span>
          </li>
          <li>
            <a class="button" href={`api/proven?${span}&journal=${index}`} download>
              Download events with proofs
            </a>
            <span class="quiet">JSON lines that prove themselves, for programs.</span>
          </li>
        </ul>
      ))}
    </>
  );
}
