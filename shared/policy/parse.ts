import type {
  Classify,
  DataClassText,
  LAYERS,
  License,
  MayBe,
  ReviewersPart,
  Rule,
  Stale,
} from "../schema/policy.ts";
import type { AskingText, Toggle } from "../schema/policy-words.ts";
import { askingProblems } from "./check-asking.ts";
import { issuerProblems } from "./check-issuers.ts";
import { reviewerProblems } from "./check-reviewers.ts";
import { requestProblems } from "./check-requests.ts";
import { runningProblems } from "./check-running.ts";
import type { AccessPolicy } from "../schema/access-policy.ts";
import type { PassportIssuer } from "../schema/passport-issuer.ts";
import type { Claim } from "../schema/proof.ts";
import type { SignInText } from "../schema/sign-in.ts";
import type { Tenants } from "../schema/tenants.ts";
import { closedPermit } from "./check-conditions.ts";
import { dataClassesIn, dataClassProblems } from "./check-data-classes.ts";
import { checkEntries, checkSentences } from "./check-entries.ts";
import { checkFolder, sameIds } from "./check-folder.ts";
import { declaredIn, unknownNames } from "./check-names.ts";
import { purposesIn } from "./check-purposes.ts";
import type { Path, PolicyFile } from "./document.ts";
import { inOrder, type Position, type Problem, problemAt, startOf } from "./problem.ts";
import { type ReadLayers, readLayers } from "./read-layers.ts";
import { type PartReading, readFile, type ReadPart } from "./read-part.ts";
import { merged, type Said, saidOnce } from "./said-once.ts";
import { type Entry, positionOf } from "./sift.ts";

export type { PolicyFile } from "./document.ts";

/** Largest file, in characters. */
const FILE_LIMIT = 16_000_000;

/** Largest folder, in characters. */
const FOLDER_LIMIT = 64_000_000;

/** The lists of a policy whose entries a problem may name. */
export type PolicyList = (typeof LAYERS)[number] | "classify" | "licenses" | "grants";

/** The whole policy as IT wrote it: checked, merged, templates written out, and still in its own words. */
export interface PolicySource {
  readonly organization: string;
  readonly revision: string | null;
  readonly levels: readonly string[];
  readonly default: Toggle;
  readonly unidentified: Toggle;
  readonly uninspectable: Toggle;
  /** Highest level that stays open while the agent is away, by name. */
  readonly openUpTo: string | null;
  readonly stale: readonly Stale[];
  readonly corporateAccounts: readonly string[];
  readonly tenants: Tenants | null;
  readonly names: Readonly<Record<string, string>>;
  readonly purposes: ReadonlyMap<string, string>;
  /** How long one stays declared; null: as it is usual. */
  readonly purposeLasts: string | null;
  readonly asking: AskingText;
  readonly dataClasses: ReadonlyMap<string, DataClassText>;
  readonly actionGroups: ReadonlyMap<string, readonly string[]>;
  readonly mayBe: readonly MayBe[];
  readonly classify: readonly Classify[];
  readonly licenses: readonly License[];
  readonly grants: readonly License[];
  readonly issuers: readonly PassportIssuer[];
  readonly proofs: readonly Claim[];
  readonly signIn: SignInText | null;
  readonly reviewers: ReviewersPart | null;
  readonly requests: AccessPolicy | null;
  readonly directives: readonly Rule[];
  readonly guardrails: readonly Rule[];
  readonly rules: readonly Rule[];
  /** Where an entry of a list stands, or one of its fields. */
  readonly place: (list: PolicyList, index: number, ...fields: Path) => Position;
}

/** What a policy is that says nothing: nobody may do anything. */
const BARE_SOURCE: PolicySource = {
  organization: "Your organization",
  revision: null,
  levels: ["open"],
  default: "forbid",
  unidentified: "forbid",
  uninspectable: "forbid",
  openUpTo: null,
  stale: [],
  corporateAccounts: [],
  tenants: null,
  names: {},
  purposes: new Map(),
  purposeLasts: null,
  asking: {},
  dataClasses: new Map(),
  actionGroups: new Map(),
  mayBe: [],
  classify: [],
  licenses: [],
  grants: [],
  issuers: [],
  proofs: [],
  signIn: null,
  reviewers: null,
  requests: null,
  directives: [],
  guardrails: [],
  rules: [],
  place: () => startOf("policy"),
};

/** What `parse` gives: a policy, or what is wrong with it, at most 100 problems. */
export type Parsed = { readonly ok: PolicySource } | { readonly problems: readonly Problem[] };

/**
 * Reads a policy folder. Files are taken by name, so the order in which a directory lists them is no part of
 * the policy. All problems are reported: what one file or entry has wrong does not hide what others have.
 * Whoever reads a folder again and again may give a `read` that remembers.
 */
export function parse(
  files: readonly PolicyFile[],
  read: (file: PolicyFile) => PartReading = readFile,
): Parsed {
  const refused = files.length === 0 ? [noFiles] : tooLarge(files);
  if (refused.length > 0) return { problems: inOrder(refused) };
  const byName = files.toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
  const readings = byName.map((file) => read(file));
  const parts = readings.flatMap((reading) => ("said" in reading ? [reading] : []));
  const unread = readings.flatMap((reading) => ("said" in reading ? [] : reading));
  return joined(parts, unread);
}

