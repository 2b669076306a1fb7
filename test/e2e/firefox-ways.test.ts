import { describe, expect, test } from "vitest";
import { faultsOf } from "../faults/faults.ts";
import { runFault } from "../faults/run.ts";
import { CASES } from "../matrix/cases.ts";
import { runMatrix } from "../matrix/matrix.ts";
import { reportOf } from "../matrix/report.ts";
import { CHROMIUM, testableFirefox } from "../tested/choose.ts";

const firefox = await testableFirefox();

/** Some of each kind; `npm run matrix` sends them all. */
const CHOSEN = [
  "body / text / fetch / page / from service",
  "body / typed array / fetch / page / from service",
  "body / Blob / fetch / page / from service",
  "body / text / fetch of a cloned Request / page / from service",
  "body / text / synchronous XMLHttpRequest / page / from service",
  "body / text / beacon / page / from service",
  "form field / FormData with a file in memory / fetch / page / from service",
  "form field / FormData whose model is in a file / fetch / page / from service",
  "form field / none / form, multipart / page / from service",
  "query / none / image / page / from service",
  "body over http / text / fetch / page / from over http",
  "body / text / fetch / frame of srcdoc / from service",
  "body / text / fetch / worker of blob: / from service",
  "body / text / fetch / service worker of the page / from service",
  "socket's second frame / none / WebSocket / page / from service",
  "socket's address / none / WebSocket / page / from service",
];

/** What nobody can read in Firefox: stopped, whatever its model. */
const LIMITED = [
  "body / stream / fetch / page / from service",
  "body, named twice / text / fetch / page / from service / 20 MB",
  "socket's second frame / none / WebSocket / shared worker / from service",
];

describe.skipIf(firefox === null)("Firefox, in every way that a page can call", () => {
  const testable = firefox ?? CHROMIUM;

  test("a forbidden model is stopped, and an allowed one passes unchanged where it can be read", async () => {
    const names = [...CHOSEN, ...LIMITED];
    const cases = CASES.filter(({ name }) => names.includes(name));
    expect(cases).toHaveLength(names.length);
    const report = reportOf(await runMatrix(testable, cases, () => undefined));
    expect(report.cases.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
    expect(report.forbidden).toEqual({ stopped: names.length, of: names.length });
    expect(report.allowed).toEqual({ passed: CHOSEN.length, of: CHOSEN.length });
    expect(new Set(report.limits.map(({ case: name }) => name))).toEqual(
      new Set(LIMITED.map((name) => `${name}, allowed`)),
    );
  });

  test.each([
    "worker killed until the browser gives up on it",
    "extension updated under load, and at the next start",
  ])("nothing gets through: %s", async (name) => {
    const fault = faultsOf("firefox").find((one) => one.name === name);
    if (fault === undefined) throw new Error(`There is no fault "${name}".`);
    expect(await runFault(testable, fault, 1)).toMatchObject({ browser: "firefox", leaks: 0 });
  });
});
