import type { DecisionEvent } from "../../../shared/schema/audit-event.ts";

/**
 * The names of OpenTelemetry's semantic conventions that we write. Those of GenAI are in development and have changed
 * before: this is the one place to change them.
 */
export const OTEL = {
  serviceName: "service.name",
  serviceVersion: "service.version",
  hostName: "host.name",
  user: "user.id",
  server: "server.address",
  recordId: "log.record.uid",
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  requestModel: "gen_ai.request.model",
  responseModel: "gen_ai.response.model",
} as const;

/** The event of a call to a model; events of other kinds are named `lanyard.KIND`. */
export const INFERENCE_EVENT = "gen_ai.client.inference.operation.details";

/** What `gen_ai.operation.name` calls an operation; those that are not here are called as we do. */
const OPERATIONS: Partial<Readonly<Record<DecisionEvent["operation"], string>>> = {
  completion: "text_completion",
  embedding: "embeddings",
  image: "generate_content",
  audio: "generate_content",
  video: "generate_content",
  music: "generate_content",
  agent: "invoke_agent",
};

/** What `gen_ai.provider.name` calls a lab; those that are not here are called as we do. */
const PROVIDERS: Readonly<Record<string, string>> = {
  google: "gcp.gen_ai",
  mistral: "mistral_ai",
  xai: "x_ai",
};

/** The name of an operation. */
export function otelOperation(operation: DecisionEvent["operation"]): string {
  return OPERATIONS[operation] ?? operation;
}

/** The name of the lab of a model `provider/model`; null where the model is not known. */
export function otelProvider(model: string | null): string | null {
  const slash = model?.indexOf("/") ?? -1;
  if (model === null || slash <= 0) return null;
  const lab = model.slice(0, slash);
  return Object.hasOwn(PROVIDERS, lab) ? (PROVIDERS[lab] ?? lab) : lab;
}
