import { text, type Answer } from "./answer.ts";
import type { Received } from "./received.ts";
import { piecesOf, sentenceAs } from "./sentence.ts";

/** Names for the opaque ids of the header, and for the modes of field 79 (`services.md`). */
const NAMES: Readonly<Record<string, string>> = {
  "9d8ca3786ebdfbea": "gemini-3-pro",
  fbb127bbb056c959: "gemini-3-flash",
  "5bf011840784117a": "gemini-3-flash-thinking",
  "mode:1": "gemini-3.6-flash",
  "mode:3": "gemini-3.1-pro",
  "mode:6": "gemini-3.5-flash-lite",
};

const MODEL_HEADER = "x-goog-ext-525001261-jspb";
const MODE_FIELD = 79;

/** `POST …/BardFrontendService/StreamGenerate`: length-prefixed chunks, each with the whole text so far. */
export function geminiStreamGenerate(call: Received): Answer {
  const request = new URLSearchParams(call.text).get("f.req");
  if (request === null) return text("text/plain", "The form needs `f.req`.", 400);
  const sentence = sentenceAs(modelOf(call, request));
  const pieces = piecesOf(sentence);
  const soFar = pieces.map((_, last) => pieces.slice(0, last + 1).join(""));
  const chunks = [
    ...soFar.map((said) => chunk(call, said)),
    prefixed([["e", 4, null, null, sentence.length]]),
  ];
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: [")]}'\n\n", ...chunks],
  };
}

/** `POST …/data/batchexecute`: an empty result for whatever is asked. */
export function geminiBatchExecute(): Answer {
  return text("application/json; charset=utf-8", `)]}'\n\n${prefixed([["wrb.fr", "otAQ7b", "[]"]])}`);
}

function chunk(call: Received, said: string): string {
  const inner = [null, [`c_${call.n}`, `r_${call.n}`], null, null, [[`rc_${call.n}`, [said]]]];
  return prefixed([["wrb.fr", null, JSON.stringify(inner)]]);
}

/** The length counts UTF-16 units, with the line break on either side of the value. */
function prefixed(value: unknown): string {
  const line = JSON.stringify(value);
  return `${line.length + 2}\n${line}\n`;
}

function modelOf(call: Received, request: string): string {
  const header = call.headers[MODEL_HEADER];
  const id = header === undefined ? `mode:${modeOf(request)}` : String(at(JSON.parse(header), 4));
  return NAMES[id] ?? "gemini";
}

function modeOf(request: string): string {
  const fields = at(JSON.parse(request), 1);
  return typeof fields === "string" ? String(at(JSON.parse(fields), MODE_FIELD)) : "";
}

function at(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}
