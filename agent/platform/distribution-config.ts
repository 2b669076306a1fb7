import * as z from "zod/mini";

/** Where an endpoint gets signed policy from, and whom it tells what it enforces. Paths are absolute. */
export interface DistributionSettings {
  /** Of the repository, with a slash at its end. */
  readonly url: string;
  /** The file of the root that everything is verified from. */
  readonly root: string;
  /** File of the certificates that web server and reports are verified by; null: those of Node. */
  readonly ca: string | null;
  readonly nudge: BrokerSettings | null;
  /** Address that reports are PUT under, with a slash at its end; null: none. */
  readonly report: string | null;
}

/** A broker: the one that says "look now" and that reports go to, or one that is a witness. */
export interface BrokerSettings {
  readonly url: string;
  readonly topic: string;
  readonly ca: string | null;
  readonly user: string | null;
  readonly passwordFile: string | null;
}

const Path = z.string().check(z.minLength(1), z.maxLength(4_096));

const WebUrl = z.string().check(
  z.maxLength(2_000),
  z.refine((text) => isSafe(text, "https:", "http:")),
);
const BrokerUrl = z.string().check(
  z.maxLength(2_000),
  z.refine((text) => isSafe(text, "mqtts:", "mqtt:")),
);

/** A broker as a configuration names it. */
export const BrokerPart = z.strictObject({
  url: BrokerUrl,
  topic: z.string().check(z.regex(/^[^#+\s\0/$][^#+\s\0]{0,199}$/)),
  ca: z.optional(Path),
  user: z.optional(z.string().check(z.minLength(1), z.maxLength(512))),
  password_file: z.optional(Path),
});

/** The part `distribution` of the agent's configuration, as it is written. */
export const DistributionPart = z.strictObject({
  url: WebUrl,
  root: Path,
  ca: z.optional(Path),
  nudge: z.optional(BrokerPart),
  report: z.optional(WebUrl),
});
export type DistributionPart = z.infer<typeof DistributionPart>;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** What to write for each field of the part. */
export const DISTRIBUTION_MENDS: Readonly<Record<string, string>> = {
  distribution:
    "Write `url` and `root`, as in `distribution: {url: https://policy.example.com/, root: root.json}`.",
  "distribution.url":
    "Write the repository's address, as in `url: https://policy.example.com/`; http is for this machine alone.",
  "distribution.root": "Write the file of the root that IT gave you, as in `root: root.json`.",
  "distribution.ca":
    "Write a PEM file of your own certificates, as in `ca: company-ca.pem`, or leave the field out.",
  "distribution.nudge":
    "Write `url` and `topic`, as in `nudge: {url: mqtts://broker.example.com:8883, topic: lanyard}`.",
  "distribution.nudge.url":
    "Write the broker's address, as in `url: mqtts://broker.example.com:8883`; mqtt is for this machine alone.",
  "distribution.nudge.topic":
    "Write a topic without wildcards, as in `topic: lanyard`: what lies under it is Lanyard's.",
  "distribution.nudge.ca": "Write a PEM file, as in `ca: broker-ca.pem`, or leave the field out.",
  "distribution.nudge.user": "Write the broker's name for this endpoint, or leave the field out.",
  "distribution.nudge.password_file":
    "Write a file that holds nothing but the password, or leave the field out.",
  "distribution.report":
    "Write the address that reports are PUT under, as in `report: https://reports.example.com/`; http is for this machine alone.",
};

/** The settings of the part; relative paths are made absolute by `beside`. */
export function distributionSettings(
  { url, root, ca, nudge, report }: DistributionPart,
  beside: (path: string) => string,
): DistributionSettings {
  const file = (path: string | undefined): string | null => (path === undefined ? null : beside(path));
  return {
    url: withSlash(url),
    root: beside(root),
    ca: file(ca),
    nudge: nudge ? brokerSettings(nudge, beside) : null,
    report: report === undefined ? null : withSlash(report),
  };
}

/** The settings of a broker; relative paths are made absolute by `beside`. */
export function brokerSettings(
  { url, topic, ca, user, password_file: passwordFile }: z.infer<typeof BrokerPart>,
  beside: (path: string) => string,
): BrokerSettings {
  const file = (path: string | undefined): string | null => (path === undefined ? null : beside(path));
  return { url, topic, ca: file(ca), user: user ?? null, passwordFile: file(passwordFile) };
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}

/** Encrypted, or to this machine itself; without names, passwords, queries and fragments, which addresses leak. */
function isSafe(text: string, encrypted: string, plain: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== "" || url.password !== "") return false;
  if (url.search !== "" || url.hash !== "" || url.hostname === "") return false;
  return url.protocol === encrypted || (url.protocol === plain && LOOPBACK.has(url.hostname));
}
