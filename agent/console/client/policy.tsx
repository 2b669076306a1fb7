import type { JSX } from "preact";
import { History, type Change } from "../api/answers.ts";
import type { ViewProps } from "./activity.tsx";
import type { Go } from "./address.ts";
import { useAnswer } from "./ask.ts";
import { Speed, titleOf } from "./history.tsx";
import { Icon } from "./icon.tsx";
import { ListTable } from "./list-table.tsx";
import { Moment } from "./moment.tsx";
import { Outside } from "./outside.tsx";
import { count, lasted } from "./times.ts";

/** What policy and directives became, and how long it took until browsers enforced it. */
export function PolicyView({ about, version, go }: ViewProps): JSX.Element {
  const { value, problem } = useAnswer("history", new URLSearchParams(), History, version);
  const { revision, problem: policyProblem } = about.policy;
  return (
    <main class="view">
      <h1>Policy and directives</h1>
      <p class="quiet">
        {revision === null ? (
          (policyProblem ?? "")
        ) : (
          <>
            The policy that is here has the revision{" "}
            <span class="mono">
              <Outside text={revision} />
            </span>
            .
          </>
        )}{" "}
        The time to enforce counts from the signature to the moment at which a browser decided by it.
      </p>
      {problem !== null && <p class="quiet">{problem}</p>}
      {value?.changes.length === 0 && (
        <div class="empty">
          <h2>No change is recorded</h2>
          <p class="quiet">The first appears when an agent reads a policy.</p>
        </div>
      )}
      {value !== null && value.changes.length > 0 && (
        <ListTable label="Changes, the newest first" heads={HEADS}>
          {value.changes.map((change) => (
            <Line key={`${change.journal}-${change.sequence}`} change={change} go={go} />
          ))}
        </ListTable>
      )}
      {value !== null && value.left > 0 && (
        <p class="caption">{count(value.left)} older records are not listed here; the activity has them.</p>
      )}
    </main>
  );
}

const HEADS = [
  ["Change"],
  ["When"],
  ["Time to enforce"],
  ["Browsers"],
  ["Denials until the next", "amount"],
] as const;

function Line({ change, go }: { readonly change: Change; readonly go: Go }): JSX.Element {
  const { at, what, detail, enforced, denials, journal, sequence, issued, revision } = change;
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          class="link"
          onClick={() => go({ view: "activity", event: { journal, sequence } })}
        >
          <Outside text={titleOf(change)} />
        </button>
        {what === "refused" ? (
          <span class="id refused">
            <Icon name="alert" />
            <Outside text={detail} />
          </span>
        ) : (
          revision !== null && (
            <span class="id mono">
              <Outside text={revision} />
            </span>
          )
        )}
      </th>
      <td>
        <Moment at={at} />
      </td>
      <td>
        {issued === null && enforced.length > 0 ? (
          <span class="quiet">Not signed, so not measured</span>
        ) : (
          <Speed change={change} />
        )}
      </td>
      <td>{enforced.length === 0 ? <span class="quiet">None told</span> : <Browsers change={change} />}</td>
      <td class="amount">{denials === null ? "" : count(denials)}</td>
    </tr>
  );
}

function Browsers({ change: { enforced } }: { readonly change: Change }): JSX.Element {
  const first = enforced.slice(0, 5);
  return (
    <ul>
      {first.map(({ browser, took, sequence }) => (
        <li key={sequence}>
          <Outside text={browser} />
          {took === null ? "" : `, ${lasted(Math.max(0, took))}`}
        </li>
      ))}
      {enforced.length > first.length && (
        <li class="quiet">and {count(enforced.length - first.length)} more</li>
      )}
    </ul>
  );
}
