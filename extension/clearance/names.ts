import { listed } from "../design/conditions.ts";
import { words } from "../design/words.ts";

/** Names that are told one by one. */
const MOST = 5;

/** "Mythos 5 and Fable 5", or the first of many and how many more. */
export function namesInShort(names: readonly string[]): string {
  if (names.length <= MOST) return listed(names);
  return words("namesAndMore", names.slice(0, MOST).join(", "), names.length - MOST);
}
