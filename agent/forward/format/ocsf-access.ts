import type { AccessEvent } from "../../../shared/schema/audit-event.ts";
import { actorOf, ocsfHead, type OcsfEvent } from "./ocsf-base.ts";
import { ENTITY_MANAGEMENT, ENTITY_TYPE, type OcsfActivity } from "./ocsf-ids.ts";
import type { Numbered, Origin } from "./origin.ts";

const ACTIVITY: Readonly<Record<AccessEvent["what"], OcsfActivity>> = {
  asked: { id: 1, name: "Create" },
  confirmed: { id: 3, name: "Update" },
  approved: { id: 10, name: "Activate" },
  declined: { id: 11, name: "Deactivate" },
  withdrawn: { id: 11, name: "Deactivate" },
  ended: { id: 11, name: "Deactivate" },
  refused: { id: 10, name: "Activate" },
};

/** A request for access, and what became of it: Entity Management of a grant. */
export function ocsfAccess(entry: Numbered<AccessEvent>, origin: Origin): OcsfEvent {
  const { what, request, person, model, purpose, reason, from, until, by, why } = entry.event;
  return {
    ...ocsfHead(entry, origin, {
      of: ENTITY_MANAGEMENT,
      activity: ACTIVITY[what],
      profiles: [],
      correlation: request,
      failed: what === "refused",
    }),
    actor: { ...actorOf(person, origin), app_name: "Lanyard" },
    entity: { name: "grant", uid: request, type: "grant", type_id: ENTITY_TYPE.other },
    start_time: from === null ? null : Math.round(from),
    end_time: until === null ? null : Math.round(until),
    unmapped: { lanyard: { what, model, purpose, reason, by, why } },
  };
}
