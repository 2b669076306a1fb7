import { join, relative } from "node:path";
import { CATALOG_TARGET, releaseTarget } from "../../shared/schema/bundle.ts";
import type { CompiledPolicy } from "../../shared/policy/compiled-policy.ts";
import { parse, type PolicyFile } from "../../shared/policy/parse.ts";
import { reportLines, tallyOf } from "../policy-tools/test-report.ts";
import { simulationLines } from "../policy-tools/simulation-report.ts";
import { policyDraft } from "../publishing/policy-draft.ts";
import { EVERYBODY, ringWords, staged, type Reach } from "../publishing/rings.ts";
import type { State } from "../publishing/state.ts";
import { releaseText } from "../publishing/targets-text.ts";
import { textOf } from "./config-file.ts";
import { deskOf, type Desk } from "./desk.ts";
import { deliver, deliveredCode, deliveredJson, draftIn, type Delivered } from "./draft-here.ts";
import { reviewDraft, reviewLines, type DraftReview } from "./draft-review.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";
import { newEdition } from "./new-edition.ts";
import { peopleIn } from "./people-file.ts";
import { policyFilesOf, policyFrom, soundOrThrow } from "./policy-files.ts";
import { untilCtrlC } from "./policy-simulate.ts";
import { resultsOf, testNames } from "./policy-test.ts";
import { note, plain, print, printJson } from "./print.ts";
import { groupsGiven, shareGiven } from "./reach-given.ts";
import { knowledgeIn, warningLines } from "./release-review.ts";
import { confirm } from "./terminal.ts";
import { verifyNext, verifyUsual, type Draft } from "../publishing/draft.ts";

/** `policy publish`: check, test, diff, simulate, sign, write, upload, nudge; or goes on with a draft. */
export async function policyPublish(given: Given): Promise<number> {
  const desk = await deskOf(given);
  const state = await desk.repository.state();
  const [file] = given.words;
  const made = file === undefined ? await newDraft(desk, state, given) : await draftIn(file);
  verifyNext(made, state);
  verifyUsual(made, state);
  const review = await reviewDraft(desk, state, made);
  if (review) await told(desk, review, given);
  const draft = file === undefined && review ? { ...made, found: [...reviewLines(review)] } : made;
  const name =
    review?.rings.at(-1)?.release ?? `root-${draft.root?.signed.version ?? state.root.signed.version}`;
  const delivered = await deliver(desk, state, draft, file ?? join(desk.folder, `${name}.draft.json`));
  if (given.json) printJson(summaryOf(name, review, delivered));
  else if (delivered.gone)
    print(plain(review ? `Published: ${review.rings.map(ringWords).join(", then ")}.` : "Published."));
  return deliveredCode(delivered);
}

function summaryOf(release: string, review: DraftReview | null, delivered: Delivered): object {
  return {
    release: review ? release : null,
    revision: review?.policy.revision ?? null,
    rings: review?.rings ?? null,
    denied: review?.denied.length ?? 0,
    changes: review?.changes ?? [],
    ...deliveredJson(delivered),
  };
}

/** Says whose access changes, and asks where it denies something to many. */
async function told({ settings }: Desk, review: DraftReview, given: Given): Promise<void> {
  const say = given.json ? note : print;
  for (const line of reviewLines(review)) say(line);
  const { length } = review.denied;
  if (length > (settings.ask_above ?? ASK_ABOVE))
    await confirm(`This denies something to ${length} people.`, given.flag("yes"));
}

/** People to whom a release may newly deny something without a question, where publisher.yaml does not say it. */
const ASK_ABOVE = 10;

/** Checks and tests the folder of the policy, and drafts a release of it. */
async function newDraft(desk: Desk, state: State, given: Given): Promise<Draft> {
  const folder = desk.at(desk.settings.policy);
  const files = await policyFilesOf(folder);
  const out = await desk.repository.catalog(state);
  const edition = await editionGiven(given, out);
  const policy = checked(files, edition ?? out);
  await verifyTests(folder, desk);
  const release = await releaseName(desk, given.value("release"));
  const rings = staged(await desk.repository.rings(state), release, reachOf(given));
  await simulated(desk, policy, given.value("journal"));
  const texts = new Map([[releaseTarget(release), releaseText(release, files)]]);
  if (edition !== null) texts.set(CATALOG_TARGET, edition);
  return policyDraft(state, { rings, texts }, desk.times());
}

async function editionGiven(given: Given, out: string | null): Promise<string | null> {
  const file = given.value("catalog");
  return file === null ? null : newEdition(file, await textOf(file), out);
}

function reachOf(given: Given): Reach {
  const groups = groupsGiven(given);
  return { share: shareGiven(given) ?? (groups.length > 0 ? 0 : EVERYBODY.share), groups: [...groups] };
}

/** The policy by itself must be sound: directives are withdrawn one day. */
function checked(files: readonly PolicyFile[], catalog: string | null): CompiledPolicy {
  const parsed = parse(files);
  const [place] = "ok" in parsed && parsed.ok.directives.length > 0 ? [parsed.ok.place("directives", 0)] : [];
  if (place)
    throw new CommandError(
      "found",
      `${place.file}:${place.line}:${place.column} A release holds no directives. Take it out, and: lanyard directive issue --file ${place.file}`,
    );
  const knowledge = knowledgeIn("The catalog", catalog);
  const policy = soundOrThrow(policyFrom(files, knowledge));
  for (const line of warningLines(files, knowledge)) note(line);
  note(`Checked: ${policy.rules.length} rules in ${files.length} files.`);
  return policy;
}

async function verifyTests(folder: string, { folder: desk }: Desk): Promise<void> {
  const hasTests = (await testNames(folder)).length > 0;
  const results = hasTests ? await resultsOf(folder, null) : [];
  const { cells, failed } = tallyOf(results.flatMap((one) => one.results));
  if (failed > 0)
    throw new CommandError("found", `Nothing went out.\n${reportLines(results).map(plain).join("\n")}`);
  note(
    !hasTests
      ? `Not tested: there are no tests in ${relative(desk, join(folder, "tests"))}.`
      : `Tested: all ${cells} promises are kept.`,
  );
}

async function simulated(desk: Desk, policy: CompiledPolicy, journal: string | null): Promise<void> {
  if (journal === null) return;
  const people = await peopleIn(desk.at(desk.settings.people));
  const { report, ended } = await untilCtrlC({ policy, people, journal, since: null, after: 0 });
  for (const line of simulationLines(report, policy)) note(plain(line));
  if (!ended) throw new CommandError("unconfirmed", "The simulation was stopped. Nothing went out.");
}

async function releaseName({ repository }: Desk, typed: string | null): Promise<string> {
  if (typed !== null) {
    if (!(await repository.hasRelease(typed))) return typed;
    throw new CommandError(
      "found",
      `There is a release ${typed} already. Give another name; to go on with an upload: lanyard repository upload`,
    );
  }
  const day = new Date().toISOString().slice(0, 10);
  for (let number = 1; ; number += 1)
    if (!(await repository.hasRelease(`${day}.${number}`))) return `${day}.${number}`;
}
