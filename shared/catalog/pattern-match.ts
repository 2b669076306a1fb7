/** A match pattern in its parts. */
interface Pattern {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

/**
 * True where one of these match patterns lets an address through as it is written, letter by letter, as browsers compare
 * them: `*:` is http and https, and a port, a fragment and the root's dot count for nothing.
 */
export function isLetThrough(patterns: readonly string[], address: string): boolean {
  const { protocol, hostname, pathname, search } = new URL(address);
  const path = pathname + search;
  const asked = hostname.replace(/\.$/, "");
  return patterns.some((pattern) => {
    const { scheme, host, path: glob } = partsOf(pattern);
    return isScheme(scheme, protocol) && isHost(host, asked) && isPath(glob, path);
  });
}

function partsOf(pattern: string): Pattern {
  const scheme = pattern.indexOf("://");
  const path = pattern.indexOf("/", scheme + 3);
  // `<all_urls>` has none of these.
  if (scheme < 0) return { scheme: "*", host: "*", path: "/*" };
  return {
    scheme: pattern.slice(0, scheme),
    host: pattern.slice(scheme + 3, path),
    path: pattern.slice(path),
  };
}

function isScheme(scheme: string, protocol: string): boolean {
  return scheme === "*" ? protocol === "http:" || protocol === "https:" : `${scheme}:` === protocol;
}

function isHost(host: string, hostname: string): boolean {
  if (host === "*" || host === hostname) return true;
  return host.startsWith("*.") && (hostname === host.slice(2) || hostname.endsWith(host.slice(1)));
}

/** Runs between stars are looked for one after the other, so that a long address takes no longer than its length. */
function isPath(glob: string, path: string): boolean {
  const runs = glob.split("*");
  const [start = ""] = runs;
  const last = runs.at(-1) ?? "";
  if (runs.length === 1) return glob === path;
  if (!path.startsWith(start) || !path.endsWith(last) || path.length < start.length + last.length)
    return false;
  let at = start.length;
  for (const run of runs.slice(1, -1)) {
    const found = path.indexOf(run, at);
    if (found < 0) return false;
    at = found + run.length;
  }
  return at <= path.length - last.length;
}
