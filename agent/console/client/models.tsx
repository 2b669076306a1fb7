import type { JSX } from "preact";
import { Models, type ModelUse } from "../api/answers.ts";
import { queryOf } from "../api/filter.ts";
import type { ViewProps } from "./activity.tsx";
import { useAnswer } from "./ask.ts";
import { Filters } from "./filters.tsx";
import { Outside } from "./outside.tsx";
import { nameOfModel } from "./panel.tsx";
import { count, isoMoment, moment } from "./times.ts";

/** Models by use and denial, under the same filters as the activity. */
export function ModelsView({ about, version, address: { filter }, go }: ViewProps): JSX.Element {
  const { value, problem } = useAnswer("models", queryOf(filter), Models, version);
  const most = Math.max(1, ...(value ?? []).map(({ permits, denials }) => permits + denials));
  return (
    <main class="view">
      <h1>Models</h1>
      <Filters
        filter={filter}
        journals={about.journals.map(({ name }) => name)}
        onChange={(change, how) => go({ filter: { ...filter, ...change } }, how)}
      />
      {problem !== null && <p class="quiet">{problem}</p>}
      {value?.length === 0 && (
        <div class="empty">
          <h2>No model was decided on</h2>
          <p class="quiet">Models appear here with the first decision that the filters let through.</p>
        </div>
      )}
      {value !== null && value.length > 0 && (
        <div class="scroll" role="region" aria-label="Models by use" tabIndex={0}>
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col" class="amount">
                  Permitted
                </th>
                <th scope="col" class="amount">
                  Denied
                </th>
                <th scope="col" class="share">
                  <span class="hidden">Share</span>
                </th>
                <th scope="col" class="amount">
                  People
                </th>
                <th scope="col">Last used</th>
              </tr>
            </thead>
            <tbody>
              {value.map((use) => (
                <Use
                  key={use.model}
                  use={use}
                  most={most}
                  onOpen={(effect) =>
                    go({
                      view: "activity",
                      event: null,
                      filter: {
                        ...filter,
                        kind: ["decision"],
                        ...(use.model === null ? {} : { model: [use.model] }),
                        effect,
                      },
                    })
                  }
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  );
}

interface UseProps {
  readonly use: ModelUse;
  readonly most: number;
  readonly onOpen: (effect: ("permit" | "deny")[]) => void;
}

function Use({ use: { model, permits, denials, people, last }, most, onOpen }: UseProps): JSX.Element {
  const width = (value: number): string => `${(value / most) * 100}%`;
  return (
    <tr>
      <th scope="row">
        {model === null ? (
          <span class="quiet">{nameOfModel(null)}</span>
        ) : (
          <>
            <button type="button" class="link" onClick={() => onOpen([])}>
              <Outside text={nameOfModel(model)} />
            </button>
            <span class="id mono">
              <Outside text={model} />
            </span>
          </>
        )}
      </th>
      <td class="amount">{count(permits)}</td>
      <td class="amount">
        {denials === 0 ? (
          "0"
        ) : (
          <button type="button" class="link denied" onClick={() => onOpen(["deny"])}>
            {count(denials)}
          </button>
        )}
      </td>
      <td class="share">
        <svg aria-hidden="true">
          <rect class="permit" width={width(permits)} />
          <rect class="deny" x={width(permits)} width={width(denials)} />
        </svg>
      </td>
      <td class="amount">{people === null ? "Not counted" : count(people)}</td>
      <td>
        <time dateTime={isoMoment(last)}>{moment(last, Date.now())}</time>
      </td>
    </tr>
  );
}
