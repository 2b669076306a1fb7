import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a page saw of a call: the reply, or the error that fetch threw. */
export type Seen = { readonly status: number; readonly text: string } | { readonly error: string };

/** One call, as a page makes it. */
export interface PageCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A page of any browser, as far as calls need it. */
export interface CallingPage {
  evaluate(run: (call: PageCall) => Promise<Seen>, call: PageCall): Promise<Seen>;
}

/** Makes a call with the page's own fetch. */
export function callFrom(page: CallingPage, call: PageCall): Promise<Seen> {
  return page.evaluate(async ({ url, method, headers, body }): Promise<Seen> => {
    try {
      const reply = await fetch(url, { method, headers, body });
      return { status: reply.status, text: await reply.text() };
    } catch (cause) {
      return { error: String(cause) };
    }
  }, call);
}

/** A chat completion in OpenAI's shape, to any address. */
export function chatCall(url: string, model: string, prompt = "Summarize the notes."): PageCall {
  const body = JSON.stringify({ model, messages: [{ role: "user", content: prompt }] });
  return { url, method: "POST", headers: { "content-type": "application/json" }, body };
}

/** A message in Anthropic's shape, to the real address of the API. */
export function messageCall(model: string): PageCall {
  const body = JSON.stringify({
    model,
    max_tokens: 64,
    messages: [{ role: "user", content: "Summarize the notes." }],
  });
  return {
    url: "https://api.anthropic.com/v1/messages",
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  };
}

/** A recorded request of a web app, with text of its own replaced; headers that a page may not set are left out. */
export function recordedCall(name: string, replace: Readonly<Record<string, string>> = {}): PageCall {
  const file = join(import.meta.dirname, "../../../shared/samples", `${name}.json`);
  const sample = JSON.parse(readFileSync(file, "utf8")) as {
    url: string;
    method: string;
    headers: Record<string, string>;
    body: unknown;
  };
  const raw = typeof sample.body === "string" ? sample.body : JSON.stringify(sample.body);
  const swap = (text: string): string =>
    Object.entries(replace).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const headers = Object.fromEntries(
    Object.entries(sample.headers)
      .filter(([header]) => header !== "origin")
      .map(([header, value]) => [header, swap(value)]),
  );
  return { url: sample.url, method: sample.method, headers, body: swap(raw) };
}
