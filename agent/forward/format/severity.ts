import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { byKind, type ByKind } from "../../../shared/schema/by-kind.ts";

/** How much an event matters, the least first; each format has its own number for it. */
export type Severity = "info" | "low" | "medium" | "high";

/**
 * A denial by classification concerns a model that this person is not cleared for, which is as near to "a controlled model"
 * as an event tells.
 */
const SEVERITIES: ByKind<Severity> = {
  decision({ effect, ground }) {
    if (effect === "permit") return "info";
    return ground === "classification" ? "high" : "medium";
  },
  served: ({ effect }) => (effect === "deny" ? "high" : "info"),
  asking: ({ answer }) => (answer === "go" ? "info" : "low"),
  gap: () => "medium",
  lifecycle: ({ what }) => (what === "refused" || what === "degraded" ? "medium" : "info"),
  enforced: () => "info",
  discovery: () => "low",
  degraded: () => "medium",
  access: ({ what }) => (what === "refused" ? "high" : "info"),
  pruned: () => "low",
  unsealed: () => "medium",
  erased: () => "low",
};

/** How much an event matters. */
export function severityOf(event: AuditEvent): Severity {
  return byKind(SEVERITIES, event);
}
