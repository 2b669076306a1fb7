import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { type CompiledReading, readPolicy } from "../distribution/read-policy.ts";
import { policyDigest } from "../distribution/policy-history.ts";
import { CatalogEditions } from "../distribution/catalog-editions.ts";
import { directorySource } from "../distribution/directory.ts";
import type { PolicySource } from "../distribution/policy-source.ts";
import type { SignedPolicy } from "../distribution/signed-policy.ts";
import { parsePeople, type People } from "../facts/people.ts";
import { appliedDetail } from "../journal/policy-words.ts";
import { acceptedCatalogFile, parseConfig, type Config } from "../platform/config.ts";
import { PlatformError } from "../platform/fault.ts";
import type { Places } from "../platform/places.ts";
import { readText } from "../platform/read-text.ts";
import { problemsInShort, type FileReading } from "../platform/yaml-file.ts";
import { factsOf, KNOWLEDGE, knowledgeOf } from "../../shared/catalog/knowledge.ts";
import { modelTables } from "../../shared/catalog/model-tables.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import type { PolicyFile } from "../../shared/policy/document.ts";
import { PolicyLoader } from "../../shared/policy/load.ts";
import type { Problem } from "../../shared/policy/problem.ts";
import type { CatalogEdition } from "../../shared/schema/catalog-edition.ts";
import type { LifecycleEvent } from "../../shared/schema/audit-event.ts";
import { LastGood, type Outcome, type Reading } from "./last-good.ts";

/** What the readings of one refresh did, for the journal. */
export interface SourceNews {
  readonly part: LifecycleEvent["part"];
  readonly outcome: Exclude<Outcome, "same">;
  readonly detail: string;
}

/** The files that an agent obeys, each in its last good state. */
export class Sources {
  readonly policy = new LastGood<CompiledPolicy>(digest);
  readonly people = new LastGood<People>((people) => digest([...people.values()]));
  /** When the folder of the policy was last looked at and found good; 0: never. */
  policyCheckedAt = 0;
  /** The texts of the policy that was last applied; none before that. */
  policyTexts: readonly PolicyFile[] = [];
  readonly #config = new LastGood<Config>(digest);
  readonly #first: Config;
  readonly #places: Places;
  readonly #signed: SignedPolicy | null;
  readonly catalog: CatalogEditions;
  #loader = new PolicyLoader(KNOWLEDGE);
  /** How the files looked when they were last read. */
  #mark = "";

  /**
   * `program`: the version of Lanyard, which editions of the catalog may ask for; `signed`: the repository of the
   * configuration, null where it names a folder.
   */
  constructor(config: Config, places: Places, program: string, signed: SignedPolicy | null = null) {
    this.catalog = new CatalogEditions(acceptedCatalogFile(config), program);
    this.#first = config;
    this.#places = places;
    this.#signed = signed;
    this.#config.take({ ok: true, value: config });
  }

  get config(): Config {
    return this.#config.value ?? this.#first;
  }

  /** When the policy was last found to be the newest, by the system's clock; 0: never. */
  get checkedAt(): number {
    return this.#signed?.checkedAtBySystem ?? this.policyCheckedAt;
  }

  /** What the policy is read from, as status shows it. */
  get place(): string {
    return this.#source.place;
  }

  /** What is wrong with these files as one policy, under an edition of the catalog that is published with them. */
  trial(files: readonly PolicyFile[], catalog: string | null): readonly Problem[] {
    const edition = this.catalog.preview(catalog);
    const loader = edition === this.catalog.edition ? this.#loader : loaderUnder(edition);
    const loaded = loader.load(files);
    return "problems" in loaded ? loaded.problems : [];
  }

