import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Choices } from "../api/answers.ts";
import { FIELDS, KINDS, type Field, type Filter } from "../api/filter.ts";
import { visible } from "../../../shared/schema/visible.ts";
import { useAnswer } from "./ask.ts";
import { KIND_WORDS } from "./filters.tsx";

/** What may be asked for, in the order of the list. */
const ASKED = {
  person: "Person",
  model: "Model",
  service: "Service",
  rule: "Rule",
  purpose: "Purpose",
  license: "License or grant",
  effect: "Decision",
  kind: "Kind of event",
  when: "When",
  journal: "Journal",
} as const;
type AskedFor = keyof typeof ASKED;

/** What a new filter needs. */
interface AddFilterProps {
  readonly filter: Filter;
  readonly journals: readonly string[];
  readonly onAdd: (change: Partial<Filter>) => void;
  readonly onClose: () => void;
}

/** A line in which one says what is wanted, or not wanted. */
export function AddFilter({ filter, journals, onAdd, onClose }: AddFilterProps): JSX.Element {
  const [what, setWhat] = useState<AskedFor>("person");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("select")?.focus(), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose]);
  const names = Object.entries(ASKED).filter(([name]) => name !== "journal" || journals.length > 1);
  return (
    <form
      class="add-filter"
      ref={form}
      aria-label="Add a filter"
      onSubmit={(event) => {
        event.preventDefault();
        const change = changeOf(what, new FormData(event.currentTarget), filter);
        if (change !== null) onAdd(change);
      }}
    >
      <label>
        <span>Filter by</span>
        <select value={what} onChange={(event) => setWhat(event.currentTarget.value as AskedFor)}>
          {names.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <Wanted what={what} journals={journals} />
      <button class="button" data-size="dense" data-kind="primary">
        Add filter
      </button>
      <button type="button" class="button" data-size="dense" data-kind="plain" onClick={onClose}>
        Don’t
      </button>
    </form>
  );
}

function Wanted({
  what,
  journals,
}: {
  readonly what: AskedFor;
  readonly journals: readonly string[];
}): JSX.Element {
  if (what === "when") return <When />;
  if (what === "effect") return <Choose name="effect" options={EFFECTS} />;
  if (what === "kind") return <Choose name="kind" options={KINDS.map((kind) => [kind, KIND_WORDS[kind]])} />;
  if (what === "journal")
    return <Choose name="journal" options={journals.map((name, index) => [String(index), name])} />;
  return <Pattern field={what} />;
}

const EFFECTS = [
  ["deny", "Denied"],
  ["permit", "Permitted"],
] as const;

function When(): JSX.Element {
  return (
    <>
      <label>
        <span>From</span>
        <input type="datetime-local" name="from" step="1" />
      </label>
      <label>
        <span>To</span>
        <input type="datetime-local" name="to" step="1" />
      </label>
    </>
  );
}

type Options = readonly (readonly [value: string, words: string])[];

function Choose({ name, options }: { readonly name: string; readonly options: Options }): JSX.Element {
  return (
    <label>
      <span>Which</span>
      <select name={name}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {visible(words)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Pattern({ field }: { readonly field: Field }): JSX.Element {
  const [typed, setTyped] = useState("");
  const query = new URLSearchParams({ field, typed: typed.replaceAll("*", "") });
  const { value } = useAnswer("choices", query, Choices, 0);
  return (
    <>
      <label>
        <span class="hidden">How</span>
        <select name="how">
          <option value="">is</option>
          <option value="!">is any but</option>
        </select>
      </label>
      <label>
        <span>Value, * for anything</span>
        <input
          type="text"
          name="value"
          required
          maxLength={500}
          list="choices"
          autocomplete="off"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <datalist id="choices">
        {value?.map((one) => (
          <option key={one.value} value={one.value}>
            {String(one.count)}
          </option>
        ))}
      </datalist>
    </>
  );
}

function changeOf(what: AskedFor, given: FormData, filter: Filter): Partial<Filter> | null {
  const text = (name: string): string => {
    const value = given.get(name);
    return typeof value === "string" ? value : "";
  };
  const field = FIELDS.find((one) => one === what);
  if (field !== undefined) {
    const value = `${text("how")}${text("value").trim()}`;
    return text("value").trim() === "" ? null : { [field]: [...new Set([...filter[field], value])] };
  }
  if (what === "effect") return { effect: text("effect") === "deny" ? ["deny"] : ["permit"] };
  const kind = KINDS.find((one) => one === text("kind"));
  if (what === "kind") return kind === undefined ? null : { kind: [...new Set([...filter.kind, kind])] };
  if (what === "journal") return { journal: [...new Set([...filter.journal, Number(text("journal"))])] };
  const [from, to] = [momentIn(text("from")), momentIn(text("to"))];
  return from === null && to === null ? null : { from, to };
}

/** The field gives the reader's own time, without a zone. */
function momentIn(text: string): number | null {
  const at = new Date(text).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}
