/** How many verbs behind one name are put together. */
const MANY = 3;

/** A path pattern as globs of match patterns: `/**\/x/{name}` → `/x/*` and `/*\/x/*`; open at the end for a slash, a query or a percent-encoded rest. */
export function globsOf(path: string): string[] {
  const glob = path.replace(/\{\w+(?::\}|\*\*\}|\})/g, (found) => (found.endsWith(":}") ? "*:" : "*"));
  const open = `${glob.replace(/:\*$/, ":")}*`.replaceAll("**", "*").replace(/\*+/g, "*");
  return glob.startsWith("/**/") ? [`/*/${open.slice(3)}`, `/${open.slice(3)}`] : [open];
}

/** Leaves out globs that match nothing that another does not match; all are open at the end. */
export function withoutCovered(globs: readonly string[]): string[] {
  const kept: Glob[] = [];
  // The shortest come first, since they cover most.
  for (const glob of globs.toSorted((a, b) => a.length - b.length)) {
    if (!kept.some((other) => covers(other, glob))) kept.push({ text: glob, runs: glob.split("*") });
  }
  return kept.map(({ text }) => text);
}

/** A glob, and what stands between its stars. */
interface Glob {
  readonly text: string;
  readonly runs: readonly string[];
}

/** True where every text that `narrow` matches matches the glob, both open at the end; a star of `narrow` is taken by a star alone. */
function covers({ runs }: Glob, narrow: string): boolean {
  const [start = ""] = runs;
  if (!narrow.startsWith(start)) return false;
  let at = start.length;
  for (let n = 1; n < runs.length; n += 1) {
    const run = runs[n] ?? "";
    const found = narrow.indexOf(run, at);
    if (found < 0) return false;
    at = found + run.length;
  }
  return true;
}

/**
 * The same paths and more, where many differ by one verb behind the same name alone: `/**\/models/{model:}predict` and its
 * like become `/**\/models/{model:}{verb}`. For whoever looks at the address once more.
 */
export function withAnyVerb(paths: Iterable<string>): string[] {
  const byStem = Map.groupBy(
    paths,
    (path) => /^(.*\{\w+(?::\}|\*\*\}\/|\}\/))[^/{}]+$/.exec(path)?.[1] ?? "",
  );
  return Array.from(byStem).flatMap(([stem, same]) =>
    stem !== "" && same.length >= MANY ? [`${stem}{verb}`] : same,
  );
}

/**
 * The same globs and more, where a path from the root and behind anything are one: `/x/y*` and `/*\/x/y*` become
 * `/*x/y*`. With `exceptWords` a mere word keeps its two: on any host `/*generate*` would be in too many addresses. For
 * whoever looks once more.
 */
export function inOne(globs: readonly string[], { exceptWords }: { exceptWords: boolean }): string[] {
  const all = new Set(globs);
  const joined = globs.flatMap((glob) => {
    const root = glob.replace(/^\/\*\//, "/");
    if ((exceptWords && /^\/\w+\*$/.test(root)) || !all.has(root) || !all.has(`/*${root}`)) return [glob];
    return glob === root ? [] : [`/*${root.slice(1)}`];
  });
  return withoutCovered(joined);
}
