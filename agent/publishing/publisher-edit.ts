import { parseDocument } from "yaml";

/** A publisher.yaml with one more key, and all else, comments too, as it was. */
export function withKey(
  text: string,
  name: string,
  entry: { readonly public: string; readonly file: string },
): string {
  const document = parseDocument(text);
  document.setIn(["keys", name], document.createNode(entry));
  return document.toString({ lineWidth: 0 });
}
