import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { watchPath } from "../../../agent/platform/watch.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Watches a path; `next` settles at the first change after its call. */
function watched(path: string): { readonly next: () => Promise<void>; readonly count: () => number } {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let changes = 0;
  let wake: (() => void) | null = null;
  watchPath(path, {
    signal: stop.signal,
    settle: 20,
    onChange: () => {
      changes += 1;
      wake?.();
    },
  });
  return {
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
    count: () => changes,
  };
}

test("a folder is watched through its files' changes, its removal, and its coming back", async () => {
  const folder = join(temporaryFolder(), "a/policy");
  mkdirSync(folder, { recursive: true });
  const { next } = watched(folder);
  const steps: readonly (() => void)[] = [
    () => writeFileSync(join(folder, "x.yaml"), "1"),
    () => renameSync(join(folder, "x.yaml"), join(folder, "y.yaml")),
    () => rmSync(dirname(folder), { recursive: true }),
    () => mkdirSync(folder, { recursive: true }),
    () => writeFileSync(join(folder, "x.yaml"), "2"),
  ];
  for (const step of steps) {
    const change = next();
    step();
    await change;
  }
});

test("a file that is replaced by renaming is watched on", async () => {
  const file = join(temporaryFolder(), "people.yaml");
  const { next } = watched(file);
  for (const round of [1, 2, 3]) {
    const change = next();
    writeFileSync(`${file}.new`, String(round));
    renameSync(`${file}.new`, file);
    await change;
  }
});

test("what happens beside a watched file is nobody's news", async () => {
  const folder = temporaryFolder();
  const people = watched(join(folder, "people.yaml"));
  const journal = watched(join(folder, "journal.db"));
  const change = journal.next();
  writeFileSync(join(folder, "journal.db"), "x");
  // Both watch the same folder, and the one that must stay quiet would have been told first.
  await change;
  expect([people.count(), journal.count()]).toEqual([0, 1]);
});
