import type { JSX } from "preact";
import { Icon } from "../design/icon.tsx";
import { moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { PageRequest } from "../../shared/wire/clearance-page.ts";
import { Section } from "./section.tsx";

interface RequestsProps {
  readonly requests: readonly PageRequest[];
  readonly clearance: Clearance;
  readonly now: number;
}

/** What the person asked for, where it is, and since when. */
export function Requests({ requests, clearance, now }: RequestsProps): JSX.Element {
  return (
    <Section id="requests" title={words("pageRequests")}>
      {requests.length === 0 ? (
        <p class="quiet">{words("pageNoRequests")}</p>
      ) : (
        <div class="card">
          <table class="table folds">
            <thead>
              <tr>
                <th scope="col">{words("askedFor")}</th>
                <th scope="col">{words("whereItIs")}</th>
                <th scope="col">{words("pageAsked")}</th>
              </tr>
            </thead>
            <tbody>
              {requests.map((request) => (
                <tr key={request.id}>
                  <td>{modelName(clearance, request.model)}</td>
                  <td>
                    <Standing {...{ request, now }} />
                  </td>
                  <td class="quiet">{moment(request.asked, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function Standing({ request, now }: { readonly request: PageRequest; readonly now: number }): JSX.Element {
  const { state, why } = request;
  const isMoving = state === "sent" || state === "waiting";
  return (
    <>
      {isMoving ? (
        <span class="clock">
          <Icon name="clock" />
          {standingWords(request, now)}
        </span>
      ) : (
        standingWords(request, now)
      )}
      {why !== null && <div class="caption">{why}</div>}
    </>
  );
}

function standingWords({ state, ends }: PageRequest, now: number): string {
  if (state === "approved")
    return ends === null ? words("requestApprovedOpen") : words("requestApproved", moment(ends, now));
  return words(STANDINGS[state]);
}

const STANDINGS = {
  sent: "pageRequestSent",
  waiting: "requestWaiting",
  declined: "requestDeclined",
  withdrawn: "requestWithdrawn",
  ended: "requestEnded",
} as const;
