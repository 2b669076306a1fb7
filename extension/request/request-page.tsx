import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ChangeBox } from "../design/change.tsx";
import { Sprite } from "../design/icon.tsx";
import { Brand } from "../design/mark.tsx";
import { useNow } from "../design/use-now.ts";
import { words } from "../design/words.ts";
import { covers } from "../../shared/policy/pattern.ts";
import type { RequestSaid, RequestState } from "../../shared/wire/request-page.ts";
import { RequestForm } from "./request-form.tsx";
import { Tickets } from "./tickets.tsx";

const SECOND = 1_000;
const ICONS = ["may", "conditions", "obtainable", "not", "clock", "away", "check"] as const;

interface RequestPageProps {
  readonly state: RequestState;
  /** The model that the page was opened for; null: none. */
  readonly model: string | null;
  readonly onSay: (said: RequestSaid) => void;
}

/** Where people ask for access, and see what became of what they asked for. */
export function RequestPage({ state, model, onSay }: RequestPageProps): JSX.Element {
  const now = useNow(SECOND);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    document.title = words("requestsTitle");
  }, []);
  return (
    <div class="page">
      <Sprite icons={ICONS} />
      <header class="top">
        <Brand />
        <span class="caption">{state.organization}</span>
      </header>
      {state.protection === "agent_away" && (
        <ChangeBox
          change={{
            kind: "attention",
            icon: "away",
            title: words("requestsAway"),
            details: [words("requestsAwayText")],
          }}
        />
      )}
      <main class="requests">
        <section class="ask" aria-labelledby="ask">
          <Asking
            {...{ state, model, now, asked }}
            onAsk={(said) => {
              setAsked(true);
              onSay(said);
            }}
          />
        </section>
        <Tickets state={state} now={now} onSay={onSay} />
      </main>
    </div>
  );
}

interface AskingProps {
  readonly state: RequestState;
  readonly model: string | null;
  readonly now: number;
  /** True once the person has asked on this page. */
  readonly asked: boolean;
  readonly onAsk: (said: RequestSaid) => void;
}

function Asking({ state, model, now, asked, onAsk }: AskingProps): JSX.Element {
  const { access } = state;
  if (asked) return <Said title={words("requestSent")} text={words("requestSentText")} />;
  if (access === null || access.models.length === 0)
    return <Said title={words("nothingToAskFor")} text={words("nothingToAskForText")} />;
  if (model !== null && !access.models.some((pattern) => covers(pattern, model)))
    return <Said title={words("notToAskFor", model)} text={words("nothingToAskForText")} />;
  const choices = state.models.filter(
    ({ id, isOpen }) => !isOpen && access.models.some((one) => covers(one, id)),
  );
  if (model === null && choices.length === 0)
    return <Said title={words("allOpen")} text={words("allOpenText")} />;
  const named =
    state.models.find(({ id }) => id === model) ?? (model === null ? null : { id: model, name: model });
  return <RequestForm access={access} named={named} choices={choices} now={now} onAsk={onAsk} />;
}

function Said({ title, text }: { readonly title: string; readonly text: string }): JSX.Element {
  return (
    <div aria-live="polite">
      <h1 id="ask">{title}</h1>
      <p class="lead">{text}</p>
    </div>
  );
}
