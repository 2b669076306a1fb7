import type { JSX } from "preact";
import { Discovery } from "../api/answers.ts";
import { queryOf } from "../api/filter.ts";
import type { ViewProps } from "./activity.tsx";
import { useAnswer } from "./ask.ts";
import { Outside } from "./outside.tsx";
import { count, isoMoment, moment } from "./times.ts";

/** AI that no recognizer knows, and recognizers that met what they cannot read. */
export function DiscoveryView({ version, address: { filter } }: ViewProps): JSX.Element {
  const query = queryOf({
    ...filter,
    kind: [],
    effect: [],
    person: [],
    model: [],
    rule: [],
    service: [],
    text: "",
  });
  const { value, problem } = useAnswer("discovery", query, Discovery, version);
  const now = Date.now();
  return (
    <main class="view">
      <h1>Discovery</h1>
      <p class="quiet">
        AI that was used and that no recognizer knows. Counts alone are recorded: no path, no query, no
        content.
      </p>
      {problem !== null && <p class="quiet">{problem}</p>}
      <h2>Unknown services</h2>
      {value?.unknown.length === 0 && <p class="quiet">None was met.</p>}
      {value !== null && value.unknown.length > 0 && (
        <div class="scroll" role="region" aria-label="Unknown AI services" tabIndex={0}>
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Host</th>
                <th scope="col">What</th>
                <th scope="col" class="amount">
                  Visits
                </th>
                <th scope="col" class="amount">
                  Calls
                </th>
                <th scope="col">First seen</th>
                <th scope="col">Last seen</th>
              </tr>
            </thead>
            <tbody>
              {value.unknown.map(({ host, what, service, visits, calls, first, last }) => (
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
                    <time dateTime={isoMoment(first)}>{moment(first, now)}</time>
                  </td>
                  <td>
                    <time dateTime={isoMoment(last)}>{moment(last, now)}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2>Calls that could not be read</h2>
      {value?.degraded.length === 0 && <p class="quiet">None.</p>}
      {value !== null && value.degraded.length > 0 && (
        <div class="scroll" role="region" aria-label="Calls that could not be read" tabIndex={0}>
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Path</th>
                <th scope="col">Why</th>
                <th scope="col" class="amount">
                  Calls
                </th>
                <th scope="col">Last seen</th>
              </tr>
            </thead>
            <tbody>
              {value.degraded.map(({ service, path, reason, calls, last }) => (
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
                    <time dateTime={isoMoment(last)}>{moment(last, now)}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  );
}
