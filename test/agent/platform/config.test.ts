import { describe, expect, test } from "vitest";
import { personOf } from "../../../agent/platform/config.ts";
import { parsed, problems } from "./parsed.ts";

/** A configuration with these settings for sockets. */
function whole(sockets: string): string {
  return `lanyard: 1\npolicy: p\npeople: p.yaml\nperson: ada\nsockets: ${sockets}\n`;
}

function withPassport(passport: string): string {
  return `lanyard: 1\npolicy: p\npeople: p.yaml\nperson: ada\npassport: ${passport}\n`;
}

/** A configuration with this distribution. */
function distribution(settings: string): string {
  return `lanyard: 1\ndistribution: ${settings}\npeople: p.yaml\nperson: ada\n`;
}

describe("a configuration", () => {
  test("says how sockets are led, and what is none is refused with the mend", () => {
    const settings =
      '{port: 18943, upstream: "http://proxy.example:3128", otherwise: "PROXY proxy.example:3128; DIRECT"}';
    expect(parsed(whole(settings)).sockets).toEqual({
      port: 18_943,
      upstream: { host: "proxy.example", port: 3_128 },
      otherwise: "PROXY proxy.example:3128; DIRECT",
    });
    for (const bad of [
      "{port: 0}",
      "{port: 65536}",
      "{upstream: proxy.example}",
      '{otherwise: "DIRECT\\"; evil()"}',
    ])
      expect(() => parsed(whole(bad)), bad).toThrow();
  });

  test("says how long the journal is kept and who is told its checkpoints, and what is none is refused with the mend", () => {
    const base = "lanyard: 1\npolicy: p\npeople: p.yaml\nperson: ada\n";
    const said = parsed(
      `${base}retention: {days: 400, permits_days: 30, sealed_days: 90}\nwitness: {folder: audit, url: "https://witness.example/in"}\n`,
    );
    expect(said.retention).toEqual({ days: 400, megabytes: null, permitsDays: 30, sealedDays: 90 });
    expect(said.witness).toEqual({
      folder: "/etc/lanyard/audit",
      url: "https://witness.example/in",
      mqtt: null,
      otlp: false,
    });
    expect(parsed(base)).toMatchObject({ retention: { days: null }, witness: { folder: null, url: null } });
    for (const [bad, mend] of [
      ["retention: {days: 0}", "as in `days: 400`"],
      ["retention: {megabytes: 5}", "from 10"],
      ["retention: {years: 2}", "Known are: days, megabytes, permits_days"],
      ['witness: {url: "ftp://witness.example"}', "takes POST"],
      ['witness: {url: "https://name:word@witness.example"}', "without a name or password"],
      ['witness: {mqtt: {url: "mqtt://broker.example", topic: t}}', "mqtt is for this machine alone"],
      ['witness: {mqtt: {url: "mqtts://broker.example", topic: "t/#"}}', "without wildcards"],
      ["witness: {otlp: true}", "where `forward` has a receiver `to: otlp`"],
    ] as const)
      expect(problems(`${base}${bad}\n`).join(" "), bad).toContain(mend);
  });

  test("names a repository of signed policy instead of a folder, with broker and reports", () => {
    const signed = parsed(
      distribution(
        "{url: https://policy.example, root: root.json, ca: ca.pem, report: https://reports.example/in, nudge: {url: mqtts://broker.example:8883, topic: corp/lanyard, user: u, password_file: p}}",
      ),
    );
    expect(signed.policy).toEqual({
      distribution: {
        url: "https://policy.example/",
        root: "/etc/lanyard/root.json",
        ca: "/etc/lanyard/ca.pem",
        report: "https://reports.example/in/",
        nudge: {
          url: "mqtts://broker.example:8883",
          topic: "corp/lanyard",
          ca: null,
          user: "u",
          passwordFile: "/etc/lanyard/p",
        },
      },
    });
    for (const url of ["http://127.0.0.1:8080/r/", "http://localhost/", "http://[::1]:9/"])
      expect(problems(distribution(`{url: "${url}", root: r}`)), url).toEqual([]);
  });

  test.each([
    ["plain http to elsewhere", "{url: http://policy.example/, root: r}", '"distribution.url"'],
    ["a name that looks like loopback", "{url: http://127.0.0.1.example/, root: r}", '"distribution.url"'],
    ["a password in an address", "{url: https://u:p@policy.example/, root: r}", '"distribution.url"'],
    ["a query", '{url: "https://policy.example/?a", root: r}', '"distribution.url"'],
    ["no root", "{url: https://policy.example/}", '"distribution.root" is missing'],
    [
      "plain MQTT to elsewhere",
      "{url: https://p.example/, root: r, nudge: {url: mqtt://b.example, topic: t}}",
      '"distribution.nudge.url"',
    ],
    [
      "a topic with a wildcard",
      '{url: https://p.example/, root: r, nudge: {url: mqtts://b.example, topic: "a/#"}}',
      '"distribution.nudge.topic"',
    ],
  ])("refuses a distribution with %s, and says the mend", (_what, text, expected) => {
    expect(problems(distribution(text)).join("\n")).toContain(expected);
  });

  test("with both a folder and a distribution is refused", () => {
    const both = `policy: p\n${distribution("{url: https://p.example/, root: r}")}`;
    expect(problems(both).join("\n")).toContain('Exactly one of "policy" and "distribution"');
  });

  test("says where people sign in, beside a person or instead of one, and what is none is refused with the mend", () => {
    const base = "lanyard: 1\npolicy: p\npeople: p.yaml\n";
    const part = (settings: string): string => `${base}sign_in: ${settings}\n`;
    const settled =
      '{issuer: "https://login.example.com/realm", client_id: lanyard, scopes: [email], ca: ca.pem, redirect_port: 18944, client_secret_file: secret}';
    expect(parsed(part(settled)).signIn).toEqual({
      issuer: "https://login.example.com/realm",
      client: "lanyard",
      secretFile: "/etc/lanyard/secret",
      scopes: ["openid", "email"],
      ca: "/etc/lanyard/ca.pem",
      redirectPort: 18_944,
    });
    expect(personOf(parsed(part(settled)), "ada")).toBeNull();
    expect(personOf(parsed(`${part(settled)}person: ada\n`), "x")).toBe("ada");
    for (const [bad, mend] of [
      ['{issuer: "http://login.example.com", client_id: lanyard}', "http is for this machine alone"],
      ['{issuer: "https://login.example.com"}', "client_id: lanyard"],
      ['{issuer: "https://login.example.com", client_id: l, scopes: ["a b"]}', "scopes: [openid"],
      ['{issuer: "https://login.example.com", client_id: l, redirect_port: 0}', "redirect_port: 18944"],
    ] as const)
      expect(problems(part(bad)).join(" "), bad).toContain(mend);
    expect(problems(base).join(" ")).toContain('"person" and "accounts" must say who uses this machine');
  });

  test("takes relative paths from its own folder, and the usual places for what it leaves out", () => {
    expect(parsed("lanyard: 1\npolicy: policy\npeople: ../people.yaml\nperson: ada\n")).toEqual({
      file: "/etc/lanyard/agent.yaml",
      policy: { folder: "/etc/lanyard/policy" },
      people: "/etc/people.yaml",
      holder: { person: "ada" },
      journal: "/home/ada/.local/state/lanyard/journal.db",
      socket: "/run/user/1000/lanyard/agent.sock",
      retention: { days: null, megabytes: null, permitsDays: null, sealedDays: null },
      witness: { folder: null, url: null, mqtt: null, otlp: false },
      signIn: null,
      sockets: { port: 0, upstream: null, otherwise: null },
      forward: [],
      passport: { url: null, ca: null, files: [] },
      requests: { folder: null, command: null },
    });
  });

  test("says where passports come from: from an address that nobody listens in on, or from files", () => {
    expect(
      parsed(withPassport("{url: https://passports.example.com/x, files: [gov.sdjwt]}")).passport,
    ).toEqual({
      url: "https://passports.example.com/x/",
      ca: null,
      files: ["/etc/lanyard/gov.sdjwt"],
    });
    expect(parsed(withPassport('{url: "http://127.0.0.1:8080"}')).passport.url).toBe(
      "http://127.0.0.1:8080/",
    );
    for (const bad of [
      "{url: http://passports.example.com/}",
      '{url: "http://localhost.evil.example/"}',
      "{files: own.sdjwt}",
    ])
      expect(problems(withPassport(bad)).join(), bad).toMatch(
        /passport\.(url|files)" is not what belongs here\. Write/,
      );
  });

  test("names a person for each user of the machine, and nobody for others", () => {
    const config = parsed("lanyard: 1\npolicy: p\npeople: q\naccounts: {ada: ada@example.com}\n");
    expect(personOf(config, "ada")).toBe("ada@example.com");
    expect(personOf(config, "mallory")).toBeNull();
    expect(personOf(config, "constructor")).toBeNull();
  });

  test.each([
    [
      "no version",
      "policy: p\npeople: q\nperson: ada\n",
      'agent.yaml:1:1 "lanyard" is missing. Write `lanyard: 1`',
    ],
    [
      "another version",
      "lanyard: 2\npolicy: p\npeople: q\nperson: ada\n",
      'agent.yaml:1:10 "lanyard" is not what',
    ],
    [
      "no policy",
      "lanyard: 1\npeople: q\nperson: ada\n",
      'Exactly one of "policy" and "distribution" must say where the policy is from. Write the folder',
    ],
    [
      "a number for a path",
      "lanyard: 1\npolicy: 7\npeople: q\nperson: ada\n",
      'agent.yaml:2:9 "policy" is not what',
    ],
    [
      "an empty person",
      'lanyard: 1\npolicy: p\npeople: q\nperson: ""\n',
      'agent.yaml:4:9 "person" is not what',
    ],
    [
      "a field that is unknown",
      "lanyard: 1\npolicy: p\npeople: q\nperson: a\n\nsokcet: x\n",
      'agent.yaml:6:1 "sokcet" is not a field',
    ],
    ["nobody", "lanyard: 1\npolicy: p\npeople: q\n", 'Exactly one of "person" and "accounts"'],
    [
      "both person and accounts",
      "lanyard: 1\npolicy: p\npeople: q\nperson: a\naccounts: {a: b}\n",
      "Exactly one of",
    ],
    [
      "a list of accounts",
      "lanyard: 1\npolicy: p\npeople: q\naccounts: [a]\n",
      'agent.yaml:4:11 "accounts" is not what',
    ],
    [
      "an account without person",
      "lanyard: 1\npolicy: p\npeople: q\naccounts:\n  a: 5\n",
      'agent.yaml:5:6 "accounts.a" is not what',
    ],
    [
      "a key twice",
      "lanyard: 1\nlanyard: 1\npolicy: p\n",
      "agent.yaml:2:1 This is not YAML: Map keys must be unique",
    ],
    ["no YAML", "lanyard: [1\npolicy: p", "This is not YAML"],
    ["an empty file", "", "agent.yaml:1:1 This file is not what belongs here. Write at least"],
    ["a list", "- lanyard\n", "agent.yaml:1:1 This file is not what belongs here."],
    ["an alias bomb", bomb(), "too many aliases"],
  ])("with %s is refused with file, line, field and mend", (_what, text, expected) => {
    expect(problems(text).join("\n")).toContain(expected);
  });
});

function bomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let n = 1; n < 9; n += 1)
    lines.push(`a${n}: &a${n} [${Array.from({ length: 10 }, () => `*a${n - 1}`).join(", ")}]`);
  return lines.join("\n");
}
