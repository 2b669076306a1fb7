import { describe, expect, test } from "vitest";
import { explain } from "../../../agent/distribution/repository/explain.ts";
import { Refusal } from "../../../agent/distribution/repository/refusal.ts";

describe("what the library throws", () => {
  test.each([
    ["Final root.json is expired", "timestamp.json", "expired_root"],
    ["snapshot.json is expired", "4.snapshot.json", "expired_snapshot"],
    ["directives.json is expired", "4.directives.json", "expired_directives"],
    ["New snapshot version 1 is less than current version 2", "timestamp.json", "rollback_snapshot"],
    ["Missing file targets.json in new snapshot", "4.snapshot.json", "missing_targets"],
    ["Expected version 3, got 4", "3.root.json", "skipped_root"],
    ["targets was signed by 1/2 keys", "4.targets.json", "unsigned_targets"],
    ["Unable to load targets error Error: Expected hash a but got b", "4.targets.json", "mismatch_targets"],
    ["spec_version is not defined", "4.directives.json", "malformed_directives"],
    ["something new", "timestamp.json", "malformed_timestamp"],
  ])("as “%s” has a code, and the sentence names the file", (message, file, code) => {
    const refusal = explain(new Error(message), file);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(/^\d?\.?\w+\.json /);
  });

  test("is passed on where it is a refusal already", () => {
    const refusal = new Refusal("too_slow", "Too slow.");
    expect(explain(refusal, "x")).toBe(refusal);
  });
});