function joined(parts: readonly ReadPart[], unread: readonly Problem[]): Parsed {
  const { said, problems: saidTwice } = saidOnce(parts);
  const problems = [...unread, ...saidTwice];
  const maps = {
    names: Object.fromEntries(merged(parts, "names", problems)),
    purposes: purposesIn(parts, problems),
    actionGroups: merged(parts, "action_groups", problems),
    dataClasses: dataClassesIn(parts, problems),
  };
  const layers = readLayers(parts, merged(parts, "templates", problems));
  const sentences = [...layers.directives, ...layers.guardrails, ...layers.rules];
  const declared = declaredIn(parts, maps.actionGroups.keys(), unread.length > 0);
  for (const found of [
    ...parts.flatMap((part) => [...part.problems, ...checkEntries(part)]),
    layers.problems,
    checkSentences(layers),
    sameIds(sentences),
    checkFolder(parts, said, unread.length > 0),
    unknownNames(parts, layers, declared),
    parts.flatMap((part) => dataClassProblems(part)),
    askingProblems(parts, sentences, said.asking ?? {}),
    runningProblems(sentences),
    reviewerProblems(parts, sentences, said, unread.length > 0),
    issuerProblems(parts, unread.length > 0),
    requestProblems(parts, said, unread.length > 0),
    sentences.flatMap((entry) => closedPermit(entry, said.uninspectable ?? "forbid")),
  ].flat())
    problems.push(found);
  if (problems.length > 0) return { problems: inOrder(problems) };
  return { ok: { ...once(said), ...maps, ...lists(parts, layers) } };
}

function once(said: Said) {
  return {
    organization: said.organization ?? BARE_SOURCE.organization,
    revision: said.revision ?? null,
    levels: said.levels ?? BARE_SOURCE.levels,
    default: said.default ?? "forbid",
    unidentified: said.unidentified ?? "forbid",
    uninspectable: said.uninspectable ?? "forbid",
    openUpTo: said.agent_away?.open_up_to ?? null,
    stale: said.stale ?? [],
    purposeLasts: said.purpose_lasts ?? null,
    asking: said.asking ?? {},
    tenants: said.tenants ?? null,
    signIn: said.sign_in ?? null,
    reviewers: said.reviewers ?? null,
    requests: said.requests ?? null,
  } as const;
}

function lists(parts: readonly ReadPart[], { directives, guardrails, rules }: ReadLayers) {
  const entries: Readonly<Record<PolicyList, readonly Entry<Rule | License | Classify>[]>> = {
    classify: parts.flatMap(({ classify }) => classify),
    licenses: parts.flatMap(({ licenses }) => licenses),
    grants: parts.flatMap(({ grants }) => grants),
    directives,
    guardrails,
    rules,
  };
  return {
    corporateAccounts: parts.flatMap(({ said }) => said.accounts?.corporate ?? []),
    mayBe: parts.flatMap(({ said }) => said.may_be ?? []),
    issuers: parts.flatMap(({ said }) => said.issuers ?? []),
    proofs: parts.flatMap(({ said }) => said.proofs ?? []),
    classify: parts.flatMap(({ classify }) => valuesOf(classify)),
    licenses: parts.flatMap(({ licenses }) => valuesOf(licenses)),
    grants: parts.flatMap(({ grants }) => valuesOf(grants)),
    directives: valuesOf(directives),
    guardrails: valuesOf(guardrails),
    rules: valuesOf(rules),
    place: (list: PolicyList, index: number, ...fields: Path): Position => {
      const entry = entries[list][index];
      return entry ? positionOf(entry, ...fields) : startOf("policy");
    },
  };
}

function valuesOf<T>(entries: readonly Entry<T>[]): readonly T[] {
  return entries.map(({ value }) => value);
}

const noFiles = problemAt(
  startOf("policy"),
  "no_files",
  "The policy folder holds no YAML file.",
  "Put at least one file such as `policy.yaml` into it, with `lanyard: 1` and `unidentified: forbid`.",
);

/** Size is looked at before anything is parsed. */
function tooLarge(files: readonly PolicyFile[]): Problem[] {
  const mend = "Split it into files of at most 16 MB in the same folder: their lists add up.";
  const large = files
    .filter(({ text }) => text.length > FILE_LIMIT)
    .map(({ file, text }): Problem => {
      const message = `The file has ${megabytes(text.length)} MB; a file may have ${megabytes(FILE_LIMIT)} MB.`;
      return problemAt(startOf(file), "too_large", message, mend);
    });
  const total = files.reduce((sum, { text }) => sum + text.length, 0);
  const [first] = files;
  if (large.length > 0 || total <= FOLDER_LIMIT || !first) return large;
  const message = `The folder has ${megabytes(total)} MB; a policy may have ${megabytes(FOLDER_LIMIT)} MB.`;
  const fewer = "Join rules that differ only in their lists: one rule may name many models and groups.";
  return [problemAt(startOf(first.file), "too_large", message, fewer)];
}

function megabytes(characters: number): string {
  return (characters / 1_000_000).toFixed(1);
}
