/** A compiled path pattern of an endpoint. */
export interface PathPattern {
  readonly steps: readonly Step[];
  /** What a path must end with, in lower case, where the pattern says it; null where it may end with anything. */
  readonly tail: string | null;
}

type Step =
  | { readonly kind: "text"; readonly text: string }
  /** One segment; with `colon`, what is before the last colon is captured, and what is after it is `text` or captured as `rest`. */
  | {
      readonly kind: "one";
      readonly name: string;
      readonly before: string;
      readonly colon: boolean;
      readonly text: string;
      readonly rest: string | null;
    }
  /** Any number of segments, captured where there is a name (then at least one, and the last ends with `text`). */
  | { readonly kind: "many"; readonly name: string | null; readonly text: string };

/** What the path gave for each name in a pattern. */
export type Captures = Readonly<Record<string, string>>;

const CAPTURE = /^([^{]*)\{(\w+)(:|\*\*)?\}(?:\{(\w+)\}|(.*))$/;

/** Compiles `/v1/{name}/x`; the grammar is the one of `Endpoint.paths`. */
export function compilePath(pattern: string): PathPattern {
  const steps = segmentsOf(pattern).map(stepOf);
  const last = steps.at(-1);
  if (last?.kind === "text") return { steps, tail: last.text };
  if (last?.kind !== "one" || last.rest !== null) return { steps, tail: null };
  if (last.colon) return { steps, tail: `:${last.text}` };
  return { steps, tail: last.text.startsWith(".") ? last.text : null };
}

/** Segments of a path: percent-decoded one by one, empty ones left out (`//ws/x`, a slash at the end). */
export function segmentsOf(path: string): string[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  return path.includes("%") ? segments.map(decodeSegment) : segments;
}

/** Matches segments against a pattern, without regard to the case of its fixed text; null: no match. */
export function matchPath(pattern: PathPattern, segments: readonly string[]): Captures | null {
  if (pattern.tail !== null && segments.at(-1)?.toLowerCase().endsWith(pattern.tail) !== true) return null;
  const captures: Record<string, string> = {};
  return matchFrom(pattern.steps, 0, segments, 0, captures) ? captures : null;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function stepOf(segment: string): Step {
  if (segment === "**") return { kind: "many", name: null, text: "" };
  const found = CAPTURE.exec(segment);
  if (found === null) return { kind: "text", text: segment.toLowerCase() };
  const [, before = "", name = "", mark, rest, text = ""] = found;
  if (mark === "**") return { kind: "many", name, text: text.toLowerCase() };
  return {
    kind: "one",
    name,
    before: before.toLowerCase(),
    colon: mark === ":",
    text: text.toLowerCase(),
    rest: rest ?? null,
  };
}

function matchFrom(
  steps: readonly Step[],
  at: number,
  segments: readonly string[],
  from: number,
  captures: Record<string, string>,
): boolean {
  const step = steps[at];
  if (step === undefined) return from === segments.length;
  if (step.kind === "many") {
    return ends(step, steps.slice(at + 1), segments, from).some((end) => {
      if (!matchFrom(steps, at + 1, segments, end, captures)) return false;
      if (step.name === null) return true;
      const captured = segments.slice(from, end).join("/");
      captures[step.name] = captured.slice(0, captured.length - step.text.length);
      return true;
    });
  }
  const segment = segments[from];
  if (segment === undefined || !matchOne(step, segment, captures)) return false;
  return matchFrom(steps, at + 1, segments, from + 1, captures);
}

/** Where a run of segments may end: at one place alone, unless another run follows in the pattern. */
function ends(
  { name, text }: Extract<Step, { kind: "many" }>,
  following: readonly Step[],
  segments: readonly string[],
  from: number,
): number[] {
  const least = name === null ? from : from + 1;
  const needed = following.filter((step) => step.kind !== "many" || step.name !== null).length;
  const latest = segments.length - needed;
  if (latest < least) return [];
  const first = following.some(({ kind }) => kind === "many") ? least : latest;
  const all = Array.from({ length: latest - first + 1 }, (_, i) => first + i);
  return text === "" ? all : all.filter((end) => segments[end - 1]?.toLowerCase().endsWith(text) === true);
}

function matchOne(
  step: Exclude<Step, { kind: "many" }>,
  segment: string,
  captures: Record<string, string>,
): boolean {
  const lower = segment.toLowerCase();
  if (step.kind === "text") return lower === step.text;
  if (!lower.startsWith(step.before)) return false;
  if (!step.colon) return captureBetween(step.name, step.before, step.text, segment, captures);
  const colon = segment.lastIndexOf(":");
  if (colon < 0) return false;
  const after = segment.slice(colon + 1);
  if (step.rest === null ? after.toLowerCase() !== step.text : after === "") return false;
  captures[step.name] = segment.slice(step.before.length, colon);
  if (step.rest !== null) captures[step.rest] = after;
  return true;
}

function captureBetween(
  name: string,
  before: string,
  after: string,
  segment: string,
  captures: Record<string, string>,
): boolean {
  if (!segment.toLowerCase().endsWith(after) || segment.length <= before.length + after.length) return false;
  captures[name] = segment.slice(before.length, segment.length - after.length);
  return true;
}