  /** Reads all files anew and says what changed. */
  async refresh(): Promise<readonly SourceNews[]> {
    const config = newsOf(
      "agent",
      this.#config,
      await this.#readConfig(),
      ({ file }) => `Configuration ${file}`,
    );
    // Marked before they are read: what changes while they are read looks changed at the next look.
    this.#mark = await this.#marks();
    return [
      ...config,
      // Before the policy, whose names of models the edition in force spells.
      ...(await this.#refreshCatalog()),
      ...this.#takePolicy(await this.#readPolicy()),
      ...newsOf("people", this.people, await this.#readPeople(), ({ size }) => `${size} people`),
    ];
  }

  /** True where all files look as they did when they were read; then the policy counts as checked. */
  async unchanged(): Promise<boolean> {
    if ((await this.#marks()) !== this.#mark) return false;
    if (this.policy.problem === null) this.policyCheckedAt = Date.now();
    return true;
  }

  /** What is wrong with the newest of the files, in sentences. */
  problems(): readonly string[] {
    return [
      this.#config.problem,
      this.policy.problem,
      ...(this.#signed?.problems.refused ?? []),
      this.people.problem,
      this.catalog.problem,
      isMoved(this.config, this.#first)
        ? "The journal, the socket or the distribution of the configuration changed. Restart the agent to use it."
        : null,
    ].filter((problem) => problem !== null);
  }

  async #marks(): Promise<string> {
    const { file, people } = this.config;
    return [fileMark(file), fileMark(people), await this.#source.mark()].join("\n");
  }

  /** The folder may become another while the agent runs; a repository may not, since the floor belongs to it. */
  get #source(): PolicySource {
    const { policy } = this.config;
    if (this.#signed !== null) return this.#signed;
    return directorySource("folder" in policy ? policy.folder : folderOf(this.#first));
  }

  async #refreshCatalog(): Promise<readonly SourceNews[]> {
    const before = this.catalog.name;
    const news = this.catalog.take(await this.#source.catalog());
    const { edition } = this.catalog;
    if (edition !== null && edition.edition !== before) this.#loader = loaderUnder(edition);
    return news.map(({ outcome, detail }) => ({ part: "catalog", outcome, detail }));
  }

  #readConfig(): Promise<Reading<Config>> {
    const { file } = this.#first;
    return readFileAs(file, (text) => parseConfig(file, text, this.#places));
  }

  #takePolicy(reading: CompiledReading): readonly SourceNews[] {
    const news = newsOf("policy", this.policy, reading, ({ revision }) =>
      appliedDetail(revision, reading.ok ? policyDigest(reading.files) : ""),
    );
    if (reading.ok && news.length > 0) this.policyTexts = reading.files;
    return news;
  }

  async #readPolicy(): Promise<CompiledReading> {
    const reading = await readPolicy(this.#source, this.#loader);
    if (reading.ok) this.policyCheckedAt = Date.now();
    return reading;
  }

  #readPeople(): Promise<Reading<People>> {
    const file = this.config.people;
    return readFileAs(file, (text) => parsePeople(file, text));
  }
}

function loaderUnder(edition: CatalogEdition | null): PolicyLoader {
  return new PolicyLoader(
    edition === null ? KNOWLEDGE : knowledgeOf(modelTables(edition.models), factsOf(edition.models.facts)),
  );
}

function isMoved(now: Config, first: Config): boolean {
  if (now.journal !== first.journal || now.socket !== first.socket) return true;
  const isSigned = "distribution" in now.policy || "distribution" in first.policy;
  return isSigned && !isDeepStrictEqual(now.policy, first.policy);
}

function folderOf({ policy }: Config): string {
  return "folder" in policy ? policy.folder : "";
}

function fileMark(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : "missing";
}

/** By content: a policy may say its own revision, and forget to say a new one. */
function digest(value: object): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

async function readFileAs<T>(file: string, parse: (text: string) => FileReading<T>): Promise<Reading<T>> {
  try {
    const reading = parse(await readText(file));
    return reading.ok ? reading : { ok: false, problem: problemsInShort(reading.problems) };
  } catch (error) {
    if (error instanceof PlatformError) return { ok: false, problem: error.message };
    throw error;
  }
}

function newsOf<T>(
  part: SourceNews["part"],
  lastGood: LastGood<T>,
  reading: Reading<T>,
  describe: (value: T) => string,
): readonly SourceNews[] {
  const outcome = lastGood.take(reading);
  if (outcome === "same") return [];
  return [{ part, outcome, detail: reading.ok ? describe(reading.value) : reading.problem }];
}
