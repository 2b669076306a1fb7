import type { JSX } from "preact";
import { listed } from "../design/conditions.ts";
import type { IconName } from "../design/drawings.ts";
import { Icon } from "../design/icon.tsx";
import { words } from "../design/words.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { Keeping } from "../../shared/wire/mine.ts";
import { type AskRecords, Records, useRecords } from "./records.tsx";
import { Section } from "./section.tsx";

interface RecordedProps {
  readonly ask: AskRecords;
  readonly clearance: Clearance | null;
  readonly isAway: boolean;
  readonly now: number;
}

/** What is kept of what the person does, who can see it and for how long, and the records themselves. */
export function Recorded({ ask, clearance, isAway, now }: RecordedProps): JSX.Element {
  const records = useRecords(ask, isAway);
  const first = records.shown?.first ?? null;
  const keeping = first?.keeping ?? null;
  const total = first?.total ?? null;
  return (
    <Section id="recorded" title={words("recordedTitle")}>
      <p class="quiet">{words("recordedMean")}</p>
      <div class="card recorded">
        <Points
          title={words("recorded")}
          icon="document"
          points={[words("recordedWhat"), words("recordedReasons"), words("recordedSize")]}
        />
        <Points
          title={words("notRecorded")}
          icon="close"
          points={[words("notRecordedText"), words("notRecordedReplies"), words("notRecordedPages")]}
        />
        <Points title={words("whoSees")} icon="person" points={seenBy(keeping, clearance)} />
      </div>
      <div class="meta">
        {total !== null && <span class="number">{totalWords(total)}</span>}
        {keeping !== null && keptWords(keeping).map((one) => <span key={one}>{one}</span>)}
      </div>
      <Records {...{ ask, clearance, now, records }} />
    </Section>
  );
}

interface PointsProps {
  readonly title: string;
  readonly icon: IconName;
  readonly points: readonly string[];
}

function Points({ title, icon, points }: PointsProps): JSX.Element {
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {points.map((point) => (
          <li key={point}>
            <Icon name={icon} />
            {point}
          </li>
        ))}
      </ul>
    </div>
  );
}

function seenBy(keeping: Keeping | null, clearance: Clearance | null): readonly string[] {
  const receivers = (keeping?.receivers ?? []).map((host) =>
    host === null ? words("seenByFile") : words("seenByReceiver", host),
  );
  return [words("seenByYou"), words("seenByReviewers"), ...sealedFor(clearance), ...receivers];
}

function sealedFor(clearance: Clearance | null): readonly string[] {
  if (clearance?.reviewers === undefined) return [];
  const { needed, keys } = clearance.reviewers;
  return [words(needed === 1 ? "sealedFor" : "sealedForTwo", listed(keys.map(({ name }) => name)))];
}

function totalWords(total: number): string {
  return total === 1 ? words("oneRecordInAll") : words("recordsInAll", total);
}

function keptWords({ days, permitsDays, sealedDays }: Keeping): readonly string[] {
  return [
    days === null ? words("keptWithoutEnd") : words("keptForDays", days),
    ...(permitsDays === null ? [] : [words("permitsKeptForDays", permitsDays)]),
    ...(sealedDays === null ? [] : [words("sealedKeptForDays", sealedDays)]),
  ];
}
