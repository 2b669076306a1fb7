import type { AccessRequest } from "../schema/access-request.ts";
import type { MomentConditions } from "../schema/clearance.ts";
import type { Missing } from "../schema/decision.ts";
import type { Authority, ModelEntry } from "./authority.ts";
import { actionBit } from "./bits.ts";
import { isInAny } from "./conditions.ts";
import { fold } from "./pattern.ts";
import { itemsOf } from "./pattern-index.ts";
import type { ReadyRule } from "./ready-rule.ts";

/** What would make a permit match, and the call that would then be made; null: the person must prove it. */
export interface NearMiss {
  readonly missing: Missing;
  readonly change: Partial<AccessRequest> | null;
}

/** The permits for this model and action that lack one thing, and what that is. */
export function nearMisses(
  authority: Authority,
  entry: ModelEntry,
  request: AccessRequest,
): readonly NearMiss[] {
  const bit = actionBit(request.action);
  const permits = [...authority.everyModel.permits, ...entry.named.permits];
  const byCall = permits.flatMap((rule) => ((rule.actions & bit) === 0 ? [] : lackOf(rule, request)));
  const byProof = almostFor(authority, entry)
    .filter((rule) => (rule.actions & bit) !== 0 && lacks(rule, request).length === 0)
    .flatMap(({ rule }) => rule.missing.map((missing): NearMiss => ({ missing, change: null })));
  return [...byCall, ...byProof];
}

function almostFor({ almost }: Authority, { folded }: ModelEntry): readonly ReadyRule[] {
  return folded === null ? almost.every : [...almost.every, ...itemsOf(almost.byModel, folded)];
}

/** Of a permit that lacks one condition, the ways to meet it; of two, neither alone would help. */
function lackOf(rule: ReadyRule, request: AccessRequest): readonly NearMiss[] {
  const lacked = lacks(rule, request);
  return lacked.length === 1 ? (lacked[0] ?? []) : [];
}

/** For each condition that the call does not meet, the ways to meet it; none where nobody can. */
function lacks({ hours, rule }: ReadyRule, request: AccessRequest): (readonly NearMiss[])[] {
  const lacked = lacksOfCall(rule.when, request);
  const { time } = request;
  if (rule.from !== null && time < rule.from) lacked.push([later(rule.from)]);
  if (rule.until !== null && time >= rule.until) lacked.push([]);
  const window = hours?.at(time);
  if (window && window.isIn !== true) lacked.push(window.until === null ? [] : [later(window.until)]);
  return lacked;
}

function later(time: number): NearMiss {
  return { missing: { kind: "time", value: null }, change: { time } };
}

function lacksOfCall(when: MomentConditions, request: AccessRequest): (readonly NearMiss[])[] {
  const { account, tenants, regions, purposes, dataClasses, inspectable } = when;
  const lacked: (readonly NearMiss[])[] = [];
  if (account !== null && account !== request.account)
    lacked.push([{ missing: { kind: "account", value: account }, change: { account } }]);
  if (tenants !== null && !(request.tenant !== null && tenants.includes(request.tenant)))
    lacked.push(tenants.map((tenant) => ({ missing: named("tenant", tenant), change: { tenant } })));
  if (regions !== null && !(request.region !== null && isInAny(request.region, regions.map(fold))))
    lacked.push(regions.map((region) => ({ missing: named("region", region), change: inRegion(region) })));
  if (purposes !== null && !(request.purpose !== null && purposes.includes(request.purpose)))
    lacked.push(purposes.map((purpose) => ({ missing: named("purpose", purpose), change: { purpose } })));
  if (dataClasses !== null && !request.dataClasses?.some((found) => dataClasses.includes(found)))
    lacked.push(
      dataClasses.map((one) => ({ missing: named("data_class", one), change: { dataClasses: [one] } })),
    );
  if (inspectable !== null && inspectable !== request.inspectable)
    lacked.push(
      inspectable ? [{ missing: named("readable_body", null), change: { inspectable: true } }] : [],
    );
  return lacked;
}

function named(kind: Missing["kind"], value: string | null): Missing {
  return { kind, value };
}

/** A pattern stands for itself without its stars, which it matches. */
function inRegion(pattern: string): Partial<AccessRequest> {
  return { region: pattern.replaceAll("*", "") };
}
