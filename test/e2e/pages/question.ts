/** One question to one model, put through a vendor's SDK. */
export interface Question {
  readonly model: string;
  readonly stream: boolean;
  readonly prompt: string;
}

/** The SDK call that a question goes through. */
export type SdkCall = "openai-chat" | "openai-responses" | "anthropic-messages" | "genai-generate";

/** The answer's text, or what the SDK threw. */
type Outcome = { readonly text: string } | { readonly error: string };

/** What the page gives to tests as `window.ask`. */
export type Ask = (sdk: SdkCall, question: Question) => Promise<Outcome>;

declare global {
  interface Window {
    ask: Ask;
  }
}
