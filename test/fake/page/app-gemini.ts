import { bodyOf, type App } from "./app.ts";

/** Field 79 of the newer build names the model by a mode; the older build names it by a hash in this header. */
const MODEL_HEADER = "x-goog-ext-525001261-jspb";
const MODE_FIELD = 79;

/** The stand-in for Gemini. Values are what the wire has: `mode:N` for field 79, else a hash for the header. */
export const gemini: App = {
  name: "Gemini",
  choices: [
    { value: "mode:3", label: "3.1 Pro" },
    { value: "mode:1", label: "3.6 Flash" },
    { value: "9d8ca3786ebdfbea", label: "3 Pro (older build)" },
    { value: "fbb127bbb056c959", label: "3 Flash (older build)" },
  ],
  failure: "Something went wrong. Your message was not sent.",
  ask,
};

async function* ask(model: string, prompt: string): AsyncGenerator<string> {
  const query = new URLSearchParams({
    hl: "en",
    _reqid: "123456",
    rt: "c",
    bl: "boq_assistant-bard-web-server_20260401.00_p0",
    "f.sid": "-1234567890",
  });
  const path = "/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate";
  const reply = await fetch(`${path}?${query.toString()}`, {
    method: "POST",
    headers: headersFor(model),
    body: new URLSearchParams({
      at: "stand-in",
      "f.req": JSON.stringify([null, JSON.stringify(fieldsFor(model, prompt))]),
    }),
  });
  yield* answersOf(bodyOf(reply));
}

function headersFor(model: string): Record<string, string> {
  const named = model.startsWith("mode:")
    ? {}
    : { [MODEL_HEADER]: JSON.stringify([1, null, null, null, model, null, null, 0, [4], null, null, 1]) };
  return {
    "content-type": "application/x-www-form-urlencoded;charset=utf-8",
    "x-same-domain": "1",
    "x-goog-ext-73010989-jspb": "[0]",
    "x-goog-ext-525005358-jspb": JSON.stringify([crypto.randomUUID(), 1]),
    ...named,
  };
}

function fieldsFor(model: string, prompt: string): readonly unknown[] {
  const fields: unknown[] = Array.from({ length: MODE_FIELD }, () => null);
  fields[0] = [prompt, 0, null, [], null, null, 0];
  fields[1] = ["en"];
  fields[2] = ["", "", "", null, null, null, null, null, null, ""];
  fields[6] = [1];
  fields[7] = 1;
  fields[17] = [[0]];
  fields[30] = [4];
  fields[59] = crypto.randomUUID();
  if (model.startsWith("mode:")) fields[MODE_FIELD] = Number(model.slice("mode:".length));
  return fields;
}

/** Chunks are `length`, line break, JSON; a line of JSON is never broken, so the lengths can be passed over. */
async function* answersOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.map(answerIn).filter((answer) => answer !== null);
  }
}

function answerIn(line: string): string | null {
  if (!line.startsWith("[")) return null;
  const inner = at(JSON.parse(line), 0, 2);
  if (typeof inner !== "string") return null;
  const answer = at(JSON.parse(inner), 4, 0, 1, 0);
  return typeof answer === "string" ? answer : null;
}

function at(value: unknown, ...path: readonly number[]): unknown {
  return path.reduce<unknown>((inner, step) => (Array.isArray(inner) ? inner[step] : null), value);
}
