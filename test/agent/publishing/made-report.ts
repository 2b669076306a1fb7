import type { EndpointReport } from "../../../shared/schema/endpoint-report.ts";

/** What an endpoint reports that enforces the newest state two seconds after it was signed. */
export function report(parts: Partial<EndpointReport>): EndpointReport {
  return {
    lanyard: 1,
    device: "0123456789abcdef0123456789abcdef",
    release: "2026-07-01.1",
    policy: 4,
    directives: 7,
    revision: "r",
    issued: 1_000,
    enforced: 3_000,
    browsers: 1,
    version: "1.0.0",
    problem: null,
    at: 5_000,
    ...parts,
  };
}
