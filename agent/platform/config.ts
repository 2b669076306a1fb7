import { basename, dirname, join, resolve } from "node:path";
import * as z from "zod/mini";
import { Name } from "../../shared/schema/text.ts";
import { Port, PacAnswer } from "../../shared/wire/socket-proxy.ts";
import {
  DISTRIBUTION_MENDS,
  distributionSettings,
  DistributionPart,
  type DistributionSettings,
} from "./distribution-config.ts";
import {
  JOURNAL_MENDS,
  RetentionPart,
  type RetentionSettings,
  retentionSettings,
  WitnessPart,
  type WitnessSettings,
  witnessSettings,
} from "./journal-config.ts";
import { REQUESTS_MENDS, type RequestSettings, requestSettings, RequestsPart } from "./requests-config.ts";
import { readYaml, type FileForm, type FileReading } from "./yaml-file.ts";
import { isPipe, journalIn, type Places } from "./places.ts";
import { SIGN_IN_MENDS, SignInPart, signInSettings, type SignInSettings } from "./sign-in-config.ts";
import { Forward, FORWARD_MENDS, receiversOf, type Receiver } from "./receivers.ts";

/** What one agent obeys and where it keeps things; every path is absolute. */
export interface Config {
  readonly file: string;
  /** Where the policy comes from: a folder of YAML files, or a repository of signed ones. */
  readonly policy: { readonly folder: string } | { readonly distribution: DistributionSettings };
  readonly people: string;
  /** Who this endpoint is used by: a person, or by the system's user name. No accounts: whoever signs in. */
  readonly holder: { readonly person: string } | { readonly accounts: Readonly<Record<string, string>> };
  readonly journal: string;
  readonly retention: RetentionSettings;
  readonly witness: WitnessSettings;
  readonly socket: string;
  readonly sockets: SocketSettings;
  /** Where the journal's events go besides. */
  readonly forward: readonly Receiver[];
  readonly passport: PassportSettings;
  /** Null: nobody signs in. */
  readonly signIn: SignInSettings | null;
  readonly requests: RequestSettings;
}

/** Where passports come from. */
export interface PassportSettings {
  /** Where the company's passports are served, with a slash at its end; null: nowhere. */
  readonly url: string | null;
  /** File of the certificates that it is verified by; null: those of the distribution, or Node's. */
  readonly ca: string | null;
  /** Passports by file, those of other issuers among them. */
  readonly files: readonly string[];
}

/** The company's own proxy, that others are reached by. */
export interface UpstreamProxy {
  readonly host: string;
  readonly port: number;
}

/** How sockets of AI services are led through the agent. */
export interface SocketSettings {
  /** Port of the agent's proxy on loopback; 0: any. A policy's own PAC needs a fixed one. */
  readonly port: number;
  /** What the agent's proxy reaches services by; null: directly. */
  readonly upstream: UpstreamProxy | null;
  /** What a proxy auto-configuration answers for all other traffic; null: not said. */
  readonly otherwise: string | null;
}

const Path = z.string().check(z.minLength(1), z.maxLength(4_096));

const UPSTREAM = /^http:\/\/([A-Za-z0-9._-]{1,255}):(\d{1,5})\/?$/;

/** Passports hold what is to be known of nobody else, so they come in clear from this machine alone. */
const PASSPORT_URL = /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])\S{1,2000}$/;

const ConfigFile = z.strictObject({
  lanyard: z.literal(1),
  policy: z.optional(Path),
  distribution: z.optional(DistributionPart),
  people: Path,
  person: z.optional(Name),
  accounts: z.optional(z.record(Name, Name)),
  journal: z.optional(Path),
  retention: z.optional(RetentionPart),
  witness: z.optional(WitnessPart),
  socket: z.optional(Path),
  forward: z.optional(Forward),
  sockets: z.optional(
    z.strictObject({
      port: z.optional(Port),
      upstream: z.optional(z.string().check(z.regex(UPSTREAM))),
      otherwise: z.optional(PacAnswer),
    }),
  ),
  requests: z.optional(RequestsPart),
  passport: z.optional(
    z.strictObject({
      url: z.optional(z.string().check(z.regex(PASSPORT_URL))),
      ca: z.optional(Path),
      files: z.optional(z.array(Path).check(z.maxLength(20))),
    }),
  ),
  sign_in: z.optional(SignInPart),
});
type ConfigFile = z.infer<typeof ConfigFile>;

