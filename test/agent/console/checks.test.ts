import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Check } from "../../../agent/console/api/answers.ts";
import { decisionEvents } from "../sample-events.ts";
import { journalWith, openConsole, type TestConsole } from "./open-console.ts";

/** Asks until every record was checked. */
async function checked(open: TestConsole): Promise<readonly Check[]> {
  const { base, cookie } = await open.enter();
  for (;;) {
    const checks = JSON.parse((await open.send(`${base}/api/checks`, { cookie })).text) as Check[];
    if (checks.every(({ state }) => state === "done" || state === "failed")) return checks;
    await pause(50);
  }
}

describe("the checks", () => {
  test("verify every record that is opened, by themselves", async () => {
    const open = await openConsole([
      journalWith(decisionEvents(300)),
      journalWith(decisionEvents(2, "other")),
    ]);
    expect(await checked(open)).toMatchObject([
      { state: "done", found: 0, signed: 300, of: 300, keyGiven: false },
      { state: "done", found: 0, signed: 2, of: 2 },
    ]);
  });

  test("name what was altered, and go on with the other records", async () => {
    const altered = journalWith(decisionEvents(9));
    const database = new DatabaseSync(altered);
    database.exec("UPDATE body SET text = replace(text, 'deny', 'permit') WHERE sequence = 5");
    database.close();
    const [first, second, third] = await checked(
      await openConsole([altered, "/nowhere.db", journalWith(decisionEvents(1))]),
    );
    expect(first).toMatchObject({
      state: "done",
      found: 2,
      findings: [
        { what: "edited", from: 5 },
        { what: "misfiled", from: 5 },
      ],
    });
    expect(second).toMatchObject({ state: "failed", problem: "There is no journal at /nowhere.db." });
    expect(third).toMatchObject({ state: "done", found: 0 });
  });
});
