/** The value that a text is as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
}
