import { describe, expect, onTestFinished, test } from "vitest";
import { Journal } from "../../../agent/journal/journal.ts";
import type { DegradedEvent, DiscoveryEvent } from "../../../shared/schema/discovery-event.ts";
import { makeSite, run, type Site } from "../running.ts";
import { decisionEvent } from "../sample-events.ts";

const DAY = Date.parse("2026-11-20T08:00:00Z");
let events = 0;

function unknown(host: string, fields: Partial<DiscoveryEvent> = {}): DiscoveryEvent {
  const id = `discovery-${(events += 1)}`;
  const counts = { visits: 1, calls: 0, from: DAY, until: DAY };
  const known = { kind: "discovery", what: "unknown_service", service: null } as const;
  return { id, time: fields.until ?? DAY, ...known, host, ...counts, ...fields };
}

const DEGRADED: DegradedEvent = {
  id: "degraded-1",
  time: DAY,
  kind: "degraded",
  service: "chatgpt-web",
  path: "/backend-api/f/conversation",
  reason: "nothing_found",
  form: "json",
  structure: '{"engine":"string"}',
  calls: 3,
  from: DAY,
  until: DAY,
};

function siteWith(): Site {
  const site = makeSite();
  const journal = new Journal({ file: site.journal, now: Date.now, key: null, onDamaged: () => undefined });
  onTestFinished(() => journal.close());
  journal.append([
    decisionEvent("event-00001"),
    unknown("rare.example", { visits: 9 }),
    unknown("much.example"),
    unknown("much.example", { visits: 0, calls: 40, from: DAY + 60_000, until: DAY + 3_600_000 }),
    unknown("chatgpt.com", { what: "unknown_path", service: "chatgpt-web", visits: 0, calls: 2 }),
    DEGRADED,
  ]);
  return site;
}

describe("discovery list", () => {
  test("shows unknown AI services, most used first, with the sums of all that was told", async () => {
    const { code, stdout } = await run(
      siteWith(),
      ["discovery", "list"].concat("--file", "state/journal.db"),
    );
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "HOST           VISITS    CALLS  FIRST SEEN            LAST SEEN             WHAT",
        "much.example        1       40  2026-11-20T08:00:00Z  2026-11-20T09:00:00Z  unknown service",
        "chatgpt.com         0        2  2026-11-20T08:00:00Z  2026-11-20T08:00:00Z  unknown path of chatgpt-web",
        "rare.example        9        0  2026-11-20T08:00:00Z  2026-11-20T08:00:00Z  unknown service",
        "",
      ].join("\n"),
    );
  });

  test("gives programs one line each, and only what was told since a moment", async () => {
    const since = new Date(DAY + 1).toISOString();
    const site = siteWith();
    const { stdout } = await run(site, [
      "discovery",
      "list",
      "--config",
      site.config,
      "--json",
      "--since",
      since,
    ]);
    expect(JSON.parse(stdout)).toEqual({
      host: "much.example",
      what: "unknown_service",
      service: null,
      visits: 0,
      calls: 40,
      first: DAY + 60_000,
      last: DAY + 3_600_000,
    });
  });

  test("says so where there is nothing, and where there is no journal", async () => {
    const site = siteWith();
    const list = (...args: readonly string[]) => run(site, ["discovery", "list", ...args]);
    expect((await list("--file", site.journal, "--since", "1s")).stdout).toContain("No AI service");
    expect(await list("--file", "none.db")).toMatchObject({ code: 4, stdout: "" });
    expect((await list("--help")).stdout).toContain("lanyard discovery list --since 7d");
  });
});

test("the journal lists what was discovered and what is degraded, as lines and whole", async () => {
  const site = siteWith();
  const { stdout } = await run(site, ["journal", "list", "--file", site.journal]);
  expect(stdout).toMatch(/note .* \? +discovered +0 visits and 40 calls at much\.example/);
  expect(stdout).toMatch(
    /note .* chatgpt-web +degraded +3 calls at \/backend-api\/f\/conversation: nothing found/,
  );
  const json = await run(site, ["journal", "list", "--file", site.journal, "--json", "--limit", "1"]);
  expect(JSON.parse(json.stdout)).toEqual({ sequence: 6, ...DEGRADED });
});
