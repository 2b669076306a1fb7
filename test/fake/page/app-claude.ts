import { bodyOf, type App } from "./app.ts";
import { eventsOf } from "./event-stream.ts";

/** The organization of the sample company, as the sample policy lists it among its corporate accounts. */
const ORGANIZATION = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";

/** The stand-in for Claude. */
export const claude: App = {
  name: "Claude",
  choices: [
    { value: "claude-opus-4-8", label: "Opus 4.8" },
    { value: "claude-sonnet-4-6", label: "Sonnet 4.6" },
    { value: "mythos-5", label: "Mythos 5" },
    { value: "fable-5", label: "Fable 5" },
  ],
  failure: "The message could not be sent. Check your connection and send it again.",
  ask,
};

async function* ask(model: string, prompt: string): AsyncGenerator<string> {
  const conversation = crypto.randomUUID();
  const path = `/api/organizations/${ORGANIZATION}/chat_conversations/${conversation}/completion`;
  const reply = await fetch(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      "anthropic-client-platform": "web_claude_ai",
      "anthropic-device-id": crypto.randomUUID(),
    },
    body: JSON.stringify(completion(model, prompt)),
  });
  let answer = "";
  for await (const event of eventsOf(bodyOf(reply))) {
    answer += delta(event);
    yield answer;
  }
}

function completion(model: string, prompt: string) {
  return {
    prompt,
    model,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    personalized_styles: [
      {
        type: "default",
        key: "Default",
        name: "Normal",
        nameKey: "normal_style_name",
        prompt: "Normal\n",
        summary: "Default responses",
        summaryKey: "normal_style_summary",
        isDefault: true,
      },
    ],
    locale: "en-US",
    tools: [
      { type: "web_search_v0", name: "web_search" },
      { type: "artifacts_v0", name: "artifacts" },
    ],
    turn_message_uuids: {
      human_message_uuid: crypto.randomUUID(),
      assistant_message_uuid: crypto.randomUUID(),
    },
    attachments: [],
    effort: "low",
    files: [],
    sync_sources: [],
    rendering_mode: "messages",
    thinking_mode: "off",
    create_conversation_params: {
      name: "",
      model,
      include_conversation_preferences: true,
      paprika_mode: null,
      compass_mode: null,
      is_temporary: false,
      enabled_imagine: true,
      tool_search_mode: "auto",
    },
  };
}

function delta(event: unknown): string {
  if (typeof event !== "object" || event === null || !("delta" in event)) return "";
  const { delta: change } = event;
  if (typeof change !== "object" || change === null || !("text" in change)) return "";
  return typeof change.text === "string" ? change.text : "";
}
