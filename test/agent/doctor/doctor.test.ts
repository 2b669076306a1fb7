import { describe, expect, test } from "vitest";
import { agentFindings } from "../../../agent/doctor/agent-checks.ts";
import { browserFindings } from "../../../agent/doctor/browser-checks.ts";
import type { BrowserFacts, Finding, HostRegistration, Machine } from "../../../agent/doctor/machine.ts";
import { anyDeployment } from "../../../agent/deploy/browser-policy.ts";
import { policiesFor } from "../../../agent/deploy/policies-for.ts";
import { valuesOf } from "../../../agent/deploy/policy-file.ts";
import { linesOf } from "../../../agent/cli/doctor.ts";
import type { AgentStatus, SignedStatus } from "../../../shared/wire/local-api.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const ID = "abcdefghijklmnopabcdefghijklmnop";
const CHROMIUM =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36";

const STATUS: AgentStatus = {
  type: "status",
  version: "1.0.0",
  pid: 7,
  startedAt: NOW - 3_600_000,
  organization: "Example Corp",
  person: "ada@example.com",
  policy: { directory: "policy", revision: "r1", checkedAt: NOW - 10_000, rules: 4, problems: [] },
  signed: null,
  journal: { file: "journal.db", events: 12, problem: null },
  extensions: [{ instance: "i", version: "1.0.0", browser: CHROMIUM, since: NOW }],
  passport: null,
  sockets: { port: 18_943, open: 0, passed: 0, unseen: 0, refused: 0, problem: null },
  forward: [],
  residentBytes: 1,
};
const REGISTRATION: HostRegistration = {
  file: "host.json",
  ids: [ID],
  hasProgram: true,
  scope: "system",
  answer: "agent",
};
const INSTALLED = { id: ID, version: "1.0.0", isForced: true, isEnabled: true };
const SIGNED: SignedStatus = {
  release: "2026-06-12.1",
  policy: 3,
  directives: 5,
  issued: NOW - 60_000,
  checkedAt: NOW - 10_000,
  nextLook: NOW + 50_000,
  ring: 12,
  device: "d1",
  nudge: "connected",
  trustedTime: NOW,
  problem: null,
};
const DEPLOYMENT = { ...anyDeployment(ID), updateUrl: "https://lanyard.example/u" };
const BROWSER: BrowserFacts = {
  kind: "chromium",
  name: "Chromium",
  isRunning: true,
  hosts: [{ seen: REGISTRATION }],
  profiles: [{ name: "Default", extensions: [INSTALLED] }],
  policies: { seen: valuesOf(policiesFor("chromium", DEPLOYMENT)) },
};
const MACHINE: Machine = {
  now: NOW,
  version: "1.0.0",
  agent: { seen: STATUS },
  freeBytes: 50_000_000_000,
  newestEvent: NOW - 1_000,
  browsers: [BROWSER],
};

function findings(machine: Partial<Machine> = {}): readonly Finding[] {
  const whole = { ...MACHINE, ...machine };
  return [...agentFindings(whole), ...browserFindings(whole)];
}

function openings(machine: Partial<Machine>): string {
  return findings(machine)
    .filter(({ state }) => state === "open")
    .map(({ sentence, mend }) => `${sentence} ${mend}`)
    .join("\n");
}

const status = (part: Partial<AgentStatus>): Partial<Machine> => ({
  agent: { seen: { ...STATUS, ...part } },
});
const browser = (part: Partial<BrowserFacts>): Partial<Machine> => ({ browsers: [{ ...BROWSER, ...part }] });

test("a machine as it should be has nothing open, and says so", () => {
  expect(findings().filter(({ state }) => state !== "well")).toEqual([]);
  expect(linesOf(findings(), false).at(-1)).toBe("Nothing is open.");
});

test("signed policy and its broker are told in a line each", () => {
  const told = findings(status({ signed: SIGNED }));
  expect(told.filter(({ state }) => state !== "well")).toEqual([]);
  expect(told.map(({ sentence }) => sentence).join("\n")).toMatch(
    /Every signature holds, for release 2026-06-12\.1.*\nDirectives are heard of at once/,
  );
});

