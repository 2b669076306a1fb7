import type { EnforcedEvent, LifecycleEvent } from "../../shared/schema/audit-event.ts";
import { readApplied } from "../journal/policy-words.ts";
import type { Change } from "./api/answers.ts";

/** An event with its journal and place. */
export interface Placed<E> {
  readonly journal: number;
  readonly sequence: number;
  readonly event: E;
}

/** A state of policy and directives, with everybody who enforced it. */
type State = Omit<Change, "denials">;

/** What policy and directives became, the newest first: states by who enforced them, and news that change none. */
export function changesOf(events: readonly Placed<EnforcedEvent | LifecycleEvent>[]): readonly State[] {
  const states = new Map<string, State>();
  const news: State[] = [];
  const oldestFirst = events.toSorted((a, b) => a.event.time - b.event.time);
  const before = new Map<number, EnforcedEvent>();
  for (const { journal, sequence, event } of oldestFirst) {
    if (event.kind === "lifecycle") {
      const state = newsOf({ journal, sequence, event });
      if (state !== null) news.push(state);
      continue;
    }
    const key = JSON.stringify([event.revision, event.release, event.policy, event.directives]);
    const state = states.get(key) ?? stateOf({ journal, sequence, event }, before.get(journal));
    const { browser, time, took } = event;
    states.set(key, { ...state, enforced: [...state.enforced, { browser, at: time, took, sequence }] });
    before.set(journal, event);
  }
  return [...states.values(), ...news.filter((one) => !isToldByBrowsers(one, states))].toSorted(
    (a, b) => b.at - a.at,
  );
}

function stateOf(
  { journal, sequence, event }: Placed<EnforcedEvent>,
  before: EnforcedEvent | undefined,
): State {
  const { revision, release, policy, directives, issued } = event;
  return {
    journal,
    sequence,
    at: event.time,
    what: whatChanged(event, before),
    revision,
    release,
    policy,
    directives,
    issued,
    detail: "",
    enforced: [],
  };
}

/** Versions are 0 where nothing is signed: then it is a folder's. */
function whatChanged(now: EnforcedEvent, before: EnforcedEvent | undefined): Change["what"] {
  if (now.policy === 0 && now.directives === 0) return "folder";
  if (before === undefined) return "policy";
  return now.policy === before.policy && now.directives !== before.directives ? "directives" : "policy";
}

function newsOf({ journal, sequence, event }: Placed<LifecycleEvent>): State | null {
  const { part, what, detail, time } = event;
  if (part !== "policy" && part !== "people" && part !== "catalog") return null;
  const revision = part === "policy" ? (readApplied(detail)?.revision ?? null) : null;
  return {
    journal,
    sequence,
    at: time,
    what: what === "refused" ? "refused" : part === "policy" ? "folder" : part,
    revision,
    release: null,
    policy: null,
    directives: null,
    issued: null,
    detail,
    enforced: [],
  };
}

/** What browsers enforced needs not be told again as what the agent read. */
function isToldByBrowsers({ what, revision }: State, states: ReadonlyMap<string, State>): boolean {
  return what === "folder" && [...states.values()].some((state) => state.revision === revision);
}
