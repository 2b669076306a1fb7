import { describe, expect, test } from "vitest";
import { parsed, problems } from "./parsed.ts";

/** A configuration with these receivers. */
function forwarding(receivers: string): string {
  return `lanyard: 1\npolicy: p\npeople: p.yaml\nperson: ada\nforward: ${receivers}\n`;
}

describe("receivers of a configuration", () => {
  test("have their paths from the configuration's folder, and OCSF and everything where nothing else is said", () => {
    const text = forwarding(`
  - {to: otlp, url: "https://otel.example:4318", ca: ca.pem, token_file: /etc/token}
  - {to: syslog, url: "tls://siem.example:6514", format: cef, kinds: [decision, served], filter: {effect: deny, models: ["anthropic/*"]}}
  - {to: hec, url: "http://127.0.0.1:8088", token_file: hec-token}
  - {to: file, file: events.jsonl, format: lanyard}`);
    const wanted = { kinds: null, effect: null, models: null };
    expect(parsed(text).forward).toEqual([
      {
        to: "otlp",
        place: "https://otel.example:4318",
        wanted,
        ca: "/etc/lanyard/ca.pem",
        tokenFile: "/etc/token",
      },
      {
        to: "syslog",
        place: "tls://siem.example:6514",
        wanted: { kinds: ["decision", "served"], effect: "deny", models: ["anthropic/*"] },
        ca: null,
        format: "cef",
      },
      {
        to: "hec",
        place: "http://127.0.0.1:8088",
        wanted,
        ca: null,
        tokenFile: "/etc/lanyard/hec-token",
        format: "ocsf",
      },
      { to: "file", place: "/etc/lanyard/events.jsonl", wanted, format: "lanyard" },
    ]);
  });

  test.each([
    ["none that is known", "[{to: email}]", "forward.0.to", "`otlp`, `syslog`, `hec` or `file`"],
    ["no address", "[{to: otlp}]", "forward.0.url", "https://"],
    ["one in clear", '[{to: otlp, url: "http://otel.example"}]', "forward.0.url", "for this machine alone"],
    [
      "syslog in clear",
      '[{to: syslog, url: "tcp://siem.example:514"}]',
      "forward.0.url",
      "for this machine alone",
    ],
    [
      "syslog without a port",
      '[{to: syslog, url: "tls://siem.example"}]',
      "forward.0.url",
      "tls://HOST:PORT",
    ],
    [
      "a password in the address",
      '[{to: otlp, url: "https://u:secret@otel.example"}]',
      "forward.0.url",
      "without a password",
    ],
    [
      "HEC without a token",
      '[{to: hec, url: "https://splunk.example"}]',
      "forward.0.token_file",
      "chmod 600",
    ],
    [
      "a format that OTLP has not",
      '[{to: otlp, url: "https://a.example", format: cef}]',
      '"format" is not a field',
      "Known are",
    ],
    ["a kind that is none", "[{to: file, file: x, kinds: [prompt]}]", "forward.0.kinds", "decision, served"],
    ["no kinds", "[{to: file, file: x, kinds: []}]", "forward.0.kinds", "leave the field out"],
    [
      "an effect that is none",
      "[{to: file, file: x, filter: {effect: maybe}}]",
      "forward.0.filter.effect",
      "`permit` or `deny`",
    ],
    [
      "one place twice",
      "[{to: file, file: x}, {to: file, file: x, format: cef}]",
      '"forward" is not',
      "each place once",
    ],
    ["no list", "{to: file, file: x}", '"forward" is not', "Write a list"],
  ])("with %s are refused with the mend", (_what, receivers, field, mend) => {
    const found = problems(forwarding(receivers)).join("\n");
    expect(found).toContain(field);
    expect(found).toContain(mend);
    expect(found).not.toContain("secret");
  });
});
