import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { exactMoment, moment } from "../design/times.ts";
import { words } from "../design/words.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { MineAnswer, OwnRecord } from "../../shared/wire/mine.ts";
import { ExportButton } from "./export-button.tsx";
import type { RecordsAsk } from "./line.ts";
import { recordFields, recordSentence } from "./record-words.ts";

/** Records in one step. */
const STEP = 10;

/** Gets records of the person. */
export type AskRecords = (ask: RecordsAsk) => Promise<MineAnswer>;

/** What is shown of the records, and the newest answer, which says how many there are and how they are kept. */
export interface RecordsShown {
  readonly events: readonly OwnRecord[];
  readonly more: boolean;
  readonly first: MineAnswer;
  readonly problem: string | null;
}

/** The person's records as far as they were asked for; null until the first answer. `isAway` asks again when it turns. */
export function useRecords(
  ask: AskRecords,
  isAway: boolean,
): { readonly shown: RecordsShown | null; readonly again: () => void; readonly older: () => void } {
  const [shown, setShown] = useState<RecordsShown | null>(null);
  const again = useCallback(async () => {
    const first = await ask({ before: null, limit: STEP });
    setShown({ events: first.events, more: first.more, first, problem: first.problem });
  }, [ask]);
  const older = async (): Promise<void> => {
    if (shown === null) return;
    const answer = await ask({ before: shown.events.at(-1)?.sequence ?? null, limit: 5 * STEP });
    const { more, problem } = answer;
    setShown({
      ...shown,
      events: [...shown.events, ...answer.events],
      more: problem === null ? more : shown.more,
      problem,
    });
  };
  useEffect(() => void again(), [again, isAway]);
  return { shown, again: () => void again(), older: () => void older() };
}

interface RecordsProps {
  readonly ask: AskRecords;
  readonly clearance: Clearance | null;
  readonly now: number;
  readonly records: ReturnType<typeof useRecords>;
}

/** The newest records about the person, each in words and with every field that is kept. */
export function Records({
  ask,
  clearance,
  now,
  records: { shown, again, older },
}: RecordsProps): JSX.Element | null {
  if (shown === null) return null;
  const { events, more, problem, first } = shown;
  return (
    <>
      <h3>{words("yourRecords")}</h3>
      {problem !== null && <p class="quiet">{first.keeping === null ? words("recordsAway") : problem}</p>}
      {problem === null && events.length === 0 && <p class="quiet">{words("noRecords")}</p>}
      {events.length > 0 && (
        <ul class="card models">
          {events.map(({ sequence, event }) => (
            <li key={sequence}>
              <details class="record">
                <summary>
                  <time dateTime={new Date(event.time).toISOString()}>{moment(event.time, now)}</time>
                  <span>{recordSentence(event, clearance)}</span>
                </summary>
                <RecordFields event={event} />
              </details>
            </li>
          ))}
        </ul>
      )}
      <div class="actions">
        {more && (
          <button type="button" class="button" onClick={older}>
            {words("olderRecords")}
          </button>
        )}
        <button type="button" class="button" onClick={again}>
          {words("lookAgain")}
        </button>
        {events.length > 0 && <ExportButton ask={ask} />}
      </div>
    </>
  );
}

function RecordFields({ event }: Pick<OwnRecord, "event">): JSX.Element {
  return (
    <dl class="facts">
      {recordFields(event).map(([name, value]) => (
        <>
          <dt class="mono" key={name}>
            {name}
          </dt>
          <dd class="mono">{name === "time" ? `${value} (${exactMoment(event.time)})` : value}</dd>
        </>
      ))}
    </dl>
  );
}
