import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { words } from "../design/words.ts";
import { nearestModel, type NamedModel } from "./find.ts";

interface NothingFoundProps {
  readonly query: Signal<string>;
  readonly models: readonly NamedModel[];
}

/** A search without a match is no dead end: the nearest name, and how to ask for a model that is not listed. */
export function NothingFound({ query, models }: NothingFoundProps): JSX.Element {
  const wanted = query.value.trim();
  const near = nearestModel(models, wanted);
  return (
    <div class="empty" aria-live="polite">
      <h2>{wanted === "" ? words("noModelNamed") : words("noModelCalled", wanted)}</h2>
      {near !== null && (
        <p class="quiet">
          {words("didYouMean")}{" "}
          <button
            type="button"
            class="link"
            onClick={() => {
              query.value = near.name;
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
