import { useEffect, useState } from "preact/hooks";
import { filterIn, queryOf, EVERYTHING, type Filter } from "../api/filter.ts";

/** The views of the console, in the order of the menu. */
export const VIEWS = ["activity", "models", "discovery", "policy", "integrity", "export"] as const;
export type View = (typeof VIEWS)[number];

/** One event, by its journal's number and its place in it. */
export interface EventPlace {
  readonly journal: number;
  readonly sequence: number;
}

/** What the page shows, all of which is in its address, so that an address can be given to somebody else. */
export interface Address {
  readonly view: View;
  readonly filter: Filter;
  /** The event that is shown in full. */
  readonly event: EventPlace | null;
  /** The time that the timeline is of; null: all of it. */
  readonly span: { readonly from: number; readonly to: number } | null;
}

/** Reads an address; what cannot be read of it counts as not said. */
export function addressIn(search: string): Address {
  const query = new URLSearchParams(search);
  const [, journal, sequence] = /^(\d{1,2})-(\d{1,12})$/.exec(query.get("event") ?? "") ?? [];
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(query.get("span") ?? "") ?? [];
  return {
    view: VIEWS.find((view) => view === query.get("view")) ?? "activity",
    filter: filterIn(query) ?? EVERYTHING,
    event: journal === undefined ? null : { journal: Number(journal), sequence: Number(sequence) },
    span: from === undefined || Number(from) >= Number(to) ? null : { from: Number(from), to: Number(to) },
  };
}

/** Spells an address; the shortest that means it. */
export function searchOf({ view, filter, event, span }: Address): string {
  const query = queryOf(filter);
  if (view !== "activity") query.set("view", view);
  if (event !== null) query.set("event", `${event.journal}-${event.sequence}`);
  if (span !== null) query.set("span", `${span.from}-${span.to}`);
  const text = query.toString();
  return text === "" ? "./" : `?${text}`;
}

/** Changes the address. `replace`: without a step in the browser's history, for what changes with each key. */
export type Go = (change: Partial<Address>, how?: "push" | "replace") => void;

/** The address that is shown, and how it is changed. */
export function useAddress(): readonly [Address, Go] {
  const [address, setAddress] = useState(() => addressIn(location.search));
  useEffect(() => {
    const onBack = (): void => setAddress(addressIn(location.search));
    addEventListener("popstate", onBack);
    return () => removeEventListener("popstate", onBack);
  }, []);
  const go: Go = (change, how = "push") => {
    const next = { ...addressIn(location.search), ...change };
    if (how === "push") history.pushState(null, "", searchOf(next));
    else history.replaceState(null, "", searchOf(next));
    setAddress(next);
  };
  return [address, go];
}
