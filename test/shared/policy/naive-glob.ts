/** Whether a name matches any of these patterns, in which `*` stands for any characters; case does not matter. */
export function glob(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const pieces = pattern.split("*").map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${pieces.join("[^]*")}$`, "i").test(name);
  });
}
