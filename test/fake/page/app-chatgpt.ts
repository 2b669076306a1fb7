import { bodyOf, type App } from "./app.ts";
import { eventsOf } from "./event-stream.ts";

/** The stand-in for ChatGPT. */
export const chatgpt: App = {
  name: "Chat",
  choices: [
    { value: "auto", label: "Auto" },
    { value: "gpt-5-5", label: "GPT-5.5" },
    { value: "gpt-5-2", label: "GPT-5.2" },
    { value: "gpt-5-6-sol", label: "GPT-5.6 Sol" },
  ],
  failure: "Something went wrong while the answer was being written. Try again.",
  ask,
};

async function* ask(model: string, prompt: string): AsyncGenerator<string> {
  const reply = await fetch("/backend-api/f/conversation", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: "Bearer stand-in",
      "oai-device-id": crypto.randomUUID(),
      "oai-language": "en-US",
    },
    body: JSON.stringify(conversation(model, prompt)),
  });
  let answer = "";
  for await (const event of eventsOf(bodyOf(reply))) {
    const delta = appended(event);
    if (delta === null) continue;
    answer += delta;
    yield answer;
  }
}

function conversation(model: string, prompt: string) {
  return {
    action: "next",
    parent_message_id: crypto.randomUUID(),
    model,
    timezone_offset_min: new Date().getTimezoneOffset(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    conversation_mode: { kind: "primary_assistant" },
    enable_message_followups: true,
    system_hints: [],
    supports_buffering: true,
    supported_encodings: ["v1"],
    client_contextual_info: {
      is_dark_mode: matchMedia("(prefers-color-scheme: dark)").matches,
      time_since_loaded: Math.round(performance.now() / 1_000),
      page_height: innerHeight,
      page_width: innerWidth,
      pixel_ratio: devicePixelRatio,
      screen_height: screen.height,
      screen_width: screen.width,
    },
    paragen_cot_summary_display_override: "allow",
    messages: [
      {
        id: crypto.randomUUID(),
        author: { role: "user" },
        content: { content_type: "text", parts: [prompt] },
        metadata: { serialization_metadata: { custom_symbol_offsets: [] } },
        create_time: Date.now() / 1_000,
      },
    ],
  };
}

/** The v1 encoding appends: the path is said once, the deltas after it are bare. */
function appended(event: unknown): string | null {
  if (typeof event !== "object" || event === null || !("v" in event)) return null;
  return typeof event.v === "string" ? event.v : null;
}
