import { Composer, isAlias, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, Parser, visit } from "yaml";
import type { Document, Node, YAMLMap } from "yaml";
import type { Path, PolicyFile, ReadFile } from "./document.ts";
import { type Position, type Problem, PROBLEM_LIMIT, problemAt, startOf, type Unplaced } from "./problem.ts";

/** Deepest nesting of lists and maps. A policy needs about 12; the composer's recursion breaks at some thousands. */
const DEPTH_LIMIT = 64;

/** Copies that aliases may make of one another's content: above it is a bomb, not a shorthand. */
const ALIAS_LIMIT = 32;

/** Reads one YAML document, or says what is wrong with it. Never throws, whatever the text. */
export function readWhole({ file, text }: PolicyFile): ReadFile | readonly Problem[] {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const composed = compose(text, lines, at);
  if (!("document" in composed)) return composed.problems;
  const { document } = composed;
  const problems = [...syntaxProblems(document, at), ...contentProblems(document, at)];
  if (problems.length > 0) return problems;
  const read = plain(document);
  if (!read) return [placed(startOf(file), TOO_MANY_ALIASES)];
  return { file, value: read.value, at: (path: Path) => at(offsetOf(document.contents, path)) };
}

type Locate = (offset: number) => Position;
type Composed = { readonly document: Document } | { readonly problems: readonly Problem[] };

/**
 * What `yaml`'s own `parseDocument` does, lexeme by lexeme, so that hostile nesting is refused before the
 * recursive composer sees it and a file of nothing but errors ends early. Duplicate keys are looked for
 * afterwards: the composer's own check is quadratic.
 */
function compose(text: string, lines: LineCounter, at: Locate): Composed {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ uniqueKeys: false, version: "1.2", logLevel: "silent" });
  const documents: Document[] = [];
  let errors = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === "error") errors += 1;
      documents.push(...composer.next(token));
    }
    if (parser.stack.length > DEPTH_LIMIT) return { problems: [depthProblem(at(parser.offset))] };
    if (errors > PROBLEM_LIMIT || documents.length > 1) break;
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  const [document, second] = documents;
  if (second) return { problems: [secondDocument(at(second.range?.[0] ?? 0))] };
  return document ? { document } : { problems: [] };
}

function syntaxProblems(document: Document, at: Locate): Problem[] {
  const mend = "Look at indentation, quotes and brackets here; put text that holds `: ` or `#` in quotes.";
  return [...document.errors, ...document.warnings].slice(0, PROBLEM_LIMIT).map((error) => {
    const message = `This is not YAML that can be read: ${firstLine(error.message)}.`;
    return problemAt(at(error.pos[0]), "not_yaml", message, mend);
  });
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/[.:]$/, "");
}

/** What `yaml` lets pass and a policy must not hold, found in one walk over the nodes. */
function contentProblems(document: Document, at: Locate): Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  let aliases = 0;
  visit(document, {
    Node(_, node, above) {
      if (isAlias(node)) {
        aliases += 1;
        const isInItself = above.some((one) => isNode(one) && !isAlias(one) && one.anchor === node.source);
        const problem = isInItself ? TOO_MANY_ALIASES : aliasProblem(node.source, anchors, aliases);
        if (problem) problems.push(placed(at(startOfNode(node, 0)), problem));
      } else if (node.anchor !== undefined) anchors.add(node.anchor);
      if (isMap(node)) problems.push(...keyProblems(node, at));
      return problems.length > PROBLEM_LIMIT || aliases > ALIAS_LIMIT ? visit.BREAK : undefined;
    },
  });
  return problems;
}

function aliasProblem(source: string, anchors: ReadonlySet<string>, count: number): Unplaced | null {
  if (count > ALIAS_LIMIT) return TOO_MANY_ALIASES;
  if (anchors.has(source)) return null;
  const message = `The alias *${shorten(source)} has no anchor before it.`;
  return { code: "not_yaml", message, mend: "Put the text in quotes if it only starts with `*`." };
}

/** A key said twice hides one of its values; `__proto__` and keys that are no text mean nothing to a policy. */
function keyProblems(map: YAMLMap, at: Locate): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { key } of map.items) {
    const problem = keyProblem(key, seen);
    if (problem) problems.push(placed(at(startOfNode(key, startOfNode(map, 0))), problem));
    if (problems.length > PROBLEM_LIMIT) break;
  }
  return problems;
}

function keyProblem(key: unknown, seen: Set<string>): Unplaced | null {
  const name = isScalar(key) && typeof key.value === "string" ? key.value : null;
  if (name === null || name === "__proto__") {
    const message = `A key here is ${name ?? "not text"}, which no policy has.`;
    return { code: "unknown_key", message, mend: "Write a key that the policy language knows." };
  }
  if (!seen.has(name)) {
    seen.add(name);
    return null;
  }
  const message = `The key ${shorten(name)} is said twice in the same place.`;
  return { code: "duplicate_key", message, mend: "Keep one of the two; join lists by hand." };
}

const TOO_MANY_ALIASES: Unplaced = {
  code: "too_many_aliases",
  message: `Aliases (\`*name\`) copy more than ${ALIAS_LIMIT} times, or copy themselves, as a YAML bomb does.`,
  mend: "Write the lists out.",
};

/** The walk has found every other reason to throw, so what throws here is `yaml`'s count of nested aliases. */
function plain(document: Document): { readonly value: unknown } | null {
  try {
    return { value: document.toJS({ maxAliasCount: ALIAS_LIMIT }) };
  } catch {
    return null;
  }
}

/** Where a path stands: the key in a map, the item in a list; what is not there stands where it is missing. */
function offsetOf(root: unknown, path: Path): number {
  let node = root;
  let offset = startOfNode(root, 0);
  for (const step of path) {
    if (isAlias(node)) break;
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const next = isSeq(node) ? node.items[Number(step)] : pair?.value;
    if (next === undefined && pair === undefined) break;
    offset = startOfNode(pair ? pair.key : next, offset);
    node = next;
  }
  return offset;
}

function startOfNode(node: unknown, otherwise: number): number {
  return (node as Node | null)?.range?.[0] ?? otherwise;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function placed(position: Position, { code, message, mend }: Unplaced): Problem {
  return problemAt(position, code, message, mend);
}

function depthProblem(position: Position): Problem {
  const message = `Lists and maps are nested more than ${DEPTH_LIMIT} deep here.`;
  return problemAt(position, "too_deep", message, "Close the brackets; a policy needs about six levels.");
}

function secondDocument(position: Position): Problem {
  const message = "A second YAML document starts here (`---`).";
  return problemAt(position, "not_yaml", message, "Put it into a file of its own.");
}
