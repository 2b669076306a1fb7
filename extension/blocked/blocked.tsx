import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Badge } from "../design/badge.tsx";
import { Facts, type Fact } from "../design/facts.tsx";
import { Sprite } from "../design/icon.tsx";
import { Brand } from "../design/mark.tsx";
import { clearancePath } from "../design/own-page.ts";
import { requestLink } from "../design/request-link.ts";
import { State } from "../design/state.tsx";
import { Ways } from "../design/ways.tsx";
import { aroundName } from "../design/whole-name.ts";
import { words } from "../design/words.ts";
import type { BlockedState } from "../../shared/wire/blocked.ts";
import type { QuestionAnswer } from "../../shared/wire/question.ts";
import type { Notice } from "../../shared/wire/screen.ts";
import { Asked } from "./asked.tsx";
import { replyTo } from "./reply.ts";

interface BlockedProps {
  readonly state: BlockedState;
  /** Null where there is nothing to go back to. */
  readonly onBack: (() => void) | null;
  readonly onAnswer: (answer: QuestionAnswer) => void;
}

/**
 * The page that stands where one may not be opened, or not yet: the answer hangs on the badge, or the question. Addresses
 * are text, never links.
 */
export function Blocked({ state, onBack, onAnswer }: BlockedProps): JSX.Element {
  const { asked } = state;
  const question = asked !== null && typeof asked === "object" ? asked : null;
  const hasAsked = useRef(false);
  hasAsked.current ||= question !== null;
  const organization = state.notice?.organization ?? null;
  return (
    <main class="blocked">
      <Sprite icons={["may", "conditions", "obtainable", "not"]} />
      <Badge label={words("answer")}>
        {question === null ? (
          <Replied state={state} onBack={onBack} isAnswer={hasAsked.current} />
        ) : (
          <Asked key={question.id} question={question} onAnswer={onAnswer} />
        )}
      </Badge>
      <footer class="under caption">
        <Brand />
        {organization !== null && <span>{words("setBy", organization)}</span>}
        <a href={clearancePath(state.notice?.decision.model ?? null)}>{words("myClearance")}</a>
      </footer>
    </main>
  );
}

interface RepliedProps extends Omit<BlockedProps, "onAnswer"> {
  /** True where the person has just answered, or has not in time: the focus was in what is gone. */
  readonly isAnswer: boolean;
}

function Replied({ state, onBack, isAnswer }: RepliedProps): JSX.Element {
  const reply = replyTo(state);
  const { before, name, after } = aroundName(reply.title, state.notice?.modelName ?? null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = reply.title;
  }, [reply.title]);
  useEffect(() => {
    if (isAnswer) heading.current?.focus();
  }, [isAnswer]);
  return (
    <>
      <div aria-live="polite">
        {reply.answer !== null && <State answer={reply.answer} chip />}
        <h1 ref={heading} tabIndex={-1}>
          {before}
          {name !== "" && <span class="whole">{name}</span>}
          {after}
        </h1>
        <p class="answer">{reply.text}</p>
      </div>
      <Ways instead={reply.instead} access={reply.access} />
      <Actions
        alternative={state.notice?.alternative ?? null}
        ask={askOf(state.notice)}
        onBack={state.asked === "opening" ? null : onBack}
      />
      {reply.facts.length > 0 && <Details facts={reply.facts} />}
    </>
  );
}

/** The model that the person may ask for; null: asking would not help. */
function askOf(notice: Notice | null): string | null {
  return notice?.askable === true ? notice.decision.model : null;
}

interface ActionsProps {
  readonly alternative: Notice["alternative"];
  readonly ask: string | null;
  readonly onBack: (() => void) | null;
}

function Actions({ alternative, ask, onBack }: ActionsProps): JSX.Element | null {
  const home = alternative?.home;
  if (home === undefined && onBack === null && ask === null) return null;
  return (
    <div class="actions">
      {alternative !== null && home !== undefined && (
        <a class="button" data-kind="primary" href={home}>
          {words("openAlternative", alternative.name)}
        </a>
      )}
      {ask !== null && (
        <a class="button" href={requestLink(ask)} target="_blank" rel="noreferrer">
          {words("askForAccess")}
        </a>
      )}
      {onBack !== null && (
        <button
          type="button"
          class="button"
          data-kind={home === undefined ? "primary" : "plain"}
          onClick={onBack}
        >
          {words("goBack")}
        </button>
      )}
    </div>
  );
}

function Details({ facts }: { readonly facts: readonly Fact[] }): JSX.Element {
  return (
    <details>
      <summary>{words("detailsForIt")}</summary>
      <Facts facts={facts} />
    </details>
  );
}
