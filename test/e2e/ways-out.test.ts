import { expect, test } from "vitest";
import { runFault } from "../faults/run.ts";
import { faultsOf } from "../faults/faults.ts";
import { CASES } from "../matrix/cases.ts";
import { runMatrix } from "../matrix/matrix.ts";
import { reportOf } from "../matrix/report.ts";
import { CHROMIUM } from "../tested/choose.ts";

/** One of each kind; `npm run matrix` sends them all. */
const CHOSEN = [
  "body / text / fetch / page / from service",
  "body / UTF-16 bytes / fetch / page / from service",
  "body / gzipped bytes / fetch / page / from service",
  "body / Blob / fetch / page / from service",
  "body / stream / fetch / page / from service",
  "body / Blob / XMLHttpRequest / page / from service",
  "body / text / PATCH by fetch / page / from service",
  "body / text / fetch of a cloned Request / page / from service",
  "body / text / synchronous XMLHttpRequest / page / from service",
  "body / text / beacon / page / from service",
  "body / text / fetchLater / page / from service",
  "body / text / redirect from a neutral host / page / from service",
  "form field / FormData with a file in memory / fetch / page / from service",
  "form field / FormData with a file of the disk / fetch / page / from service",
  "form field / FormData whose model is in a file / fetch / page / from service",
  "form field / FormData whose model is named by field and file / fetch / page / from service",
  "form field / none / form, multipart / page / from service",
  "query / none / image / page / from service",
  "body, named twice / text / fetch / page / from service",
  "body, escaped letters / text / fetch / page / from service",
  "body at a host with a dot / text / fetch / page / from service",
  "URL, percent-encoded / text / fetch / page / from service",
  "URL, colon escaped / text / fetch / page / from service",
  "ARN in the URL / text / fetch / page / from service",
  "nested JSON / text / fetch / page / from another service",
  "body over http / text / fetch / page / from over http",
  "body / Blob / fetch / frame of about:blank / from service",
  "body / Blob / fetch / popup of about:blank / from service",
  "body / text / fetch / sandboxed frame / from service",
  "body / text / fetch / shared worker / from service",
  "body / text / fetch / service worker of the page / from service",
  "socket's second frame / none / WebSocket / page / from service",
];

test("a forbidden model is stopped and an allowed one passes unchanged, whatever way a page sends them", async () => {
  const cases = CASES.filter(({ name }) => CHOSEN.includes(name));
  expect(cases).toHaveLength(CHOSEN.length);
  const {
    forbidden,
    allowed,
    limits,
    cases: judged,
  } = reportOf(await runMatrix(CHROMIUM, cases, () => undefined));
  expect(judged.filter(({ verdict }) => verdict !== "right")).toEqual([]);
  expect([forbidden, allowed, limits]).toEqual([
    { stopped: CHOSEN.length, of: CHOSEN.length },
    { passed: CHOSEN.length, of: CHOSEN.length },
    [],
  ]);
});

test.each(["listener throws", "clock moved", "storage full"])(
  "nothing gets through while this fault lasts: %s",
  async (name) => {
    const fault = faultsOf("chromium").find((one) => one.name === name);
    if (fault === undefined) throw new Error(`There is no fault "${name}".`);
    expect(await runFault(CHROMIUM, fault, 2)).toMatchObject({ runs: 2, leaks: 0 });
  },
);
