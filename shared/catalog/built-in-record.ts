import type { Endpoint, Recognizer, RecognizerSource } from "../schema/recognizer.ts";

/**
 * Fills in the defaults of a record that ships with the program. The worker wakes cold for a call that waits, so the
 * records are not parsed again there: a test holds each of them, so completed, to the schema.
 */
export function completed(record: RecognizerSource): Recognizer {
  return {
    ...record,
    home: record.home ?? null,
    aliases: record.aliases ?? {},
    resells: record.resells ?? false,
    endpoints: record.endpoints.map(completedEndpoint),
  };
}

function completedEndpoint(endpoint: RecognizerSource["endpoints"][number]): Endpoint {
  return {
    ...endpoint,
    method: endpoint.method ?? "POST",
    codec: endpoint.codec ?? "json",
    model: endpoint.model ?? [],
    prompt: endpoint.prompt ?? [],
    attachments: endpoint.attachments ?? [],
    account: endpoint.account ?? [],
  };
}
