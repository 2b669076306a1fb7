import * as z from "zod/mini";
import { Name } from "./text.ts";

/** Names of the targets in the repository. Catalog editions are the target `catalog.json`, as it stands in a folder. */
export const RELEASES_TARGET = "policy/releases.json";
export const DIRECTIVES_TARGET = "directives/in-force.json";
export const CATALOG_TARGET = "catalog/catalog.json";

/** The target that a release of the policy is kept as. */
export function releaseTarget(release: string): string {
  return `policy/${release}.json`;
}

/** Name of a release: part of a file's name, so letters, digits, dots, dashes and underscores alone. */
export const ReleaseName = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));

/** One YAML file of the policy language, as it stood in the folder. */
export const BundledFile = z.strictObject({
  file: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.ya?ml$/)),
  text: z.string().check(z.maxLength(8_000_000)),
});
export type BundledFile = z.infer<typeof BundledFile>;

/** A whole policy, without directives: what one release is. */
export const PolicyBundle = z.strictObject({
  lanyard: z.literal(1),
  release: ReleaseName,
  files: z.array(BundledFile).check(z.minLength(1), z.maxLength(10_000)),
});
export type PolicyBundle = z.infer<typeof PolicyBundle>;

/** Every directive in force: each file has directives and nothing else, and nothing in it grants (P6). */
export const DirectiveBundle = z.strictObject({
  lanyard: z.literal(1),
  files: z.array(BundledFile).check(z.maxLength(1_000)),
});
export type DirectiveBundle = z.infer<typeof DirectiveBundle>;

/** Who gets a release: this share of all endpoints by the hash of the device, and everybody of these groups besides. */
export const Ring = z.strictObject({
  release: ReleaseName,
  /** Percent, 0 to 100. */
  share: z.number().check(z.minimum(0), z.maximum(100)),
  groups: z.array(Name).check(z.maxLength(100)),
});
export type Ring = z.infer<typeof Ring>;

/** The releases that are out, oldest first. An endpoint obeys the last one whose ring it is in; the first is for all. */
export const Releases = z.strictObject({
  lanyard: z.literal(1),
  rings: z.array(Ring).check(z.minLength(1), z.maxLength(20)),
});
export type Releases = z.infer<typeof Releases>;

/** When a role's metadata was signed, in the metadata itself: ISO 8601 with milliseconds, UTC. */
export const ISSUED = "x-lanyard-issued";
