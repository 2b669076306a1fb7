import type { AskingEvent, DecisionEvent, ServedEvent } from "../../../shared/schema/audit-event.ts";
import { actorOf, ocsfHead, type OcsfEvent } from "./ocsf-base.ts";
import { API_ACTIVITY, OUTCOME, ROLE_OF_MESSAGE_USER, type OcsfActivity, type Outcome } from "./ocsf-ids.ts";
import type { Numbered, Origin } from "./origin.ts";

const PROFILES = ["ai_operation", "security_control"];

/** A decision on a call: API Activity. */
export function ocsfDecision(entry: Numbered<DecisionEvent>, origin: Origin): OcsfEvent {
  const { event } = entry;
  const failed = event.effect === "deny";
  const activity = activityOf(event.operation);
  return {
    ...ocsfHead(entry, origin, { of: API_ACTIVITY, activity, profiles: PROFILES, correlation: null, failed }),
    ...callOf(event, origin, event.operation, decisionOutcome(event)),
    dst_endpoint: { hostname: event.host, svc_name: event.service },
    resources: [{ name: event.service, type: "AI service", hostname: event.host }],
    ai_model: modelOf(event.model, event.modelAsSent),
    unmapped: { lanyard: decisionRest(event) },
  };
}

/** Which model answered: API Activity, told by the decision's id. */
export function ocsfServed(entry: Numbered<ServedEvent>, origin: Origin): OcsfEvent {
  const { event } = entry;
  const activity = { id: 99, name: "Reply" };
  const failed = event.ended;
  return {
    ...ocsfHead(entry, origin, {
      of: API_ACTIVITY,
      activity,
      profiles: PROFILES,
      correlation: event.of,
      failed,
    }),
    ...callOf(event, origin, "reply", servedOutcome(event)),
    ai_model: modelOf(event.model, event.modelAsServed),
    unmapped: {
      lanyard: {
        revision: event.revision,
        verdict: event.verdict,
        ended: event.ended,
        model_as_served: event.modelAsServed,
        may_be: event.mayBe,
      },
    },
  };
}

/** What a person was asked and said: API Activity, told by the decision's id. The reason is theirs, so it goes along. */
export function ocsfAsking(entry: Numbered<AskingEvent>, origin: Origin): OcsfEvent {
  const { event } = entry;
  const activity = { id: 99, name: "Asking" };
  const failed = event.answer !== "go";
  return {
    ...ocsfHead(entry, origin, {
      of: API_ACTIVITY,
      activity,
      profiles: PROFILES,
      correlation: event.of,
      failed,
    }),
    ...callOf(event, origin, "asking", askingOutcome(event)),
    duration: Math.round(event.took),
    ai_model: modelOf(event.model, null),
    unmapped: {
      lanyard: {
        revision: event.revision,
        steps: event.steps,
        answer: event.answer,
        reason: event.reason,
        purpose: event.purpose,
        remembered: event.remembered,
        replaced: event.replaced,
      },
    },
  };
}

/** What the three have in common: person, endpoint, service, outcome and the rules that settled it. */
function callOf(
  event: AskingEvent | DecisionEvent | ServedEvent,
  origin: Origin,
  operation: string,
  { action, disposition }: Outcome,
): OcsfEvent {
  const { service, person, rules, revision } = event;
  const decision = action === OUTCOME.blocked.action ? "deny" : "permit";
  return {
    actor: actorOf(person, origin),
    api: { operation, service: { name: service } },
    src_endpoint: { hostname: origin.host },
    message_context: { application: "browser", service, ai_role_id: ROLE_OF_MESSAGE_USER },
    action_id: action,
    disposition_id: disposition,
    is_alert: action === OUTCOME.blocked.action || disposition === OUTCOME.warned.disposition,
    policy: revision === null ? null : { uid: revision, name: origin.organization, version: revision },
    authorizations: rules.map((rule) => ({ decision, policy: { uid: rule } })),
  };
}

/** Uploads create something at the service and weights are read from it; what else is done with a model has no number. */
function activityOf(operation: DecisionEvent["operation"]): OcsfActivity {
  if (operation === "file_upload") return { id: 1, name: "Create" };
  if (operation === "weights_download") return { id: 2, name: "Read" };
  return { id: 99, name: operation };
}

function decisionOutcome({ effect, obligations, shadow }: DecisionEvent): Outcome {
  if (effect === "deny") return OUTCOME.blocked;
  if (obligations.includes("justify") || obligations.includes("redact")) return OUTCOME.challenged;
  if (obligations.includes("warn")) return OUTCOME.warned;
  return shadow?.effect === "deny" ? OUTCOME.logged : OUTCOME.allowed;
}

function servedOutcome({ effect, ended }: ServedEvent): Outcome {
  if (effect === "permit") return OUTCOME.allowed;
  return ended ? OUTCOME.blocked : OUTCOME.detected;
}

function askingOutcome({ answer, steps, replaced }: AskingEvent): Outcome {
  if (answer !== "go") return OUTCOME.blocked;
  if (replaced.length > 0) return OUTCOME.corrected;
  return steps.includes("justify") ? OUTCOME.approved : OUTCOME.warned;
}

/** The model by the lab's name; by the string of the wire where that is all there is. */
function modelOf(model: string | null, raw: string | null): OcsfEvent | null {
  if (model === null) return raw === null || raw === "" ? null : { name: raw, ai_provider: "unknown" };
  const slash = model.indexOf("/");
  if (slash <= 0) return { name: model, ai_provider: "unknown", uid: model };
  return { name: model.slice(slash + 1), ai_provider: model.slice(0, slash), uid: model };
}

/** That the text is kept for reviewers, and how much it is. */
function sealedOf({ sealed }: DecisionEvent): OcsfEvent | null {
  return sealed === undefined ? null : { bytes: sealed.bytes, reviewers: sealed.reviewers };
}

function decisionRest(event: DecisionEvent): OcsfEvent {
  return {
    revision: event.revision,
    ground: event.ground,
    obligations: event.obligations,
    shadow: event.shadow,
    model_as_sent: event.modelAsSent,
    may_be: event.mayBe,
    page_named: event.pageNamed,
    alias: event.alias,
    account: event.account,
    region: event.region,
    inspectable: event.inspectable,
    bytes: event.bytes,
    prompt_hmac: event.promptHmac,
    prompt_length: event.promptLength,
    sealed: sealedOf(event),
    attachments: event.attachments,
    files: event.files,
    realm: event.realm,
    took: event.took,
  };
}
