import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { askingEvent, decisionEvent, servedEvent } from "../../agent/sample-events.ts";

/** Markup, script, control characters and marks of direction, as a page would choose them; `%` is which field. */
export const HOSTILE = `<img src=x onerror="document.title='%'"><script>document.title='%'</script>"'\u202e\u0007&amp;`;

function hostile(field: string): string {
  return HOSTILE.replaceAll("%", field);
}

/** What a day of one endpoint left, under the given revision; ends a moment ago. */
export function recordedDay(revision: string): readonly AuditEvent[] {
  const now = Date.now() - 60_000;
  const at = (minutes: number): number => now - minutes * 60_000;
  const opus = {
    model: "anthropic/claude-opus-4-8",
    modelAsSent: "claude-opus-4-8",
    service: "claude-web",
    host: "claude.ai",
    revision,
  } as const;
  const usual = Array.from({ length: 240 }, (_, index) =>
    decisionEvent(`usual-${String(index).padStart(5, "0")}`, {
      ...opus,
      time: at(300 - index),
      effect: "permit",
      rules: ["claude"],
      because: "Engineering may chat with Claude.",
      account: "corporate",
    }),
  );
  return [
    ...usual,
    decisionEvent("denied-00001", {
      time: at(40),
      rules: ["informed"],
      revision,
      person: "007",
      model: "anthropic/mythos-5",
      service: "claude-web",
      host: "claude.ai",
      because: "A license is required.",
      account: "corporate",
    }),
    askingEvent("asking-00001", {
      of: "usual-00239",
      time: at(30),
      model: opus.model,
      service: "claude-web",
      revision,
      reason: "Comparing two incident reports",
    }),
    servedEvent("served-00001", { of: "denied-00001", time: at(20) }),
    {
      id: "gap-0000001",
      time: at(15),
      kind: "gap",
      what: "agent_away",
      count: 3,
      from: at(16),
      until: at(15),
    },
    {
      id: "found-00001",
      time: at(10),
      kind: "discovery",
      what: "unknown_service",
      host: "ai.example",
      service: null,
      visits: 2,
      calls: 9,
      from: at(12),
      until: at(10),
    },
  ];
}

/** Events in which every field that a page or a person fills holds something hostile. */
export function hostileEvents(): readonly AuditEvent[] {
  const time = Date.now() - 30_000;
  return [
    decisionEvent("hostile-0001", {
      time,
      because: hostile("because"),
      person: hostile("person"),
      service: hostile("service"),
      host: hostile("host"),
      modelAsSent: hostile("sent"),
      model: null,
      pageNamed: [hostile("named")],
      alias: hostile("alias"),
      region: hostile("region"),
      revision: hostile("revision"),
      rules: [hostile("rule")],
      files: { count: 1, types: ["<b>"], bytes: 1 },
    }),
    decisionEvent("hostile-0002", { time, model: hostile("model"), effect: "permit" }),
    askingEvent("hostile-0003", {
      time,
      of: "hostile-0001",
      reason: hostile("reason"),
      purpose: hostile("purpose"),
      replaced: [{ name: hostile("replaced"), count: 1 }],
    }),
    servedEvent("hostile-0004", { time, of: "hostile-0001", modelAsServed: hostile("served"), model: null }),
    {
      id: "hostile-0005",
      time,
      kind: "gap",
      what: "unseen_socket",
      count: 1,
      host: hostile("gap"),
      from: 1,
      until: time,
    },
    {
      id: "hostile-0006",
      time,
      kind: "discovery",
      what: "unknown_path",
      host: hostile("found"),
      service: hostile("of"),
      visits: 1,
      calls: 1,
      from: 1,
      until: time,
    },
    {
      id: "hostile-0007",
      time,
      kind: "degraded",
      service: hostile("degraded"),
      path: hostile("path"),
      reason: "unreadable",
      form: "text",
      structure: hostile("structure"),
      calls: 1,
      from: 1,
      until: time,
    },
    {
      id: "hostile-0008",
      time,
      kind: "lifecycle",
      part: "policy",
      what: "refused",
      detail: hostile("detail"),
    },
    {
      id: "hostile-0009",
      time,
      kind: "enforced",
      revision: hostile("enforced"),
      release: hostile("release"),
      policy: 1,
      directives: 1,
      issued: time - 3_100,
      took: 3_100,
      instance: "i",
      browser: hostile("browser"),
      person: null,
    },
  ];
}
