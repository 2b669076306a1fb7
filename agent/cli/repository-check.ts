import { join, resolve } from "node:path";
import { joinedFiles } from "../distribution/content/bundles.ts";
import { momentWords } from "../policy-tools/change-words.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { fetchAll, type Fetched } from "../publishing/check.ts";
import { directivesIn } from "../publishing/directive.ts";
import { PublishingError } from "../publishing/fault.ts";
import { metadataFile } from "../publishing/files.ts";
import { DIRECTIVES_PATHS } from "../publishing/parts.ts";
import { ringWords } from "../publishing/rings.ts";
import { serve } from "../publishing/serve.ts";
import { expiryOf } from "../publishing/times.ts";
import { textOf } from "./config-file.ts";
import { deskOf } from "./desk.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Given } from "./given.ts";
import { plain, print, printJson } from "./print.ts";
import { policyFrom } from "./policy-files.ts";
import { knowledgeIn } from "./release-review.ts";

/** `repository check`: whether endpoints would take what is there, as a client verifies it; 1 where they would not. */
export async function repositoryCheck(given: Given): Promise<number> {
  const isAlone = given.value("root") !== null && (given.value("url") !== null || given.words.length > 0);
  const repository = isAlone ? null : (await deskOf(given)).repository.folder;
  const root = await textOf(given.value("root") ?? join(repository ?? ".", metadataFile("root", 1)));
  const fetching = await fetchFrom(given, repository, root);
  const problems = fetching.ok ? problemsIn(fetching.value) : [fetching.problem];
  const summary = fetching.ok ? summaryOf(fetching.value) : null;
  if (given.json) printJson({ problems, ...summary });
  else
    for (const line of [
      ...problems,
      ...(fetching.ok && problems.length === 0 ? goodLines(fetching.value) : []),
    ])
      print(plain(line));
  return problems.length === 0 ? EXIT.done : EXIT.found;
}

/** A published repository or a folder; the desk's own where neither is named. */
async function fetchFrom(given: Given, repository: string | null, root: string): ReturnType<typeof fetchAll> {
  const url = given.value("url");
  if (url !== null) {
    if (given.words.length > 0) throw new CommandError("usage", "Name a folder or --url, not both.");
    return await fetchAll(root, url.replace(/\/*$/, "/"));
  }
  const served = await serve(resolve(given.words[0] ?? repository ?? "."));
  try {
    return await fetchAll(root, served.url);
  } finally {
    served.close();
  }
}

/** What endpoints would refuse behind the signatures: a release that does not compile, a directive that grants. */
function problemsIn({ state, releases, directives, catalog }: Fetched): readonly string[] {
  const paths = state.targets.signed.delegations?.roles.flatMap((role) => role.paths) ?? [];
  const delegation =
    String(paths) === String(DIRECTIVES_PATHS)
      ? []
      : [`Delegated is ${paths.join(", ") || "nothing"}, and not ${DIRECTIVES_PATHS.join(", ")} alone.`];
  const wrong = [...releases].flatMap(([release, files]) =>
    asProblems(() => {
      const found = policyFrom(joinedFiles(files, directives), knowledgeIn("The catalog", catalog));
      return "problems" in found ? found.problems.map((one) => `${release}: ${problemLine(one)}`) : [];
    }),
  );
  const granting = directives.flatMap((file) =>
    asProblems(() => {
      directivesIn(file);
      return [];
    }),
  );
  return [...delegation, ...granting, ...wrong];
}

function asProblems(look: () => readonly string[]): readonly string[] {
  try {
    return look();
  } catch (error) {
    if (error instanceof PublishingError || error instanceof CommandError) return [error.message];
    throw error;
  }
}

function summaryOf({ state, rings, directives }: Fetched): object {
  const roles = ["root", "targets", "directives", "snapshot", "timestamp"] as const;
  const parts = roles.map((role) => {
    const { version, expires } = state[role].signed;
    return [role, { version, expires }] as const;
  });
  return { rings, directives: directives.length, roles: Object.fromEntries(parts) };
}

function goodLines({ state, rings, directives }: Fetched): readonly string[] {
  const ends = Object.entries(state).map(
    ([role, { signed }]) => `${role} ${signed.version} until ${momentWords(expiryOf(signed))}`,
  );
  return [
    `Endpoints take it. Out is ${rings.map(ringWords).join(", then ")}; ${directives.length} directives are in force.`,
    `Good are ${ends.join(", ")}.`,
  ];
}
