import { describe, expect, test } from "vitest";
import { Enforcement, type EnforcedState } from "../../../agent/daemon/enforcement.ts";
import { EnforcedEvent } from "../../../shared/schema/audit-event.ts";

const WHO = { instance: "profile-1", browser: "Chromium", person: "ada@example.com" };

/** A signed state. */
function signed(directives: number, release = "r1", policy = 1): EnforcedState {
  return { revision: `${release}+${directives}`, release, policy, directives, issued: 1_000 };
}

describe("the proof of what a browser enforces", () => {
  test("says how long it took since the state was signed", () => {
    const enforcement = new Enforcement();
    enforcement.put(signed(2));
    const record = enforcement.recordOf(WHO, "r1+2", { at: 3_500, behind: 0 });
    expect(EnforcedEvent.parse(record)).toMatchObject({
      took: 2_500,
      policy: 1,
      directives: 2,
      issued: 1_000,
    });
  });

  test("reckons by the trusted time where the system's clock is behind", () => {
    const enforcement = new Enforcement();
    enforcement.put(signed(2));
    expect(enforcement.recordOf(WHO, "r1+2", { at: 500, behind: 2_000 })?.took).toBe(1_500);
    expect(enforcement.recordOf(WHO, "r1+2", { at: 500, behind: 0 })?.took).toBe(0);
  });

  test("has one id for an installation and a state, and another for any other", () => {
    const enforcement = new Enforcement();
    for (const state of [signed(2), signed(3), { ...signed(1), revision: "again", policy: 9 }])
      enforcement.put(state);
    const id = (instance: string, revision: string, at: number) =>
      enforcement.recordOf({ ...WHO, instance }, revision, { at, behind: 0 })?.id;
    expect(id("a", "r1+2", 1)).toBe(id("a", "r1+2", 2));
    const all = [id("a", "r1+2", 1), id("b", "r1+2", 1), id("a", "r1+3", 1), id("a", "again", 1)];
    expect(new Set(all).size).toBe(4);
  });

  test("is given for no state that browsers were not told, and for the last 32 of those they were", () => {
    const enforcement = new Enforcement();
    for (let version = 1; version <= 40; version++) enforcement.put(signed(version));
    const record = (revision: string) => enforcement.recordOf(WHO, revision, { at: 1, behind: 0 });
    expect(record("r9+9")).toBeNull();
    expect(record("r1+8")).toBeNull();
    expect(record("r1+9")).not.toBeNull();
    expect(record("r1+40")).not.toBeNull();
  });

  test("of policy from a folder knows no signature", () => {
    const enforcement = new Enforcement();
    enforcement.put({ revision: "x", release: null, policy: 0, directives: 0, issued: null });
    expect(enforcement.recordOf(WHO, "x", { at: 5, behind: 0 })).toMatchObject({ issued: null, took: null });
  });
});
