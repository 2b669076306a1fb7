import type { JSX } from "preact";
import { EVERYTHING, queryOf } from "../api/filter.ts";
import type { ViewProps } from "./activity.tsx";
import { Filters } from "./filters.tsx";
import { Outside } from "./outside.tsx";

/** The filtered events as a file. */
export function ExportView({ about, address: { filter }, go }: ViewProps): JSX.Element {
  const query = queryOf(filter);
  query.set("format", "jsonl");
  const proven = (journal: number): string =>
    queryOf({ ...EVERYTHING, from: filter.from, to: filter.to }).toString() + `&journal=${journal}`;
  return (
    <main class="view">
      <h1>Export</h1>
      <p class="quiet">The events that the filters let through, the oldest first, as they are stored.</p>
      <Filters
        filter={filter}
        journals={about.journals.map(({ name }) => name)}
        onChange={(change, how) => go({ filter: { ...filter, ...change } }, how)}
      />
      <ul class="downloads">
        <li>
          <a class="button" data-kind="primary" href={`api/export?${query.toString()}`} download>
            Download JSON lines
          </a>
          <span class="quiet">One event a line: its number in the journal, and the event.</span>
        </li>
        {about.journals.map(({ name, what }, index) =>
          what === "export" ? null : (
            <li key={name}>
              <a class="button" href={`api/proven?${proven(index)}`} download>
                Download {about.journals.length > 1 ? <Outside text={name} /> : "everything"} with proofs
              </a>
              <span class="quiet">
                {filter.from === null && filter.to === null
                  ? "All of the journal"
                  : "The time that is chosen, whoever and whatever it is about"}
                , with what proves it: <code class="mono">lanyard journal verify</code> checks it anywhere.
              </span>
            </li>
          ),
        )}
      </ul>
    </main>
  );
}
