import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { accessWords } from "../design/answer.ts";
import { actionWords, listed } from "../design/conditions.ts";
import { Icon } from "../design/icon.tsx";
import { anchorOf } from "../design/own-page.ts";
import { State } from "../design/state.tsx";
import { moment } from "../design/times.ts";
import { words, type WordKey } from "../design/words.ts";
import type { ModelRowProps } from "../popup/model-row.tsx";
import type { Authority } from "../../shared/policy/authority.ts";
import { judge } from "../../shared/policy/judge.ts";
import { ordinaryRequest } from "../../shared/policy/ordinary-request.ts";
import { ACTIONS } from "../../shared/schema/action.ts";
import type { ResidualRule } from "../../shared/schema/clearance.ts";
import { isOpen } from "./grouping.ts";
import { ModelLink, type OnModel } from "./model-link.tsx";

interface EntryProps {
  readonly row: ModelRowProps;
  readonly authority: Authority;
  readonly rows: readonly ModelRowProps[];
  readonly isAskable: boolean;
  readonly onModel: OnModel;
}

/** A model: how it stands and why, and on opening what gives access, what to use instead, and by which rule. */
export function Entry(props: EntryProps): JSX.Element {
  const { row } = props;
  return (
    <li>
      <details class="entry" id={anchorOf(row.id)}>
        <summary>
          <span class="name">
            <span class="called">{row.name}</span>
            <span class="id">{row.id}</span>
          </span>
          <State answer={row.answer} />
          <Icon name="open" />
          <span class="why">{row.why}</span>
        </summary>
        <div class="body">
          <EntryWays {...props} />
          <EntryActions {...props} />
        </div>
      </details>
    </li>
  );
}

function EntryWays({ row, rows, authority, onModel }: EntryProps): JSX.Element | null {
  const actions = useMemo(() => openActions(authority, row), [authority, row.id, row.now]);
  const access = isOpen(row) ? [] : accessWords(row.missing);
  if (actions.length === 0 && access.length === 0 && row.instead.length === 0) return null;
  return (
    <dl class="ways">
      {actions.length > 0 && (
        <div>
          <dt>{words("youMay")}</dt>
          <dd>
            {actions.length === ACTIONS.length
              ? words("youMayEverything")
              : words("youMayText", listed(actions))}
          </dd>
        </div>
      )}
      {row.instead.length > 0 && (
        <div>
          <dt>{words("useInstead")}</dt>
          <dd>
            <ul>
              {row.instead.map((name) => (
                <li key={name}>
                  <ModelLink {...{ name, rows, onModel }} />
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {access.length > 0 && (
        <div>
          <dt>{words("givesAccess")}</dt>
          <dd>
            <ul>
              {access.map((way) => (
                <li key={way}>{way}</li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What the model is open for with the company's account, in words. */
function openActions(authority: Authority, { id, now }: ModelRowProps): readonly string[] {
  const usual = { time: now, agentAway: false, policyAge: 0 };
  return ACTIONS.filter(
    (action) => judge(authority, ordinaryRequest(id, action, usual)).effect === "permit",
  ).map(actionWords);
}

const LAYERS: Readonly<Record<ResidualRule["layer"], WordKey>> = {
  directive: "directive",
  guardrail: "guardrail",
  rule: "rule",
};

function EntryActions({ row, authority, isAskable }: EntryProps): JSX.Element | null {
  if (!isAskable && row.rules.length === 0 && row.until === null) return null;
  const layer = authority.clearance.rules.find(({ id }) => id === row.rules[0])?.layer ?? "rule";
  return (
    <div class="actions">
      {isAskable && !isOpen(row) && (
        <a
          class="button"
          data-kind="primary"
          href={`../request/index.html?model=${encodeURIComponent(row.id)}`}
        >
          {words("pageAskFor", row.name)}
        </a>
      )}
      {row.rules.length > 0 && (
        <span class="caption">
          {words(LAYERS[layer])} <span class="mono">{row.rules.join(", ")}</span>
        </span>
      )}
      {row.until !== null && <span class="caption">{words("changesAt", moment(row.until, row.now))}</span>}
    </div>
  );
}
