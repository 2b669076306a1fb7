import type * as z from "zod/mini";
import { readYaml, type PolicyFile } from "../../../shared/policy/document.ts";
import {
  DirectiveBundle,
  PolicyBundle,
  Releases,
  releaseTarget,
  DIRECTIVES_TARGET,
  RELEASES_TARGET,
} from "../../../shared/schema/bundle.ts";
import { Refusal, type RefusalCode } from "../repository/refusal.ts";

/** Where directive files stand among the policy's, so that no two have one name. */
const DIRECTIVES_FOLDER = "directives/";

/** Reads which releases are out; throws a `Refusal`. */
export function readReleases(text: string): Releases {
  return read(Releases, text, RELEASES_TARGET, "malformed_releases");
}

/** Reads the files of a release; throws a `Refusal`. */
export function readPolicyBundle(text: string, release: string): PolicyBundle["files"] {
  const target = releaseTarget(release);
  const bundle = read(PolicyBundle, text, target, "malformed_policy");
  if (bundle.release !== release)
    throw new Refusal("malformed_policy", `${target} holds the release ${bundle.release}.`);
  refuseTwice(bundle.files, target, "malformed_policy");
  return bundle.files;
}

/** Reads the directives, of which each file says directives and nothing else; throws a `Refusal`. */
export function readDirectiveBundle(text: string): DirectiveBundle["files"] {
  const { files } = read(DirectiveBundle, text, DIRECTIVES_TARGET, "malformed_directives");
  refuseTwice(files, DIRECTIVES_TARGET, "malformed_directives");
  for (const file of files) refuseMore(file);
  return files;
}

/** The files of a release and of directives as one policy. */
export function joinedFiles(
  policy: readonly PolicyFile[],
  directives: readonly PolicyFile[],
): readonly PolicyFile[] {
  return [...policy, ...directives.map(({ file, text }) => ({ file: DIRECTIVES_FOLDER + file, text }))];
}

/** True for a file that came as a directive. */
export function isDirectiveFile(file: string): boolean {
  return file.startsWith(DIRECTIVES_FOLDER);
}

function read<T>(schema: z.ZodMiniType<T>, text: string, target: string, code: RefusalCode): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal(code, `${target} is not JSON.`, error);
  }
  const reading = schema.safeParse(json);
  if (reading.success) return reading.data;
  const at = reading.error.issues[0]?.path.map(String).join(".") ?? "";
  throw new Refusal(code, `${target} is not what belongs there${at === "" ? "" : `: look at "${at}"`}.`);
}

function refuseTwice(files: readonly PolicyFile[], target: string, code: RefusalCode): void {
  const names = files.map(({ file }) => file);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refusal(code, `${target} holds ${twice} twice.`);
}

/** P6: whoever holds the on-call key restricts and does nothing else, whatever else the language has. */
function refuseMore(file: PolicyFile): void {
  const reading = readYaml(file);
  const at = `${DIRECTIVES_TARGET}, ${file.file}`;
  if (!("value" in reading)) throw new Refusal("malformed_directives", `${at}: ${reading[0]?.message ?? ""}`);
  const { value } = reading;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal("malformed_directives", `${at} holds no directives.`);
  const more = Object.keys(value).find((key) => key !== "lanyard" && key !== "directives");
  if (more !== undefined)
    throw new Refusal("directives_grant", `${at} says "${more}". Directives can only restrict.`);
}