const form: FileForm<ConfigFile> = {
  schema: ConfigFile,
  mends: {
    lanyard: "Write `lanyard: 1`, the version of this form.",
    policy: "Write the folder of the policy files, as in `policy: policy`.",
    ...DISTRIBUTION_MENDS,
    people: "Write the people file, as in `people: people.yaml`.",
    person: "Write the id of a person of the people file, as in `person: ada@example.com`.",
    accounts: "Write a person for each user of this machine, as in `accounts: {ada: ada@example.com}`.",
    journal: "Write a file, as in `journal: journal.db`, or leave the field out.",
    ...JOURNAL_MENDS,
    socket: "Write a path, as in `socket: run/agent.sock`, or leave the field out.",
    sockets:
      "Write `port`, `upstream` and `otherwise` as agent/proxy/README.md has them, or leave the field out.",
    "sockets.port": "Write a port, as in `port: 18943`, or leave the field out.",
    "sockets.upstream": "Write the company's proxy, as in `upstream: http://proxy.example:3128`.",
    "sockets.otherwise":
      'Write `otherwise: DIRECT`, or as in `otherwise: "PROXY proxy.example:3128; DIRECT"`.',
    ...FORWARD_MENDS,
    ...REQUESTS_MENDS,
    passport: "Write `passport: {url: https://passports.example.com/}`, with `files` or both.",
    "passport.url": "Write where passports are served, as in `url: https://passports.example.com/`.",
    "passport.ca": "Write the file of its certificates, as in `ca: ca.pem`, or leave the field out.",
    "passport.files": "Write a list of files, as in `files: [partner.sdjwt]`.",
    ...SIGN_IN_MENDS,
    "": "Write at least `lanyard: 1`, `policy` or `distribution`, `people` and `person`.",
  },
};

/** Reads a configuration; relative paths in it are relative to the file. Problems name the file without its folder. */
export function parseConfig(file: string, text: string, places: Places): FileReading<Config> {
  const name = basename(file);
  const reading = readYaml(form, name, text);
  if (!reading.ok) return reading;
  const { value } = reading;
  const beside = (path: string): string => resolve(dirname(resolve(file)), path);
  const holder = holderOf(value);
  const policy = policyOf(value, beside);
  if (!holder)
    return notOne(name, "person", "accounts", '"person" and "accounts" must say who uses this machine.');
  if (!policy)
    return notOne(
      name,
      "policy",
      "distribution",
      '"policy" and "distribution" must say where the policy is from.',
    );
  if (value.witness?.otlp === true && value.forward?.some(({ to }) => to === "otlp") !== true)
    return notSo(name, '"witness.otlp" has nobody to tell: "forward" has no OTLP receiver.', "witness.otlp");
  return {
    ok: true,
    value: {
      file: resolve(file),
      policy,
      people: beside(value.people),
      holder,
      journal: value.journal === undefined ? journalIn(places.state) : beside(value.journal),
      retention: retentionSettings(value.retention),
      witness: witnessSettings(value.witness, beside),
      socket: socketOf(value.socket, beside, places),
      sockets: socketSettings(value.sockets ?? {}),
      forward: receiversOf(value.forward ?? [], beside),
      passport: passportSettings(value.passport ?? {}, beside),
      signIn: value.sign_in === undefined ? null : signInSettings(value.sign_in, beside),
      requests: requestSettings(value.requests, beside),
    },
  };
}

function passportSettings(
  { url, ca, files }: NonNullable<ConfigFile["passport"]>,
  beside: (path: string) => string,
): PassportSettings {
  return {
    url: url === undefined ? null : url.replace(/\/?$/, "/"),
    ca: ca === undefined ? null : beside(ca),
    files: (files ?? []).map(beside),
  };
}

