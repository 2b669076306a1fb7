import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { moment, span } from "../design/times.ts";
import { words } from "../design/words.ts";
import { type AccessState, LONGEST_REQUEST_REASON } from "../../shared/wire/access.ts";
import type { RequestSaid, RequestState } from "../../shared/wire/request-page.ts";
import { durationsUpTo } from "./durations.ts";

/** A reason of fewer characters says nothing. */
const SHORTEST = 10;

interface RequestFormProps {
  readonly access: AccessState;
  /** The model that is asked for; null: the person chooses one. */
  readonly named: { readonly id: string; readonly name: string } | null;
  readonly choices: RequestState["models"];
  readonly now: number;
  readonly onAsk: (said: RequestSaid) => void;
}

/** The form of a request: which model, what for, why, how long, and what happens when it is approved. */
export function RequestForm({ access, named, choices, now, onAsk }: RequestFormProps): JSX.Element {
  const durations = durationsUpTo(access.longest);
  const [model, setModel] = useState(named?.id ?? choices[0]?.id ?? "");
  const [purpose, setPurpose] = useState(access.purposes[0]?.id ?? null);
  const [reason, setReason] = useState("");
  const [lasts, setLasts] = useState(durations[0] ?? access.longest);
  const [isShort, setIsShort] = useState(false);
  const name = named?.name ?? choices.find(({ id }) => id === model)?.name ?? model;
  const purposeName = access.purposes.find(({ id }) => id === purpose)?.name ?? null;
  const submit = (event: Event): void => {
    event.preventDefault();
    const text = reason.trim();
    setIsShort(text.length < SHORTEST);
    if (text.length < SHORTEST) return document.getElementById("reason")?.focus();
    onAsk({
      type: "ask_access",
      id: crypto.randomUUID(),
      model,
      purpose,
      reason: text,
      until: Date.now() + lasts,
    });
  };
  return (
    <form class="form" noValidate onSubmit={submit}>
      <header>
        <h1 id="ask">
          {words("askFor")} <span class="whole">{name}</span>
        </h1>
        <p class="lead">{words(access.routes ? "askForText" : "askForTextRecorded")}</p>
      </header>
      {named === null && (
        <Choice label={words("modelLabel")} options={choices} value={model} onChange={setModel} />
      )}
      {access.purposes.length > 0 && (
        <Choice
          label={words("purposeAsked")}
          options={access.purposes}
          value={purpose ?? ""}
          onChange={setPurpose}
        />
      )}
      <Reason text={reason} isShort={isShort} onText={setReason} />
      <Lasts durations={durations} lasts={lasts} onLasts={setLasts} />
      <div class="outcome">
        <h2>{words("ifApproved")}</h2>
        <p class="quiet">
          {purposeName === null
            ? words("ifApprovedText", name, moment(now + lasts, now))
            : words("ifApprovedTextPurpose", name, moment(now + lasts, now), purposeName)}
        </p>
      </div>
      <div class="actions">
        <button class="button" data-kind="primary">
          {words("sendRequest")}
        </button>
      </div>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

function Choice({ label, options, value, onChange }: ChoiceProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}

interface ReasonProps {
  readonly text: string;
  readonly isShort: boolean;
  readonly onText: (text: string) => void;
}

function Reason({ text, isShort, onText }: ReasonProps): JSX.Element {
  return (
    <div class="field">
      <label for="reason">{words("reasonAsked")}</label>
      <p class="hint" id="reason-hint">
        {words("reasonAskedHint")}
      </p>
      <textarea
        id="reason"
        dir="auto"
        maxLength={LONGEST_REQUEST_REASON}
        aria-describedby="reason-hint reason-error"
        aria-invalid={isShort}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p class="error" id="reason-error">
        {isShort ? words("reasonMissing") : ""}
      </p>
    </div>
  );
}

interface LastsProps {
  readonly durations: readonly number[];
  readonly lasts: number;
  readonly onLasts: (lasts: number) => void;
}

function Lasts({ durations, lasts, onLasts }: LastsProps): JSX.Element {
  return (
    <fieldset class="field">
      <legend>{words("howLong")}</legend>
      <div class="choices">
        {durations.map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="lasts" checked={one === lasts} onChange={() => onLasts(one)} />
            <span>{span(one)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
