import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { FIELDS, KINDS, type Field, type Filter } from "../api/filter.ts";
import { AddFilter } from "./add-filter.tsx";
import { Icon } from "./icon.tsx";
import { Outside } from "./outside.tsx";
import { span, moment } from "./times.ts";

/** What the filters are of, and how they change. */
export interface FiltersProps {
  readonly filter: Filter;
  readonly journals: readonly string[];
  readonly onChange: (change: Partial<Filter>, how?: "push" | "replace") => void;
}

/** Milliseconds of quiet after which a typed text is looked for. */
const SETTLE = 150;

/** The search, the filters that hold, each with its way out, and a way to add one. */
export function Filters({ filter, journals, onChange }: FiltersProps): JSX.Element {
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <div class="filters">
        <Search text={filter.text} onChange={(text) => onChange({ text }, "replace")} />
        {chipsOf(filter, journals).map(({ name, words, without }) => (
          <span key={`${name} ${words}`} class="filter">
            <span>{name}</span>
            <b>
              <Outside text={words} />
            </b>
            <button type="button" aria-label={`Remove the filter ${name}`} onClick={() => onChange(without)}>
              <Icon name="close" />
            </button>
          </span>
        ))}
        <button
          type="button"
          class="button"
          data-kind="plain"
          data-size="dense"
          aria-expanded={isAdding}
          onClick={() => setAdding(!isAdding)}
        >
          Add filter
        </button>
      </div>
      {isAdding && (
        <AddFilter
          filter={filter}
          journals={journals}
          onAdd={(change) => {
            onChange(change);
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

function Search({
  text,
  onChange,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
}): JSX.Element {
  const [typed, setTyped] = useState(text);
  const told = useRef(text);
  useEffect(() => {
    if (text !== told.current) setTyped(text);
    told.current = text;
  }, [text]);
  useEffect(() => {
    if (typed === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed);
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="search">
      <Icon name="search" />
      <span class="hidden">Search events</span>
      <input
        id="search"
        type="search"
        maxLength={200}
        placeholder="Person, model, rule, reason…"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}

interface Chip {
  readonly name: string;
  readonly words: string;
  readonly without: Partial<Filter>;
}

const NAMES: Readonly<Record<Field, string>> = {
  person: "Person",
  model: "Model",
  service: "Service",
  rule: "Rule",
  purpose: "Purpose",
  license: "License",
};

/** What people call the kinds of events. */
export const KIND_WORDS: Readonly<Record<(typeof KINDS)[number], string>> = {
  decision: "Decisions",
  asking: "What people were asked",
  served: "Models that answered",
  gap: "Gaps",
  lifecycle: "Agent and extension",
  enforced: "Policy enforced",
  discovery: "Unknown AI services",
  degraded: "Calls that could not be read",
  access: "Requests for access",
  pruned: "Content that was pruned",
  unsealed: "Sealed text that was opened",
  erased: "Sealed text that was erased",
  unreadable: "Records that cannot be read",
};

function chipsOf(filter: Filter, journals: readonly string[]): readonly Chip[] {
  const { from, to } = filter;
  return [
    ...(from === null && to === null
      ? []
      : [{ name: "When", words: whenWords(from, to), without: { from: null, to: null } }]),
    ...FIELDS.flatMap((field) =>
      filter[field].map((value) => ({
        name: NAMES[field],
        words: value.startsWith("!") ? `any but ${value.slice(1)}` : value,
        without: { [field]: filter[field].filter((one) => one !== value) },
      })),
    ),
    ...filter.effect.map((value) => ({
      name: "Decision",
      words: value === "deny" ? "denied" : "permitted",
      without: { effect: filter.effect.filter((one) => one !== value) },
    })),
    ...filter.kind.map((value) => ({
      name: "Kind",
      words: KIND_WORDS[value],
      without: { kind: filter.kind.filter((one) => one !== value) },
    })),
    ...filter.journal.map((value) => ({
      name: "Journal",
      words: journals[value] ?? String(value),
      without: { journal: filter.journal.filter((one) => one !== value) },
    })),
  ];
}

function whenWords(from: number | null, to: number | null): string {
  const now = Date.now();
  if (from !== null && to !== null) return span(from, to, now);
  return from === null ? `before ${moment(to ?? 0, now)}` : `since ${moment(from, now)}`;
}
