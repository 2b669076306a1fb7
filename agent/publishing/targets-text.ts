import {
  DirectiveBundle,
  PolicyBundle,
  ReleaseName,
  Releases,
  RELEASES_TARGET,
  releaseTarget,
  type BundledFile,
  type Ring,
} from "../../shared/schema/bundle.ts";
import type { PolicyFile } from "../../shared/policy/parse.ts";
import type * as z from "zod/mini";
import { PublishingError } from "./fault.ts";

/** The text of a release: the same files give the same bytes, in whatever order a folder lists them. */
export function releaseText(release: string, files: readonly PolicyFile[]): string {
  return textOf(PolicyBundle, { lanyard: 1, release: checkedRelease(release), files: inOrder(files) });
}

/** The text of the rings. */
export function releasesText(rings: readonly Ring[]): string {
  return textOf(Releases, { lanyard: 1, rings: [...rings] });
}

/** The text of the directives in force. */
export function directivesText(files: readonly PolicyFile[]): string {
  return textOf(DirectiveBundle, { lanyard: 1, files: inOrder(files) });
}

/** Names of the targets that rings need, beside the catalog. */
export function targetsOfRings(rings: readonly Ring[]): readonly string[] {
  return [RELEASES_TARGET, ...rings.map(({ release }) => releaseTarget(release))];
}

function checkedRelease(release: string): string {
  if (ReleaseName.safeParse(release).success) return release;
  throw new PublishingError(
    "malformed",
    `"${release}" names no release. Use letters, digits, dots, dashes and underscores, as in 2026-07-01.1.`,
  );
}

function inOrder(files: readonly PolicyFile[]): BundledFile[] {
  return files.toSorted((a, b) => (a.file < b.file ? -1 : 1)).map(({ file, text }) => ({ file, text }));
}

function textOf<T>(schema: z.ZodMiniType<T>, value: T): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return `${JSON.stringify(parsed.data)}\n`;
  const [issue] = parsed.error.issues;
  throw new PublishingError("malformed", sentenceOf(issue?.path ?? [], value));
}

/** Of what a folder may hold, names and sizes are what a bundle refuses. */
function sentenceOf(path: readonly PropertyKey[], value: unknown): string {
  const [, index] = path;
  const files = typeof value === "object" && value !== null && "files" in value ? value.files : [];
  const file: unknown = Array.isArray(files) && typeof index === "number" ? files[index] : null;
  const name = typeof file === "object" && file !== null && "file" in file ? String(file.file) : "The policy";
  return `${name} cannot be published: names of files are letters, digits, dots, dashes and underscores, and a file has 8 MB at most.`;
}
