import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { PolicyFile } from "../../shared/policy/document.ts";

/** An entry of a policy as its author wrote it. */
export interface RuleEntry {
  /** From 1. */
  readonly line: number;
  /** Moved to the left edge, with the dash of its list. */
  readonly text: string;
}

/** The rules, guardrails and directives of a file as they are written, by their ids; of two with one id the first. */
export function rulesIn({ text }: PolicyFile): ReadonlyMap<string, RuleEntry> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const found = new Map<string, RuleEntry>();
  visit(document, {
    Map: (_key, node, path) => {
      const id = node.items.find(({ key }) => isScalar(key) && key.value === "id")?.value;
      if (!isSeq(path.at(-1)) || !isMap(node) || !isScalar(id) || typeof id.value !== "string") return;
      if (!node.range || found.has(id.value)) return;
      const [start, end] = node.range;
      const { line, col } = lines.linePos(start);
      found.set(id.value, { line, text: `- ${dedented(text.slice(start, end).trimEnd(), col - 1)}` });
    },
  });
  return found;
}

function dedented(text: string, indent: number): string {
  const margin = new RegExp(`^ {1,${Math.max(1, indent)}}`);
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? line : `  ${line.replace(margin, "")}`))
    .join("\n");
}
