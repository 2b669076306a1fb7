import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { accessWords, deniedAnswer, deniedHeadline } from "../design/answer.ts";
import { decisionFacts } from "../design/decision-facts.ts";
import { Facts } from "../design/facts.tsx";
import { Icon, Sprite } from "../design/icon.tsx";
import { Mark } from "../design/mark.tsx";
import { State } from "../design/state.tsx";
import { words } from "../design/words.ts";
import type { Notice } from "../../shared/wire/screen.ts";

interface NoticeCardProps {
  readonly notice: Notice;
  /** How many denials it stands for. */
  readonly count: number;
  readonly onClose: () => void;
}

/** A denied call: was it sent, why not, and what now. An alert, which leaves the focus where it is. */
export function NoticeCard({ notice, count, onClose }: NoticeCardProps): JSX.Element {
  const { decision, alternative } = notice;
  const [why, setWhy] = useState(false);
  return (
    <section class="notice" role="alert" aria-labelledby="headline">
      <Sprite icons={["may", "conditions", "obtainable", "not", "close", "check"]} />
      <div class="top">
        <Mark />
        <State answer={deniedAnswer(decision.missing)} />
        <button type="button" class="icon-button" aria-label={words("closeEsc")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <h2 id="headline">{deniedHeadline(decision, notice.modelName ?? words("modelOn", notice.host))}</h2>
      <p>
        {decision.because}
        {alternative !== null &&
          alternative.home === undefined &&
          ` ${words("useThisInstead", alternative.name)}`}
      </p>
      {count > 1 && <p>{words("stoppedTimes", count)}</p>}
      <div class="actions">
        {alternative?.home !== undefined && (
          <a class="button" data-kind="primary" href={alternative.home} target="_blank" rel="noreferrer">
            {words("useAlternative", alternative.name)}
          </a>
        )}
        <button
          type="button"
          class="button"
          data-kind={alternative?.home === undefined ? undefined : "plain"}
          aria-expanded={why}
          onClick={() => {
            setWhy(!why);
          }}
        >
          {words("why")}
        </button>
      </div>
      {why && <Why notice={notice} />}
      <p class="calm">
        <Icon name="check" />
        <span>{words("nothingSent")}</span>
      </p>
    </section>
  );
}

function Why({ notice }: { readonly notice: Notice }): JSX.Element {
  const access = { name: words("givesAccess"), values: accessWords(notice.decision.missing), prose: true };
  return <Facts facts={[access, ...decisionFacts(notice)]} />;
}
