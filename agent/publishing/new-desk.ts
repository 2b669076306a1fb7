import { stringify } from "yaml";
import { DIRECTIVES_TARGET, RELEASES_TARGET, releaseTarget } from "../../shared/schema/bundle.ts";
import { completed } from "./complete.ts";
import { firstDirectives, firstRoot, firstTargets, targetOf, type RepositoryKeys } from "./compose.ts";
import { PublishingError } from "./fault.ts";
import { filesOf } from "./files.ts";
import { WORK_FACTOR } from "../platform/sealed.ts";
import { newKeyFile, type NewKey } from "./key-file.ts";
import type { Part, Signed } from "./parts.ts";
import { EVERYBODY, staged } from "./rings.ts";
import { samplePolicy } from "./sample-policy.ts";
import { lifetimesOf } from "./settings.ts";
import { signedBy, type Signer } from "./signing.ts";
import { directivesText, releasesText, releaseText } from "./targets-text.ts";

/** What a new desk is to be. */
export interface NewDesk {
  readonly organization: string;
  /** Where endpoints will fetch, ending in a slash. */
  readonly url: string;
  /** The broker, where there is one. */
  readonly nudge: { readonly url: string; readonly topic: string } | null;
  /** How many keys there are for the root, and for policy. */
  readonly signers: number;
  /** How many of them sign together. */
  readonly threshold: number;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Gives the passphrase of each new key. */
  readonly passphrase: (key: string) => Promise<string>;
  /** Called with each key that is made, and how many there will be. */
  readonly onKey?: (key: string, done: number, of: number) => void;
  /** Work of the key files' encryption; smaller in tests alone. */
  readonly workFactor?: number;
}

/** The name of the release that a desk begins with. */
const FIRST_RELEASE = "first";

/** Every file of a new desk by its path. What lies in `keys/` is for its owner alone. */
export async function newDeskFiles(desk: NewDesk): Promise<ReadonlyMap<string, string>> {
  verifyNumbers(desk);
  const names = keyNames(desk.signers);
  const made = new Map<string, NewKey>();
  for (const name of names) {
    desk.onKey?.(name, made.size, names.length);
    made.set(name, await newKeyFile(name, await desk.passphrase(name), desk.workFactor ?? WORK_FACTOR));
  }
  const policy = samplePolicy(desk.organization);
  const repository = await firstRepository(desk, made, policy);
  const root = repository.get("metadata/1.root.json") ?? "";
  return new Map([
    ...Object.entries(policy),
    ...[...made].map(([name, { file }]) => [keyPath(name), file] as const),
    ...[...repository].map(([file, text]) => [`repository/${file}`, text] as const),
    ["root.json", root],
    ["publisher.yaml", publisherText(desk, made)],
  ]);
}

/** The lines of an endpoint's agent.yaml; agent/README.md says what they are. */
export function endpointLines({ url, nudge }: Pick<NewDesk, "url" | "nudge">): string {
  return stringify({ distribution: { url, root: "root.json", ...(nudge && { nudge }) } }).trimEnd();
}

/** Where the file of a key lies in a desk. */
export function keyPath(name: string): string {
  return `keys/${name}.age`;
}

function keyNames(signers: number): readonly string[] {
  const numbers = Array.from({ length: signers }, (_, index) => index + 1);
  return [...numbers.map((n) => `root-${n}`), ...numbers.map((n) => `policy-${n}`), "publish", "on-call"];
}

function verifyNumbers({ signers, threshold }: NewDesk): void {
  if (threshold >= 1 && threshold <= signers && signers <= 20) return;
  throw new PublishingError(
    "malformed",
    `${threshold} of ${signers} signers cannot be. Write as many signers as there are people, up to 20, and how many must sign together.`,
  );
}

async function firstRepository(
  { threshold, now }: NewDesk,
  made: ReadonlyMap<string, NewKey>,
  policy: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const of = (prefix: string): readonly Signer[] =>
    [...made].filter(([name]) => name.startsWith(prefix)).map(([, { signer }]) => signer);
  const keys: RepositoryKeys = {
    root: of("root-"),
    policy: of("policy-"),
    onCall: of("on-call"),
    publish: of("publish"),
    threshold,
  };
  const times = { now, lifetimes: lifetimesOf({}) };
  const files = policyFiles(policy);
  const texts = new Map([
    [RELEASES_TARGET, releasesText(staged([], FIRST_RELEASE, EVERYBODY))],
    [releaseTarget(FIRST_RELEASE), releaseText(FIRST_RELEASE, files)],
  ]);
  const targets = Object.fromEntries([...texts].map(([name, text]) => [name, targetOf(text)]));
  const none = directivesText([]);
  const directives = firstDirectives({ [DIRECTIVES_TARGET]: targetOf(none) }, times);
  const state = await completed(
    {
      root: await signedByAll(firstRoot(keys, times), of("root-").slice(0, threshold)),
      targets: await signedByAll(firstTargets(keys, targets, times), of("policy-").slice(0, threshold)),
      directives: { signed: directives, signatures: [] },
    },
    { directives },
    async (role) => signerFor(role === "directives" ? of("on-call") : of("publish")),
    times,
  );
  return filesOf(state, new Map([...texts, [DIRECTIVES_TARGET, none]]));
}

function signerFor([signer]: readonly Signer[]): Signer {
  if (signer) return signer;
  throw new PublishingError("key", "A desk has an on-call key and a publishing key.");
}

async function signedByAll<P extends Part>(part: P, signers: readonly Signer[]): Promise<Signed<P>> {
  let one: Signed<P> = { signed: part, signatures: [] };
  for (const signer of signers) one = await signedBy(one, signer);
  return one;
}

function policyFiles(policy: Readonly<Record<string, string>>) {
  return Object.entries(policy).flatMap(([path, text]) => {
    const file = /^policy\/([^/]+\.yaml)$/.exec(path)?.[1];
    return file === undefined ? [] : [{ file, text }];
  });
}

function publisherText({ organization, url, nudge }: NewDesk, made: ReadonlyMap<string, NewKey>): string {
  const keys = Object.fromEntries(
    [...made].map(([name, { public: text }]) => [name, { public: text, file: keyPath(name) }]),
  );
  const said = {
    lanyard: 1,
    organization,
    url,
    policy: "policy",
    people: "people.yaml",
    repository: "repository",
  };
  return [
    "# The desk from which policy is signed and published. agent/publishing/README.md says what each field is.",
    stringify(said).trimEnd(),
    "# Publishing asks before it denies something to more people than this.",
    "ask_above: 10",
    "# Each private key belongs to one person. Move the files of root-* and policy-* to where those people keep them.",
    stringify({ keys }, { lineWidth: 0 }).trimEnd(),
    "# Where endpoints fetch from: folder, rsync, s3 or command.",
    "publish:",
    "  - folder: site",
    ...(nudge ? ["# The broker that tells endpoints to look at once.", stringify({ nudge }).trimEnd()] : []),
    "",
  ].join("\n");
}
