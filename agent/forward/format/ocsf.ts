import { byKind } from "../../../shared/schema/by-kind.ts";
import { ocsfAccess } from "./ocsf-access.ts";
import { compact, type OcsfEvent } from "./ocsf-base.ts";
import { ocsfAsking, ocsfDecision, ocsfServed } from "./ocsf-call.ts";
import {
  ocsfDegraded,
  ocsfDiscovery,
  ocsfEnforced,
  ocsfErased,
  ocsfGap,
  ocsfLifecycle,
  ocsfPruned,
  ocsfUnsealed,
} from "./ocsf-other.ts";
import type { Numbered, Origin } from "./origin.ts";

/** An event as OCSF 1.8.0 has it; which class each kind becomes, and why, is in README.md. */
export function ocsfOf(entry: Numbered, origin: Origin): OcsfEvent {
  const mapped = byKind<OcsfEvent>(
    {
      decision: (event) => ocsfDecision({ ...entry, event }, origin),
      served: (event) => ocsfServed({ ...entry, event }, origin),
      asking: (event) => ocsfAsking({ ...entry, event }, origin),
      gap: (event) => ocsfGap({ ...entry, event }, origin),
      lifecycle: (event) => ocsfLifecycle({ ...entry, event }, origin),
      enforced: (event) => ocsfEnforced({ ...entry, event }, origin),
      discovery: (event) => ocsfDiscovery({ ...entry, event }, origin),
      degraded: (event) => ocsfDegraded({ ...entry, event }, origin),
      access: (event) => ocsfAccess({ ...entry, event }, origin),
      pruned: (event) => ocsfPruned({ ...entry, event }, origin),
      unsealed: (event) => ocsfUnsealed({ ...entry, event }, origin),
      erased: (event) => ocsfErased({ ...entry, event }, origin),
    },
    entry.event,
  );
  return compact(mapped) as OcsfEvent;
}
