import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { anchorOf, modelIn } from "../design/own-page.ts";
import { asModelId } from "../popup/find.ts";
import { rowOf, rowsOf } from "../popup/rows.ts";
import { prepare } from "../../shared/policy/authority.ts";
import { fold, matches } from "../../shared/policy/pattern.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { ClearancePageState } from "../../shared/wire/clearance-page.ts";
import { changeLines, startOfYesterday } from "./change-lines.ts";
import { Changed } from "./changed.tsx";
import { Directives, directivesNow } from "./directives.tsx";
import { type Choice, found } from "./grouping.ts";
import { Headline } from "./headline.tsx";
import { Held } from "./held.tsx";
import type { OnModel } from "./model-link.tsx";
import { Models } from "./models.tsx";
import { Requests } from "./requests.tsx";
import { serviceRows } from "./service-rows.ts";
import { Services } from "./services.tsx";

interface HoldingsProps {
  readonly state: ClearancePageState;
  readonly clearance: Clearance;
  /** To the minute: some answers end by the clock. */
  readonly now: number;
}

/** Everything that a clearance gives and keeps back. */
export function Holdings({ state, clearance, now }: HoldingsProps): JSX.Element {
  const { changes, held, services, health, access } = state;
  const [query, setQuery] = useState("");
  const [choice, setChoice] = useState<Choice>("all");
  const authority = useMemo(() => prepare(clearance), [clearance]);
  const circumstance = {
    time: now,
    agentAway: health.agentAwaySince !== null,
    policyAge: Math.max(0, now - (health.policyCheckedAt ?? now)),
    purpose: state.purpose?.purpose ?? null,
  };
  const rows = useMemo(
    () => rowsOf(authority, circumstance),
    [authority, now, circumstance.agentAway, circumstance.policyAge, circumstance.purpose],
  );
  const onModel = useOpenModel(() => {
    setQuery("");
    setChoice("all");
  });
  const wanted = query.trim();
  const matching = found(rows, clearance.models, wanted);
  const named = matching.length === 0 ? asModelId(wanted) : null;
  return (
    <>
      <Headline {...{ rows, changes, now, onModel }} />
      <Changed lines={changeLines(changes, startOfYesterday(now))} now={now} />
      <Directives directives={directivesNow(clearance, now)} {...{ clearance, now }} />
      <Models
        {...{ authority, rows, query, choice, onModel }}
        found={named === null ? matching : [rowOf(authority, named, circumstance)]}
        askable={access && ((id) => access.models.some((one) => matches(fold(one), fold(id))))}
        onQuery={setQuery}
        onChoice={setChoice}
      />
      <Services services={serviceRows(authority, services, rows, circumstance)} />
      <Held {...{ held, clearance, now }} />
      {access !== null && <Requests requests={access.requests} {...{ clearance, now }} />}
    </>
  );
}

/**
 * Leads to a model's entry: all are shown again, and then it is opened and has the focus. So does the address that the
 * page was opened by.
 */
function useOpenModel(showAll: () => void): OnModel {
  const [wanted, setWanted] = useState<string | null>(() => modelIn(location.hash));
  useEffect(() => {
    if (wanted === null) return;
    const entry = document.getElementById(anchorOf(wanted));
    setWanted(null);
    if (!(entry instanceof HTMLDetailsElement)) return;
    entry.open = true;
    entry.scrollIntoView({ block: "center" });
    entry.querySelector("summary")?.focus();
  }, [wanted]);
  return useCallback(
    (id) => {
      showAll();
      setWanted(id);
    },
    [showAll],
  );
}
