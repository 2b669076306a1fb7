import { expect, test } from "vitest";
import { Progress } from "../../../agent/cli/progress.ts";

function drawnOn(isTTY: boolean): string {
  let drawn = "";
  const progress = new Progress({ isTTY, write: (text) => (drawn += text) });
  progress.show(500, 1_000);
  progress.show(501, 1_000); // too soon to be drawn again
  progress.clear();
  return drawn;
}

test("on a terminal a bar says how much is done, and goes again", () => {
  const [drawn, gone, ...others] = drawnOn(true).split("\r").slice(1);
  expect(drawn).toMatch(/^█{15}░{15} 50 %, \d+ s left/);
  expect([gone, others]).toEqual(["\u001b[K", []]);
});

test("in a pipe there is no bar", () => {
  expect(drawnOn(false)).toBe("");
});
