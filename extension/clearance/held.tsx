import type { JSX } from "preact";
import { actionWords, listed } from "../design/conditions.ts";
import { Icon } from "../design/icon.tsx";
import { moment, span } from "../design/times.ts";
import { words } from "../design/words.ts";
import { purposeName } from "../../shared/policy/missing-words.ts";
import { modelName } from "../../shared/policy/model-name.ts";
import type { Clearance } from "../../shared/schema/clearance.ts";
import type { HeldAuthority } from "../../shared/schema/held-authority.ts";
import { namesInShort } from "./names.ts";
import { Section } from "./section.tsx";

interface HeldProps {
  readonly held: readonly HeldAuthority[];
  readonly clearance: Clearance;
  readonly now: number;
}

/** Licenses and grants: from whom, for what, until when. What ends first stands first. */
export function Held({ held, clearance, now }: HeldProps): JSX.Element {
  const sorted = held.toSorted((a, b) => (a.until ?? Infinity) - (b.until ?? Infinity));
  return (
    <Section id="licenses" title={words("heldTitle")}>
      <p class="quiet">{words(held.length === 0 ? "noneHeld" : "heldMean")}</p>
      {held.length > 0 && (
        <div class="card">
          <table class="table folds">
            <thead>
              <tr>
                <th scope="col">{words("what")}</th>
                <th scope="col">{words("forWhat")}</th>
                <th scope="col">{words("ends")}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((one) => (
                <HeldRow key={`${one.kind} ${one.id}`} {...{ one, clearance, now }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

interface HeldRowProps extends Omit<HeldProps, "held"> {
  readonly one: HeldAuthority;
}

function HeldRow({ one, clearance, now }: HeldRowProps): JSX.Element {
  return (
    <tr>
      <td>
        <b>{words(one.kind === "license" ? "heldLicense" : "heldGrant")}</b> <code>{one.id}</code>
        {one.authority !== null && <div class="caption">{words("heldBy", one.authority)}</div>}
      </td>
      <td>
        {modelsOf(one, clearance)}
        <div class="caption">{boundsOf(one, clearance)}</div>
      </td>
      <td>
        <End {...{ one, now }} />
      </td>
    </tr>
  );
}

function End({ one: { from, until }, now }: Pick<HeldRowProps, "one" | "now">): JSX.Element {
  if (from !== null && from > now) return <>{words("beginsAt", moment(from, now))}</>;
  if (until === null) return <span class="quiet">{words("noEnd")}</span>;
  if (until <= now) return <span class="quiet">{words("endedAt", moment(until, now))}</span>;
  return (
    <>
      <span class="clock">
        <Icon name="clock" />
        <time dateTime={new Date(until).toISOString()}>{moment(until, now)}</time>
      </span>
      <div class="caption">{words("inSpan", span(until - now))}</div>
    </>
  );
}

function modelsOf({ models }: HeldAuthority, clearance: Clearance): string {
  if (models === null) return words("everyModel");
  return namesInShort(models.map((id) => (id.includes("*") ? id : modelName(clearance, id))));
}

/** What narrows it further: actions, purposes, regions. */
function boundsOf({ actions, purposes, regions }: HeldAuthority, clearance: Clearance): string {
  return [
    ...(actions === null ? [] : [listed(actions.map(actionWords))]),
    ...(purposes === null ? [] : [listed(purposes.map((one) => purposeName(clearance, one)))]),
    ...(regions === null ? [] : [listed(regions)]),
  ].join(" · ");
}
