/** Calls of one SDK by name; each gives the answer's text, or what stands for one, and throws what the SDK throws. */
export type SdkCalls = Readonly<Record<string, (model: string) => Promise<string>>>;

/** The prompt of every call. */
export const PROMPT = "What is the capital of France?";

/** The prompt as a list of messages with a role, which most vendors take. */
export const MESSAGES = [{ role: "user" as const, content: PROMPT }];

/** A sound of no length, as a page has it from a file picker. */
export function audioFile(): File {
  return new File([new Uint8Array(44)], "meeting.wav", { type: "audio/wav" });
}

/** A text as a page has it from a file picker; `lines` is what stands in it. */
export function textFile(name = "plan.jsonl", lines = '{"plan":"blue"}\n'): File {
  return new File([lines], name, { type: "application/jsonl" });
}

/** A picture of one pixel, as a page has it from a file picker. */
export function imageFile(): File {
  return new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], "draft.png", { type: "image/png" });
}

/** What stands for the answer of a call whose answer is no text. */
export function some(what: unknown): string {
  if (what === null || what === undefined || what === "") throw new Error("The SDK returned nothing.");
  return typeof what === "string" ? what : JSON.stringify(what);
}

/** All texts of a stream, joined. */
export async function joined<T>(
  stream: AsyncIterable<T> | undefined,
  textOf: (one: T) => string | null | undefined,
): Promise<string> {
  if (stream === undefined) throw new Error("The SDK returned no stream.");
  let text = "";
  for await (const one of stream) text += textOf(one) ?? "";
  return some(text);
}
