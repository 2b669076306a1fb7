import type { EnforcedState } from "../story/enforcement.ts";
import type { Story } from "../story/story.ts";
import { remainder, table } from "./table.ts";
import { counted, escaped, lasted, moment, outside, span } from "./words.ts";

/** How long each directive and release took until browsers enforced it. */
export function enforcementSection({ enforcement }: Story): string {
  const states = enforcement.states();
  const { median, p95, longest } = enforcement.whole();
  const rows = states.map((state, index) => [
    escaped(whatOf(state, states[index - 1])),
    outside(state.revision),
    state.issued === null ? "not signed" : moment(state.issued),
    moment(state.first),
    counted(state.browsers, "browser"),
    lasted(state.median),
    lasted(state.p95),
    lasted(state.longest),
  ]);
  const heads = [
    "What",
    "Revision",
    "Signed (UTC)",
    "First enforced (UTC)",
    "Enforced in",
    "Median",
    "95 of 100",
    "Longest",
  ];
  const all =
    median === null
      ? "Nothing was timed: a policy that is not signed has no moment to count from."
      : `Over all of them: median ${lasted(median)}, 95 of 100 within ${lasted(p95)}, the longest ${lasted(longest)}.`;
  return `<section>
<h2>How long directives took to be enforced</h2>
<p>From the moment of the signature to the moment at which a browser of this endpoint decided every call by it, as the browser recorded. ${all}</p>
${table("Directives and releases of the policy", heads, rows, "No browser said in this time that it enforces anything new.")}
</section>`;
}

function whatOf(now: EnforcedState, before: EnforcedState | undefined): string {
  if (now.policy === 0 && now.directives === 0) return "Policy, not signed";
  const isDirective =
    before !== undefined && now.policy === before.policy && now.directives !== before.directives;
  return isDirective ? `Directives, version ${now.directives}` : `Policy ${now.release ?? now.policy}`;
}

/** What became of the parts: what was refused, degraded, proven. */
export function lifeSection({ notable }: Story): string {
  const rows = notable
    .all()
    .toSorted((one, other) => one.first - other.first)
    .map((one) => [
      escaped(`${one.part} ${one.what}`),
      outside(one.detail),
      counted(one.count, "time"),
      span(one.first, one.last),
    ]);
  return `<section>
<h2>What became of agent, policy, people and passports</h2>
${table("Records of the parts", ["What", "Detail", "How often", "When (UTC)"], rows, "Nothing was recorded of them in this time.")}
${remainder(notable.others, "records of the parts are not listed here")}
</section>`;
}
