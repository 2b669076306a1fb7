import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { PolicyFile } from "../../shared/policy/document.ts";

/** An entry of a policy as its author wrote it. */
export interface RuleEntry {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Moved to the left edge, with the dash of its list. */
  readonly text: string;
}

/** The rule, guardrail or directive of an id as it is written in the policy's files; null where it is in none. */
export function ruleIn(files: readonly PolicyFile[], id: string): RuleEntry | null {
  for (const file of files) {
    if (!file.text.includes(id)) continue;
    const found = entryIn(file, id);
    if (found !== null) return { file: file.file, ...found };
  }
  return null;
}

/** The entry of a list whose `id` it is, as its author wrote it, moved to the left edge. */
function entryIn({ text }: PolicyFile, id: string): { readonly line: number; readonly text: string } | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  let range: readonly [number, number] | null = null;
  visit(document, {
    Map: (_key, node, path) => {
      const parent = path.at(-1);
      const name = node.items.find(({ key }) => isScalar(key) && key.value === "id")?.value;
      if (!isSeq(parent) || !isMap(node) || !isScalar(name) || name.value !== id) return undefined;
      if (isNode(node) && node.range) range = [node.range[0], node.range[1]];
      return visit.BREAK;
    },
  });
  if (range === null) return null;
  const [start, end] = range as readonly [number, number];
  const { line, col } = lines.linePos(start);
  return { line, text: `- ${dedented(text.slice(start, end).trimEnd(), col - 1)}` };
}

function dedented(text: string, indent: number): string {
  const margin = new RegExp(`^ {1,${Math.max(1, indent)}}`);
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? line : `  ${line.replace(margin, "")}`))
    .join("\n");
}
