/** Longest frame that may be nothing but control, in characters. */
const LONGEST = 8_192;
/** What stands between the records of a SignalR frame. */
const RECORD_END = "\u001e";
const STRING = /"(?:[^"\\]|\\.)*"/g;
/** More than one word, or letters of a script that may write a sentence without a space. */
const SAID = /\S\s+\S|[^ -~\s]/;
const SAID_OUTSIDE = /[A-Za-z]\s+[A-Za-z]|[^ -~\s]/;

/**
 * True for a frame that keeps a socket going and says nothing: a greeting, a ping, an option, a token. Where a service
 * has drifted, its record may not know where the prompt stands, so what reads like one is never taken for control.
 */
export function isControlFrame(data: string | Uint8Array): boolean {
  if (typeof data !== "string") return data.length === 0;
  if (data.length > LONGEST) return false;
  const text = data.replaceAll(RECORD_END, "");
  if (SAID_OUTSIDE.test(text.replace(STRING, ""))) return false;
  return (text.match(STRING) ?? []).every((string) => saysNothing(string));
}

/** True for a text that nobody would write to a model: a token, a name, a number. */
export function isControlText(text: string): boolean {
  return !SAID.test(text);
}

function saysNothing(string: string): boolean {
  try {
    return isControlText(JSON.parse(string) as string);
  } catch {
    return false; // not JSON: nobody knows how the service reads it
  }
}
