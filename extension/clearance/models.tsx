import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { SearchField } from "../design/search-field.tsx";
import { words, type WordKey } from "../design/words.ts";
import type { ModelRowProps } from "../popup/model-row.tsx";
import { NothingFound } from "../popup/nothing-found.tsx";
import type { Authority } from "../../shared/policy/authority.ts";
import { Entry } from "./entry.tsx";
import { CHOICES, type Choice, grouped, isOf, type ProviderGroup } from "./grouping.ts";
import type { OnModel } from "./model-link.tsx";
import { providerName } from "./provider-name.ts";
import { Section } from "./section.tsx";

/** More than this are laid out only where they are seen. */
const MANY = 60;

interface ModelsProps {
  readonly authority: Authority;
  /** Every model of the policy. */
  readonly rows: readonly ModelRowProps[];
  /** Those that the query finds, or the one that it names. */
  readonly found: readonly ModelRowProps[];
  readonly query: string;
  readonly choice: Choice;
  /** Models that may be asked for; null: nobody takes requests. */
  readonly askable: ((id: string) => boolean) | null;
  readonly onQuery: (query: string) => void;
  readonly onChoice: (choice: Choice) => void;
  readonly onModel: OnModel;
}

/** Every model with how it stands: by provider, searchable, and why in one sentence each. */
export function Models(props: ModelsProps): JSX.Element {
  const { rows, found, query, choice, onQuery } = props;
  const shown = found.filter((row) => isOf(choice, row));
  const { groups, rest } = grouped(rows, shown);
  return (
    <Section id="models" title={words("modelsTitle")}>
      <Finder {...props} />
      <p class="hidden" aria-live="polite">
        {query === "" && choice === "all" ? "" : words("modelsFound", shown.length)}
      </p>
      {found.length === 0 && (
        <div class="card">
          <NothingFound query={query} models={props.authority.clearance.models} onQuery={onQuery} />
        </div>
      )}
      {found.length > 0 && shown.length === 0 && <p class="quiet">{words("noneInChoice")}</p>}
      {groups.map((group) => (
        <Provider key={group.provider} group={group} {...props} />
      ))}
      {rest > 0 && <p class="quiet">{words("moreModels", rest)}</p>}
    </Section>
  );
}

const CHOICE_WORDS: Readonly<Record<Choice, WordKey>> = {
  all: "showAll",
  may: "showMay",
  obtainable: "showObtainable",
  not: "showNot",
};

function Finder({ rows, query, choice, onQuery, onChoice }: ModelsProps): JSX.Element {
  const name = useId();
  return (
    <div class="finder">
      <SearchField text={query} onText={onQuery} />
      <div class="choices" role="radiogroup" aria-label={words("showLabel")}>
        {CHOICES.map((one) => (
          <label class="choice" key={one}>
            <input
              type="radio"
              name={name}
              checked={one === choice}
              onChange={() => {
                onChoice(one);
              }}
            />
            <span>{words(CHOICE_WORDS[one], rows.filter((row) => isOf(one, row)).length)}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

interface ProviderProps extends ModelsProps {
  readonly group: ProviderGroup;
}

function Provider({ group, authority, rows, askable, onModel }: ProviderProps): JSX.Element {
  const { provider, open, all } = group;
  return (
    <section class="provider">
      <h3>
        {providerName(provider)}
        <span class="caption">{open === 0 ? words("noneOpen") : words("openOfProvider", open, all)}</span>
      </h3>
      <ul class="card models" data-many={rows.length > MANY ? true : undefined}>
        {group.rows.map((row) => (
          <Entry key={row.id} isAskable={askable?.(row.id) ?? false} {...{ row, authority, rows, onModel }} />
        ))}
      </ul>
    </section>
  );
}
