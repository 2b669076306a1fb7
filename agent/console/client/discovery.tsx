import type { JSX } from "preact";
import { Discovery } from "../api/answers.ts";
import { queryOf, EVERYTHING } from "../api/filter.ts";
import type { ViewProps } from "./activity.tsx";
import { useAnswer } from "./ask.ts";
import { ListTable } from "./list-table.tsx";
import { Moment } from "./moment.tsx";
import { Outside } from "./outside.tsx";
import { count } from "./times.ts";

/** AI that no recognizer knows, and recognizers that met what they cannot read. */
export function DiscoveryView({ version, address: { filter } }: ViewProps): JSX.Element {
  const { from, to, journal } = filter;
  const query = queryOf({ ...EVERYTHING, from, to, journal });
  const { value, problem } = useAnswer("discovery", query, Discovery, version);
  return (
    <main class="view">
      <h1>Discovery</h1>
      <p class="quiet">
        AI that was used and that no recognizer knows. Counts alone are recorded: no path, no query, no
        content.
      </p>
      {problem !== null && <p class="quiet">{problem}</p>}
      <h2>Unknown services</h2>
      {value !== null && <Unknown uses={value.unknown} />}
      <h2>Calls that could not be read</h2>
      {value !== null && <Degraded calls={value.degraded} />}
      {value !== null && value.left > 0 && (
        <p class="caption">
          {count(value.left)} older records are not added up here. Choose a time to see them.
        </p>
      )}
    </main>
  );
}

function Unknown({ uses }: { readonly uses: Discovery["unknown"] }): JSX.Element {
  if (uses.length === 0) return <p class="quiet">None was met.</p>;
  return (
    <ListTable
      label="Unknown AI services"
      heads={[["Host"], ["What"], ["Visits", "amount"], ["Calls", "amount"], ["First seen"], ["Last seen"]]}
    >
      {uses.map(({ host, what, service, visits, calls, first, last }) => (
        <tr key={`${host} ${what} ${service}`}>
          <th scope="row">
            <Outside text={host} />
          </th>
          <td>
            {what === "unknown_service" ? (
              "Unknown service"
            ) : (
              <>
                Unknown path of <Outside text={service ?? ""} />
              </>
            )}
          </td>
          <td class="amount">{count(visits)}</td>
          <td class="amount">{count(calls)}</td>
          <td>
            <Moment at={first} />
          </td>
          <td>
            <Moment at={last} />
          </td>
        </tr>
      ))}
    </ListTable>
  );
}

function Degraded({ calls: all }: { readonly calls: Discovery["degraded"] }): JSX.Element {
  if (all.length === 0) return <p class="quiet">None.</p>;
  return (
    <ListTable
      label="Calls that could not be read"
      heads={[["Service"], ["Path"], ["Why"], ["Calls", "amount"], ["Last seen"]]}
    >
      {all.map(({ service, path, reason, calls, last }) => (
        <tr key={`${service} ${path} ${reason}`}>
          <th scope="row">
            <Outside text={service} />
          </th>
          <td class="mono">
            <Outside text={path} />
          </td>
          <td>{reason.replaceAll("_", " ")}</td>
          <td class="amount">{count(calls)}</td>
          <td>
            <Moment at={last} />
          </td>
        </tr>
      ))}
    </ListTable>
  );
}