/** The problem of a field that is sound by itself and not beside the others. */
function notSo(file: string, message: string, field: string): FileReading<never> {
  const mend = form.mends[field] ?? "";
  return { ok: false, problems: [{ file, line: 1, column: 1, message, mend }] };
}

/** The problem of two fields of which one alone must be there. */
function notOne(file: string, one: string, other: string, message: string): FileReading<never> {
  const mend = `${form.mends[one]} Or: ${form.mends[other]}`;
  return {
    ok: false,
    problems: [{ file, line: 1, column: 1, message: `Exactly one of ${message}`, mend }],
  };
}

function policyOf(
  { policy, distribution }: ConfigFile,
  beside: (path: string) => string,
): Config["policy"] | null {
  if (policy !== undefined) return distribution === undefined ? { folder: beside(policy) } : null;
  return distribution === undefined ? null : { distribution: distributionSettings(distribution, beside) };
}

function socketSettings({ port, upstream, otherwise }: NonNullable<ConfigFile["sockets"]>): SocketSettings {
  const [, host, upstreamPort] = UPSTREAM.exec(upstream ?? "") ?? [];
  return {
    port: port ?? 0,
    upstream: host === undefined ? null : { host, port: Number(upstreamPort) },
    otherwise: otherwise ?? null,
  };
}

function holderOf({ person, accounts, sign_in }: ConfigFile): Config["holder"] | null {
  if (person === undefined && accounts === undefined && sign_in !== undefined) return { accounts: {} };
  if (person !== undefined) return accounts === undefined ? { person } : null;
  return accounts === undefined ? null : { accounts };
}

function socketOf(socket: string | undefined, beside: (path: string) => string, places: Places): string {
  if (socket === undefined) return places.socket;
  return isPipe(socket) ? socket : beside(socket);
}

/** The person that this endpoint is used by, or null where the configuration knows no such user. */
export function personOf(config: Config, user: string): string | null {
  if ("person" in config.holder) return config.holder.person;
  const { accounts } = config.holder;
  return Object.hasOwn(accounts, user) ? (accounts[user] ?? null) : null;
}

/** Where the device's key lies, which passports are bound to. */
export function passportKeyFile(config: Config): string {
  return join(dirname(config.journal), "passport-key.pem");
}

/** Folder of what is kept of a sign-in. */
export function signInFolder(config: Config): string {
  return join(dirname(config.journal), "sign-in");
}

/** Folder of the passports and status lists that were fetched. */
export function passportFolder(config: Config): string {
  return join(dirname(config.journal), "passports");
}

/** Where the endpoint keeps what was asked for, and what came of it. */
export function accessFile(config: Config): string {
  return join(dirname(config.journal), "access.json");
}

/** Where the last edition of the catalog that was accepted is kept. */
export function acceptedCatalogFile(config: Config): string {
  return join(dirname(config.journal), "accepted-catalog.json");
}

/** Folder of the cursors: up to where each receiver has the journal. */
export function cursorFolder(config: Config): string {
  return join(dirname(config.journal), "forward");
}

/** Where the key of the prompt hashes lies: beside the journal, whose hashes mean nothing without it. */
export function promptKeyFile(config: Config): string {
  return join(dirname(config.journal), "prompt-key");
}

/** Where the key that signs the journal's checkpoints lies. */
export function deviceKeyFile(config: Pick<Config, "journal">): string {
  return join(dirname(config.journal), "device-key");
}

/** Folder of what the endpoint has verified: the floor that nothing falls below. */
export function floorFolder(config: Config): string {
  return join(dirname(config.journal), "distribution");
}

/** Folder of the policy's texts that came into force, for whoever asks later under what something was decided. */
export function policyHistoryFolder(config: Pick<Config, "journal">): string {
  return join(dirname(config.journal), "policy-history");
}

/** Where the id of this device lies, which its ring and its name in reports follow from. */
export function deviceIdFile(config: Config): string {
  return join(dirname(config.journal), "device-id");
}
