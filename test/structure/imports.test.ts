import { expect, test } from "vitest";
import { IMPORT_RULES, type ImportRule } from "./import-rules.ts";
import { type Import, productImports } from "./imports.ts";

const imports = productImports();

/** The row with the longest `from` that a file falls under. */
function ruleFor(file: string): ImportRule | undefined {
  return IMPORT_RULES.filter(({ from }) => file.startsWith(from)).toSorted(
    (a, b) => b.from.length - a.from.length,
  )[0];
}

function isAllowed({ file, target }: Import): boolean {
  const rule = ruleFor(file);
  return rule !== undefined && [rule.from, ...rule.mayImport].some((prefix) => target.startsWith(prefix));
}

test("every import of the product is granted by the table", () => {
  expect(
    imports.filter((one) => !isAllowed(one)).map(({ file, target }) => `${file} imports ${target}`),
  ).toEqual([]);
});

test("no row of the table is stale: each is for files that exist, each grant is used", () => {
  const stale = IMPORT_RULES.flatMap((rule) => {
    const own = imports.filter(({ file }) => ruleFor(file) === rule);
    const unused = rule.mayImport.filter((prefix) => !own.some(({ target }) => target.startsWith(prefix)));
    return own.length === 0
      ? [`${rule.from} holds no imports`]
      : unused.map((prefix) => `${rule.from} never imports ${prefix}`);
  });
  expect(stale).toEqual([]);
});
