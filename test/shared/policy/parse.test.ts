import { describe, expect, test } from "vitest";
import { parse } from "../../../shared/policy/parse.ts";
import { DESIGN_POLICY, HEAD, policyOf, sourceOf } from "./story.ts";

describe("a policy folder", () => {
  test("adds up its lists and says the rest once, in whatever order its files are listed", () => {
    const files = [
      {
        file: "b.yaml",
        text: "lanyard: 1\ndefault: forbid\nrules: [{ id: b, permit: all }]\naccounts: { corporate: [two] }\n",
      },
      {
        file: "a.yaml",
        text: `${HEAD}default: forbid\nrules: [{ id: a, permit: all }]\naccounts: { corporate: [one] }\n`,
      },
      { file: "c.yaml", text: "# only words\n" },
    ];
    const parsed = parse(files);
    expect(parsed).toMatchObject({
      ok: { rules: [{ id: "a" }, { id: "b" }], corporateAccounts: ["one", "two"] },
    });
    const place = expect.any(Function) as unknown;
    expect(parse(files.toReversed())).toEqual("ok" in parsed ? { ok: { ...parsed.ok, place } } : parsed);
    expect("ok" in parsed && parsed.ok.place("rules", 1)).toEqual({
      file: "b.yaml",
      line: 3,
      column: 9,
    });
  });

  test("may not say two things, and the second is told where the first stands", () => {
    const parsed = parse([
      { file: "a.yaml", text: HEAD },
      { file: "b.yaml", text: "unidentified: permit\nnames: { a/b: One }\n" },
      { file: "c.yaml", text: "names: { a/b: Two }\n" },
    ]);
    expect(parsed).toMatchObject({
      problems: [
        { code: "said_twice", file: "b.yaml", line: 1, message: expect.stringContaining("a.yaml") as string },
        { code: "said_twice", file: "c.yaml", line: 1, column: 10 },
      ],
    });
  });

  test("may not use an id in two files", () => {
    const rule = "rules: [{ id: a, permit: all }]\n";
    const parsed = parse([
      { file: "a.yaml", text: HEAD + rule },
      { file: "b.yaml", text: rule },
    ]);
    expect(parsed).toMatchObject({
      problems: [
        { code: "duplicate_id", file: "b.yaml", message: expect.stringContaining("a.yaml line 3") as string },
      ],
    });
  });

  test("of no files is refused", () => expect(parse([])).toMatchObject({ problems: [{ code: "no_files" }] }));
});

describe("the language", () => {
  test("the policy of the design compiles as it stands", () => {
    expect(policyOf(DESIGN_POLICY)).toMatchObject({
      organization: "Your organization",
      default: "forbid",
      uninspectable: "forbid",
      openWhileAway: -1,
      rules: [
        {
          id: "engineering-chat",
          effect: "permit",
          actions: ["chat", "file_upload"],
          when: { account: "corporate" },
        },
        { id: "is-informed-2026-06-12", effect: "forbid", actions: null, unless: ["license", "us-person"] },
      ],
    });
  });

  test.each([
    ["2026-06-12", "2026-06-12T00:00:00.000Z"],
    ["2026-06-12T17:21-04:00", "2026-06-12T21:21:00.000Z"],
    ["2026-06-12T17:21:30.25Z", "2026-06-12T17:21:30.250Z"],
    ["2028-02-29", "2028-02-29T00:00:00.000Z"],
  ])("the date %s is %s", (written, meant) => {
    const { rules } = policyOf(`${HEAD}rules: [{ id: a, permit: all, from: "${written}" }]\n`);
    expect(new Date(rules[0]?.from ?? 0).toISOString()).toBe(meant);
  });

  test("aliases may save some writing", () => {
    const { rules } = sourceOf(
      `${HEAD}rules:\n  - { id: a, permit: all, models: &two [a/b, c/d] }\n  - { id: b, forbid: [image], models: *two }\n`,
    );
    expect(rules[1]?.models).toEqual(["a/b", "c/d"]);
  });
});
