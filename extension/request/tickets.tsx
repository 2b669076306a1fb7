import type { JSX } from "preact";
import { askedAnswer, endsIn } from "../design/asked-state.ts";
import { State } from "../design/state.tsx";
import { exactMoment, moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import type { AccessAsked } from "../../shared/wire/access.ts";
import type { PendingAsk, RequestSaid, RequestState } from "../../shared/wire/request-page.ts";

interface TicketsProps {
  readonly state: RequestState;
  readonly now: number;
  readonly onSay: (said: RequestSaid) => void;
}

/** What the person asked for, the newest first, with what became of it. */
export function Tickets({ state, now, onSay }: TicketsProps): JSX.Element {
  const requests = state.access?.requests ?? [];
  const isEmpty = requests.length === 0 && state.pending.length === 0;
  return (
    <section class="tickets" aria-labelledby="mine">
      <h2 id="mine">{words("myRequests")}</h2>
      {isEmpty && <p class="quiet">{words("noRequests")}</p>}
      <ul>
        {state.pending.toReversed().map((one) => (
          <li key={one.id}>
            <Ticket asked={pendingAsked(one)} {...{ state, now, onSay }} isPending />
          </li>
        ))}
        {requests.map((one) => (
          <li key={one.id}>
            <Ticket asked={one} {...{ state, now, onSay }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface TicketProps extends TicketsProps {
  readonly asked: AccessAsked;
  /** True while the agent has not confirmed it. */
  readonly isPending?: boolean;
}

function Ticket({ asked, state, now, onSay, isPending = false }: TicketProps): JSX.Element {
  const { id, model, purpose, reason, state: stands } = asked;
  const name = state.models.find((one) => one.id === model)?.name ?? model;
  const purposeName = state.access?.purposes.find((one) => one.id === purpose)?.name ?? purpose;
  const isOpen = stands === "sent" || stands === "waiting" || stands === "approved";
  const countdown = endsIn(asked, now);
  return (
    <article class="ticket">
      <div aria-live="polite">
        <State answer={askedAnswer(asked, now)} chip />
      </div>
      <h3>
        <span class="whole">{name}</span>
        {purposeName !== null && `, ${purposeName}`}
      </h3>
      {countdown !== null && <p class="ending">{countdown}</p>}
      <Why asked={asked} isPending={isPending} />
      {reason !== "" && (
        <p class="quiet" dir="auto">
          {words("quoted", reason)}
        </p>
      )}
      <p class="caption">
        <time dateTime={new Date(asked.asked).toISOString()} title={exactMoment(asked.asked)}>
          {words("askedAt", moment(asked.asked, now))}
        </time>
      </p>
      {isOpen && (
        <div class="actions">
          <button type="button" class="button" onClick={() => onSay({ type: "withdraw_access", id })}>
            {words(stands === "approved" ? "giveBack" : "withdraw")}
            <span class="hidden"> {name}</span>
          </button>
        </div>
      )}
    </article>
  );
}

/** What an approver wrote is shown as it is written. */
function Why({
  asked,
  isPending,
}: {
  readonly asked: AccessAsked;
  readonly isPending: boolean;
}): JSX.Element | null {
  const { state, by, why, grant } = asked;
  if (isPending) return <p>{words("keptHere")}</p>;
  if (why !== null) return <p dir="auto">{by === null ? why : words("saidBy", by, why)}</p>;
  if (state === "waiting" && by !== null) return <p>{words("firstBy", by)}</p>;
  if (grant !== null && by !== null) return <p>{words("grantedBy", by)}</p>;
  if (state === "ended" && by === null) return <p>{words("nobodyDecided")}</p>;
  return null;
}

function pendingAsked({ id, model, purpose, reason, asked, until }: PendingAsk): AccessAsked {
  const nothing = { by: null, why: null, grant: null, ends: null };
  return { id, model, purpose, reason, asked, from: asked, until, state: "sent", ...nothing };
}