describe("what is open", () => {
  test.each<readonly [string, Partial<Machine>, RegExp]>([
    [
      "no agent",
      { agent: { unseen: "The agent is not running.", mend: "Start it." } },
      /not running.*Start it/,
    ],
    ["an agent of another version", status({ version: "0.9.0" }), /0\.9\.0.*1\.0\.0.*Restart/],
    ["nobody to decide for", status({ person: null }), /knows nobody.*people file/],
    ["no policy", status({ policy: { ...STATUS.policy, revision: null } }), /No policy is in force/],
    [
      "a policy with problems",
      status({ policy: { ...STATUS.policy, problems: ["policy.yaml:3:1 levels: wrong."] } }),
      /levels: wrong.*lanyard policy check policy/,
    ],
    [
      "a policy that nobody looks at",
      status({ policy: { ...STATUS.policy, checkedAt: NOW - 3_600_000 } }),
      /60 minutes ago.*Restart/,
    ],
    [
      "a journal that cannot be written",
      status({ journal: { ...STATUS.journal, problem: "The disk is full." } }),
      /disk is full/,
    ],
    [
      "signed policy that is refused",
      status({ signed: { ...SIGNED, problem: "rollback" } }),
      /newest signed policy is not enforced \(rollback\).*version 3.*journal list/,
    ],
    [
      "nothing signed",
      status({ signed: { ...SIGNED, issued: null } }),
      /Nothing signed has been taken.*address of the repository/,
    ],
    [
      "a broker that is away",
      status({ signed: { ...SIGNED, nudge: "away" } }),
      /broker cannot be reached.*next look, in 50 s.*certificate/,
    ],
    [
      "a clock before the signed time",
      status({ signed: { ...SIGNED, trustedTime: NOW + 600_000 } }),
      /was set back/,
    ],
    [
      "a host that finds no agent",
      browser({ hosts: [{ seen: { ...REGISTRATION, answer: "no_agent" } }] }),
      /finds none that runs.*Start the agent/,
    ],
    [
      "a host that does not answer",
      browser({ hosts: [{ seen: { ...REGISTRATION, answer: "nothing" } }] }),
      /does not answer as a browser needs it.*browser install/,
    ],
    [
      "a profile without the extension",
      browser({ profiles: [{ name: "Work", extensions: [] }] }),
      /no extension .* in its profile "Work".*lanyard deploy/,
    ],
    [
      "an extension that no policy installed",
      browser({ profiles: [{ name: "Work", extensions: [{ ...INSTALLED, isForced: false }] }] }),
      /person can remove it/,
    ],
    [
      "an extension that is switched off",
      browser({ profiles: [{ name: "Work", extensions: [{ ...INSTALLED, isEnabled: false }] }] }),
      /switched off/,
    ],
    ["a disk that is nearly full", { freeBytes: 900_000_000 }, /0\.9 GB are free.*Make room/],
    ["a clock that was set back", { newestEvent: NOW + 600_000 }, /was set back/],
    ["a clock before the agent's start", status({ startedAt: NOW + 600_000 }), /was set back/],
    [
      "a browser that does not know the agent",
      browser({ hosts: [] }),
      /does not know the agent.*browser install/,
    ],
    [
      "a registration that cannot be read",
      browser({ hosts: [{ unseen: "host.json is no registration." }] }),
      /no registration.*browser install/,
    ],
    [
      "a registration of a program that is gone",
      browser({ hosts: [{ seen: { ...REGISTRATION, hasProgram: false } }] }),
      /program that is not there/,
    ],
    [
      "a registration of the person's own under a policy that shuts it out",
      browser({ hosts: [{ seen: { ...REGISTRATION, scope: "user" } }] }),
      /shut out.*--system/,
    ],
    [
      "a browser that runs without the extension",
      status({ extensions: [] }),
      /runs, and the extension is not/,
    ],
    [
      "an extension in another browser only",
      status({
        extensions: [{ instance: "i", version: "1.0.0", browser: `${CHROMIUM} Edg/156.0`, since: NOW }],
      }),
      /runs, and the extension is not/,
    ],
    [
      "no policies at all",
      browser({ policies: { seen: {} } }),
      /browser policies of Chromium are not in force.*private windows.*lanyard browser policy --browser chromium/,
    ],
    [
      "another extension",
      browser({
        policies: {
          seen: valuesOf(
            policiesFor("chromium", { ...DEPLOYMENT, allowed: ["ponmlkjihgfedcbaponmlkjihgfedcba"] }),
          ),
        },
      }),
      /extension ponmlkjihgfedcbaponmlkjihgfedcba is allowed/,
    ],
  ])("with %s", (_, machine, expected) => expect(openings(machine)).toMatch(expected));

  test("of policies is told one by one to programs, with what stands in their place", () => {
    const seen = { ...valuesOf(policiesFor("chromium", DEPLOYMENT)), IncognitoModeAvailability: 0 };
    const [found] = findings(browser({ policies: { seen } })).flatMap(({ policies }) => policies ?? []);
    expect(found).toMatchObject({
      policy: "IncognitoModeAvailability",
      value: 1,
      found: 0,
      closes: "private windows",
    });
  });
});

describe("what is not open", () => {
  test("is a closed browser without a connection", () =>
    expect(openings({ ...status({ extensions: [] }), ...browser({ isRunning: false }) })).toBe(""));

  test("is what cannot be looked at here, which is said", () => {
    const machine = {
      ...status({ extensions: [] }),
      ...browser({ isRunning: null, policies: { unseen: "Not here." } }),
    };
    expect(openings(machine)).toBe("");
    expect(findings(machine).filter(({ state }) => state === "unknown")).toHaveLength(2);
  });

  test("is one of two browsers that call themselves the same, and both are named", () => {
    const chrome: BrowserFacts = { ...BROWSER, kind: "chrome", name: "Chrome" };
    const sentences = findings({ browsers: [BROWSER, chrome] }).map(({ sentence }) => sentence);
    expect(sentences).toContain(
      "The extension is connected, version 1.0.0, in Chromium or Chrome: they call themselves the same.",
    );
  });
});

describe("the lines", () => {
  const machine = status({ person: null });

  test("have a mark each, the mend below it, and the sum", () => {
    const lines = linesOf(findings(machine), false);
    expect(lines.filter((line) => /^[✓!?] /.test(line)).length).toBe(findings(machine).length);
    expect(lines).toContain(
      "    → Name the person in the agent's configuration, and have them in the people file.",
    );
    expect(lines.at(-1)).toBe("1 thing is open.");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test("are colored only where a person looks, and never by what they quote", () => {
    const hostile = status({ policy: { ...STATUS.policy, problems: ["\u001b[2J gone"] } });
    expect(linesOf(findings(hostile), false).join("")).not.toContain("\u001b");
    expect(linesOf(findings(machine), true).join("")).toContain("\u001b[33m!\u001b[0m");
  });
});
