import fc from "fast-check";
import { expect, test } from "vitest";
import { choose } from "../../../agent/distribution/content/choose.ts";
import type { HeldDirectives, HeldPolicy, InForce } from "../../../agent/distribution/floor/floor.ts";
import { Refusal } from "../../../agent/distribution/repository/refusal.ts";
import { problemAt } from "../../../shared/policy/problem.ts";

/** A release; its one file says which it is. */
function policy(name: string): HeldPolicy {
  const files = [{ file: "main.yaml", text: name }];
  return { release: name, version: 1, issued: 1, text: name, files };
}

/** Directives; their one file says which they are. */
function directives(name: string): HeldDirectives {
  return { version: 1, issued: 1, text: name, files: [{ file: "d.yaml", text: name }] };
}

const HELD: InForce = { policy: policy("old"), directives: directives("old-d") };

test("whatever is malformed, alone or together, what is chosen is whole, the newest such, and tells the rest", () => {
  fc.assert(
    fc.property(
      fc.record({
        isPolicyRead: fc.boolean(),
        isDirectivesRead: fc.boolean(),
        isHeld: fc.boolean(),
        works: fc.record({ newNew: fc.boolean(), oldNew: fc.boolean(), newOld: fc.boolean() }),
        blamed: fc.constantFrom("main.yaml", "directives/d.yaml"),
      }),
      ({ isPolicyRead, isDirectivesRead, isHeld, works, blamed }) => {
        const published = {
          policy: isPolicyRead ? policy("new") : new Refusal("malformed_policy", "Bad."),
          directives: isDirectivesRead ? directives("new-d") : new Refusal("malformed_directives", "Bad."),
        };
        const good: Readonly<Record<string, boolean>> = {
          "new new-d": works.newNew,
          "old new-d": works.oldNew,
          "new old-d": works.newOld,
        };
        const choice = choose(published, isHeld ? HELD : null, (files) => {
          const pair = files.map(({ text }) => text).join(" ");
          if (good[pair] === true) return [];
          return [problemAt({ file: blamed, line: 1, column: 1 }, "unknown_name", "Wrong.", "Mend it.")];
        });
        const newest = [
          isPolicyRead && isDirectivesRead && works.newNew ? "new new-d" : null,
          isHeld && isDirectivesRead && works.oldNew ? "old new-d" : null,
          isHeld && isPolicyRead && works.newOld ? "new old-d" : null,
          isHeld ? "old old-d" : null,
        ].find((pair) => pair !== null);
        const { inForce } = choice;
        const chosen = inForce === null ? undefined : `${inForce.policy.text} ${inForce.directives.text}`;
        expect(chosen).toBe(newest);
        if (chosen?.startsWith("new ") === true) expect(choice.policy).toBeNull();
        if (chosen?.startsWith("old ") === true) expect(choice.policy).not.toBeNull();
        if (chosen?.endsWith("new-d") === true) expect(choice.directives).toBeNull();
        if (chosen?.endsWith("old-d") === true) expect(choice.directives).not.toBeNull();
        if (chosen === undefined) expect(choice.policy ?? choice.directives).not.toBeNull();
        if (!isPolicyRead) expect(choice.policy).toBe(published.policy);
        if (!isDirectivesRead) expect(choice.directives).toBe(published.directives);
      },
    ),
    { numRuns: 500 },
  );
});

test("a part that says what is in force already is neither tried again nor told of", () => {
  let trials = 0;
  const published = { policy: { ...policy("old"), version: 2 }, directives: directives("old-d") };
  const choice = choose(published, HELD, () => {
    trials += 1;
    return [];
  });
  expect(trials).toBe(0);
  expect(choice).toMatchObject({ policy: null, directives: null });
  expect(choice.inForce?.policy.version).toBe(2);
});
