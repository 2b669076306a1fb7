import type { JSX } from "preact";
import { words } from "../design/words.ts";
import { nearestModel, type NamedModel } from "./find.ts";

interface NothingFoundProps {
  readonly query: string;
  readonly models: readonly NamedModel[];
  readonly onQuery: (query: string) => void;
}

/** A search without a match is no dead end: the nearest name, and how to ask for a model that is not listed. */
export function NothingFound({ query, models, onQuery }: NothingFoundProps): JSX.Element {
  const near = nearestModel(models, query);
  return (
    <div class="empty" aria-live="polite">
      <h2>{query === "" ? words("noModelNamed") : words("noModelCalled", query)}</h2>
      {near !== null && (
        <p class="quiet">
          {words("didYouMean")}{" "}
          <button
            type="button"
            class="link"
            onClick={() => {
              onQuery(near.name);
            }}
          >
            {near.name}
          </button>
          ?
        </p>
      )}
      <p class="quiet">{words("notListed")}</p>
    </div>
  );
}
