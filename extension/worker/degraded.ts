import { driftOf } from "../../shared/catalog/drift.ts";
import type { Catalog } from "../../shared/catalog/recognize.ts";
import { structureOf } from "../../shared/catalog/structure.ts";
import type { Call } from "../../shared/schema/call.ts";
import type { Recognition } from "../../shared/schema/recognition.ts";
import type { Discovery } from "./discovery.ts";

const ONE_CALL = { visits: 0, calls: 1 };

/**
 * Counts a call that shows a record to be behind its service. Whatever it finds, the call was answered before: a body
 * that cannot be read is uninspectable, and a model that is not named is any that the service has (P7).
 */
export function lookForDrift(
  discovery: Discovery,
  catalog: Catalog,
  call: Call,
  recognition: Recognition | null,
): void {
  const drift = driftOf(catalog, call, recognition);
  if (drift === null) return;
  const { service } = drift;
  if (drift.kind === "unknown_path") {
    const { host } = drift;
    const first = () => ({ kind: "discovery" as const, what: drift.kind, host, service });
    discovery.see(`path ${service} ${host}`, ONE_CALL, Date.now(), first);
  } else {
    const key = `degraded ${service} ${drift.path} ${drift.reason}`;
    discovery.see(key, ONE_CALL, Date.now(), () => ({ ...drift, ...structureOf(call) }));
  }
}
