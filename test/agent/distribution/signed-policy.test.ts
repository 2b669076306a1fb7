import { mkdirSync, readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { content, directive, makeSigned, POLICY_FILE, type Signed } from "./signed.ts";

/** An endpoint that enforces `r1+1`. */
async function inForce(place?: number): Promise<Signed> {
  const signed = await makeSigned(place);
  signed.desk.publish(content("r1"));
  await signed.policy.look(signed.needs);
  expect(signed.policy.revision).toBe("r1+1");
  expect(signed.codes()).toEqual([]);
  return signed;
}

describe("a signed policy", () => {
  test("is in force after the first look, and after a restart without a server", async () => {
    const signed = await inForce();
    signed.server.isUp = false;
    const again = signed.restart();
    expect(again.revision).toBe("r1+1");
    expect(again.checkedAt).toBe(signed.policy.checkedAt);
    await again.look(signed.needs);
    expect(again.revision).toBe("r1+1");
    expect(signed.codes()).toEqual(["unreachable"]);
  });

  test("costs one request while nothing changes, and five for a directive", async () => {
    const signed = await inForce();
    signed.server.asked.length = 0;
    expect((await signed.policy.look(signed.needs)).outcome).toBe("same");
    expect(signed.server.asked).toEqual(["metadata/timestamp.json 304"]);
    signed.desk.publish(content("r1", [directive("stop")]));
    signed.server.asked.length = 0;
    expect((await signed.policy.look(signed.needs)).outcome).toBe("changed");
    expect(signed.policy.revision).toBe("r1+2");
    expect(signed.server.asked).toHaveLength(5);
  });

  test("takes a change of both parts in one step", async () => {
    const signed = await inForce();
    signed.desk.publish(content("r2", [directive("stop")]));
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r2+2");
    const reading = await signed.policy.read();
    expect(reading.ok && reading.files.map(({ file }) => file)).toEqual([
      "main.yaml",
      "directives/stop.yaml",
    ]);
  });

  test("is the release of the device's ring, the group's before its time, and follows both", async () => {
    const signed = await inForce(60);
    const two = content("r1");
    const rings = (share: number, groups: string[]) => ({
      releases: { ...two.releases, r2: [POLICY_FILE] },
      rings: [...two.rings, { release: "r2", share, groups }],
      directives: [],
    });
    signed.desk.publish(rings(60, []));
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r1+1");
    signed.desk.publish(rings(60, ["pilots"]));
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r1+1");
    await signed.policy.look({ ...signed.needs, groups: ["pilots"] });
    expect(signed.policy.revision).toBe("r2+1");
    signed.desk.publish(rings(60.1, []));
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r2+1");
  });

  test("refuses a release that changed under its name", async () => {
    const signed = await inForce();
    signed.desk.publish(content("r1", [], "# more\n"));
    await signed.policy.look(signed.needs);
    expect(signed.codes()).toEqual(["malformed_policy"]);
    expect(signed.policy.revision).toBe("r1+1");
  });
});

describe("a part that is malformed", () => {
  const BAD = { file: "bad.yaml", text: "lanyard: 1\ndirectives:\n  - {id: x, permit: [chat]}\n" };

  test("leaves the part before it, and does not hold the other back", async () => {
    const signed = await inForce();
    signed.desk.publish(content("r2", [BAD]));
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r2+1");
    expect(signed.codes()).toEqual(["directives_grant"]);
    signed.desk.publish({
      ...content("r3", [directive("stop")]),
      releases: { r3: [{ file: "main.yaml", text: "lanyard: 2\n" }] },
    });
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r2+3");
    expect(signed.codes()).toEqual(["malformed_policy"]);
  });

  test("only beside the other new part lets the directive in before the policy", async () => {
    const signed = await inForce();
    const other = POLICY_FILE.text.replace("id: claude", "id: stop");
    signed.desk.publish({
      ...content("r2", [directive("stop")]),
      releases: { r2: [{ file: "main.yaml", text: other }] },
    });
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r1+2");
    expect(signed.codes()).toEqual(["malformed_policy"]);
  });

  test("is told once, and makes no look count as good", async () => {
    const signed = await inForce();
    signed.desk.publish(content("r1", [BAD]));
    await signed.policy.look(signed.needs);
    const { checkedAt } = signed.policy;
    await signed.policy.look(signed.needs);
    await signed.policy.look(signed.needs);
    expect(signed.codes()).toEqual(["directives_grant"]);
    expect(signed.policy.checkedAt).toBe(checkedAt);
    expect(signed.policy.problems.code).toBe("directives_grant");
  });

  test.each([
    ["licenses", "licenses: [{id: l, holder: {}, models: ['*']}]\n"],
    ["rules", "rules: []\n"],
    ["names", "names: {}\n"],
  ])("is a directive file that says %s", async (_key, more) => {
    const signed = await inForce();
    const stop = directive("stop");
    signed.desk.publish(content("r1", [{ ...stop, text: stop.text + more }]));
    await signed.policy.look(signed.needs);
    expect(signed.codes()).toEqual(["directives_grant"]);
    expect(signed.policy.revision).toBe("r1+1");
  });

  test("at the very first keeps everything closed: no policy without directives that were looked at", async () => {
    const signed = await makeSigned();
    signed.desk.publish(content("r1", [BAD]));
    await signed.policy.look(signed.needs);
    expect(signed.policy.inForce).toBeNull();
    expect(signed.codes()).toEqual(["directives_grant"]);
  });
});

describe("time", () => {
  test("that was set back does not go back, and is told", async () => {
    const signed = await inForce();
    signed.clocks.offset = -30 * 86_400_000;
    await signed.policy.look(signed.needs);
    expect(signed.codes()).toEqual(["clock_behind"]);
    expect(Math.abs(signed.policy.time.now() - Date.now())).toBeLessThan(10_000);
    signed.clocks.passed = 2 * 86_400_000;
    await signed.policy.look(signed.needs);
    expect(signed.codes()).toEqual(["expired_timestamp"]);
  });

  test("does not go back over a restart either, not even by what has passed since the last signature", async () => {
    const signed = await inForce();
    signed.clocks.passed = 3 * 86_400_000;
    signed.policy.keepTime();
    signed.clocks.passed = 0;
    signed.clocks.offset = -30 * 86_400_000;
    const { time } = signed.restart();
    expect(time.now() - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
  });

  test("that was set forward is refused, and does no harm that lasts", async () => {
    const signed = await inForce();
    signed.clocks.offset = 400 * 86_400_000;
    await signed.policy.look(signed.needs);
    expect(signed.codes()).toEqual(["expired_root"]);
    expect(signed.clocks.system() - signed.policy.checkedAtBySystem).toBeGreaterThan(399 * 86_400_000);
    signed.policy.keepTime();
    signed.clocks.offset = 0;
    signed.restart();
    expect(Math.abs(signed.policy.time.now() - Date.now())).toBeLessThan(10_000);
    await signed.policy.look(signed.needs);
    expect(signed.codes()).toEqual([]);
    expect(signed.clocks.system() - signed.policy.checkedAtBySystem).toBeLessThan(10_000);
  });

  test("goes on in the age of the policy while the clock stands still", async () => {
    const signed = await inForce();
    signed.clocks.passed = 3_600_000;
    expect(signed.clocks.system() - signed.policy.checkedAtBySystem).toBeGreaterThanOrEqual(3_600_000);
  });
});

describe("a floor", () => {
  test("of which both copies are damaged is kept aside, and everything is closed until it was fetched", async () => {
    const signed = await inForce();
    for (const copy of ["floor-a", "floor-b"]) truncateSync(join(signed.folder, copy), 100);
    expect(signed.restart().revision).toBeNull();
    expect(await signed.policy.read()).toMatchObject({ ok: false });
    expect(signed.policy.checkedAtBySystem).toBe(0);
    expect(readdirSync(signed.folder).filter((name) => name.includes("damaged"))).toHaveLength(2);
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r1+1");
    expect(signed.codes()).toEqual(["floor_damaged"]);
  });

  test("that cannot be written does not keep a directive from being obeyed, and is told", async () => {
    const signed = await inForce();
    for (const copy of ["floor-a.new", "floor-b.new"]) mkdirSync(join(signed.folder, copy));
    signed.desk.publish(content("r1", [directive("stop")]));
    await signed.policy.look(signed.needs);
    expect(signed.policy.revision).toBe("r1+2");
    expect(signed.codes()).toEqual(["floor_not_kept"]);
  });

  test("leaves no temporary folder behind, after a look and after a crash", async () => {
    const signed = await inForce();
    expect(readdirSync(signed.folder).toSorted()).toEqual(["floor-a", "floor-b"]);
    mkdirSync(join(signed.folder, "update-killed"));
    signed.restart();
    expect(readdirSync(signed.folder).toSorted()).toEqual(["floor-a", "floor-b"]);
  });

  test("of another root is kept aside, and one that a newer root of the same chain follows goes on", async () => {
    const signed = await inForce();
    signed.desk.root();
    const second = signed.desk.files.get("metadata/2.root.json")?.toString();
    expect(signed.restart(second).revision).toBe("r1+1");
    expect(signed.codes()).toEqual([]);
    const other = await makeSigned();
    expect(signed.restart(other.desk.firstRoot).revision).toBeNull();
    expect(signed.codes()).toEqual(["other_root"]);
  });
});
