/** What the fake says to one request. A list as body is streamed piece by piece. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | readonly (string | Uint8Array)[];
}

/** One event of a server-sent stream; data that is not text goes as JSON. */
export interface StreamEvent {
  readonly event?: string;
  readonly data: unknown;
}

/** An answer of one JSON value. */
export function json(value: unknown, status = 200): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/** An answer of server-sent events, one piece each. */
export function eventStream(events: readonly StreamEvent[]): Answer {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
    body: events.map(eventText),
  };
}

/** An answer of one text of the given media type. */
export function text(type: string, body: string | Uint8Array, status = 200): Answer {
  return { status, headers: { "content-type": type, "cache-control": "no-store" }, body };
}

function eventText({ event, data }: StreamEvent): string {
  const line = typeof data === "string" ? data : JSON.stringify(data);
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${line}\n\n`;
}
