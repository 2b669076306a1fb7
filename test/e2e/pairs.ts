import { chatCall, messageCall, type PageCall, recordedCall } from "./calls.ts";

/** The same call to a model that this person may use and to one that they may not. */
export interface Pair {
  readonly from: string;
  readonly allowed: PageCall;
  readonly forbidden: PageCall;
}

const GENERIC = "https://llm.internal.example/gateway/v1/chat/completions";

/** The web apps, APIs and gateways that every browser is tried with. */
export const PAIRS: Readonly<Record<string, Pair>> = {
  "ChatGPT on the web": {
    from: "https://chatgpt.com/",
    allowed: recordedCall("web-chatgpt-f-conversation-project-model"),
    forbidden: recordedCall("web-chatgpt-f-conversation-project-model", {
      '"gpt-5-thinking"': '"gpt-5-6-sol"',
    }),
  },
  "Claude on the web": {
    from: "https://claude.ai/",
    allowed: recordedCall("web-claude-completion-new"),
    forbidden: recordedCall("web-claude-completion-new", { "claude-sonnet-4-6": "mythos-5" }),
  },
  "Gemini on the web": {
    from: "https://gemini.google.com/",
    allowed: recordedCall("web-gemini-streamgenerate-header-model"),
    forbidden: recordedCall("web-gemini-streamgenerate-header-model", {
      "9d8ca3786ebdfbea": "fbb127bbb056c959",
    }),
  },
  "the OpenAI API": {
    from: "https://intranet.example/",
    allowed: chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.5"),
    forbidden: chatCall("https://api.openai.com/v1/chat/completions", "gpt-5.6-sol"),
  },
  "the Anthropic API": {
    from: "https://intranet.example/",
    allowed: messageCall("claude-opus-4-8"),
    forbidden: messageCall("mythos-5"),
  },
  "a gateway that no catalog knows": {
    from: "https://intranet.example/",
    allowed: chatCall(GENERIC, "anthropic/claude-opus-4-8"),
    forbidden: chatCall(GENERIC, "anthropic/mythos-5"),
  },
};
