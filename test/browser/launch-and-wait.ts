import { launchUnpacked } from "./launch-unpacked.ts";

/** A process that starts a browser, says so, and does nothing more: for the test that kills it. */
const [executable = "", profile = "", dir = "", id = ""] = process.argv.slice(2);

await launchUnpacked({
  browser: { kind: "chromium", executable },
  profile,
  headless: true,
  signal: new AbortController().signal,
  hosts: {},
  extension: { dir, id, version: "1.2.3" },
});
console.log("started");
