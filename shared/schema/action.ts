import * as z from "zod/mini";

/** Actions that policy decides on: each of them sends something to a model or takes a model away. */
export const ACTIONS = [
  "chat",
  "completion",
  "embedding",
  "image",
  "audio",
  "video",
  "music",
  "realtime",
  "file_upload",
  "agent",
  "fine_tune",
  "batch",
  "weights_download",
] as const;

/** One thing a person may do with a model; the unit that rules permit and forbid. */
export const Action = z.enum(ACTIONS);
export type Action = z.infer<typeof Action>;

/**
 * Everything a recognized call may be doing: an action, or one of the calls that go along with actions.
 * `chat_prepare` carries the prompt and `conversation_create` the model, so both are decided as `chat`.
 */
export const Operation = z.enum([
  ...ACTIONS,
  "chat_prepare",
  "conversation_create",
  "model_list",
  "agent_list",
  "count_tokens",
]);
export type Operation = z.infer<typeof Operation>;

/** The operations that send nothing and take nothing away: no decision is needed. */
const HARMLESS: ReadonlySet<Operation> = new Set(["model_list", "agent_list"]);

/** The action that policy decides on for an operation; null where there is nothing to decide. */
export function actionOf(operation: Operation): Action | null {
  if (HARMLESS.has(operation)) return null;
  const action = ACTIONS.find((one) => one === operation);
  return action ?? "chat"; // chat_prepare and count_tokens carry the prompt, conversation_create the model
}
