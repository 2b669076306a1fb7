import type { TargetFile } from "@tufjs/models";
import {
  CATALOG_TARGET,
  DIRECTIVES_TARGET,
  RELEASES_TARGET,
  releaseTarget,
} from "../../../shared/schema/bundle.ts";
import { digestOf, type Floor, type HeldDirectives, type HeldPolicy } from "../floor/floor.ts";
import { LIMITS } from "../repository/limits.ts";
import { issuedOf } from "../repository/metadata.ts";
import { Refusal } from "../repository/refusal.ts";
import type { Verified } from "../repository/repository.ts";
import { readDirectiveBundle, readPolicyBundle, readReleases } from "./bundles.ts";
import type { Published } from "./choose.ts";
import { releaseFor, type RingMember } from "./ring.ts";

/** What is signed now for one endpoint, part by part. */
export interface PublishedParts extends Published {
  /** The readable text of the releases; null: there is none. */
  readonly releases: string | null;
  /** The edition of the catalog; null: none is published. */
  readonly catalog: string | Refusal | null;
}

/** Fetches what an endpoint has not yet of what is signed, and reads it: never throws for what a server does. */
export async function publishedIn(
  verified: Verified,
  held: Floor | null,
  member: RingMember,
): Promise<PublishedParts> {
  // The directives first: of all that is fetched they are what cannot wait.
  const directives = await orRefusal(() => directivesIn(verified, held));
  const releases = await orRefusal(() => releasesIn(verified, held));
  const policy = await orRefusal(() => policyIn(verified, held, releases, member));
  const catalog = await orRefusal(() => catalogIn(verified, held));
  return { directives, policy, catalog, releases: releases instanceof Refusal ? null : releases };
}

async function directivesIn(verified: Verified, held: Floor | null): Promise<HeldDirectives> {
  const { signed } = verified.roles.directives;
  const target = signed.targets[DIRECTIVES_TARGET];
  if (!target)
    throw new Refusal(
      "missing_directives",
      `directives.json, version ${signed.version}, names no ${DIRECTIVES_TARGET}.`,
    );
  const text = await taken(verified, target, LIMITS.directives, held?.inForce?.directives.text);
  const files = readDirectiveBundle(text);
  return { version: signed.version, issued: issuedOf(verified.roles, "directives"), text, files };
}

async function releasesIn(verified: Verified, held: Floor | null): Promise<string> {
  const text = await taken(
    verified,
    targetIn(verified, RELEASES_TARGET, "releases"),
    LIMITS.releases,
    held?.releases,
  );
  readReleases(text);
  return text;
}

async function policyIn(
  verified: Verified,
  held: Floor | null,
  releases: string | Refusal,
  member: RingMember,
): Promise<HeldPolicy> {
  if (releases instanceof Refusal) throw releases;
  const release = releaseFor(readReleases(releases), member);
  const before = held?.inForce?.policy;
  const text = await taken(
    verified,
    targetIn(verified, releaseTarget(release), "policy"),
    LIMITS.policy,
    before?.text,
  );
  const files = readPolicyBundle(text, release);
  // Decisions name a release, so a name must go on meaning what it meant.
  if (before?.release === release && before.text !== text)
    throw new Refusal(
      "malformed_policy",
      `Release ${release} was published before with other content. Publish the change under a new name.`,
    );
  const { version } = verified.roles.targets.signed;
  return { release, version, issued: issuedOf(verified.roles, "targets"), text, files };
}

async function catalogIn(verified: Verified, held: Floor | null): Promise<string | null> {
  const target = verified.roles.targets.signed.targets[CATALOG_TARGET];
  return target ? await taken(verified, target, LIMITS.catalog, held?.catalog) : null;
}

function targetIn({ roles }: Verified, name: string, what: "releases" | "policy"): TargetFile {
  const { targets, version } = roles.targets.signed;
  const target = targets[name];
  if (!target) throw new Refusal(`missing_${what}`, `targets.json, version ${version}, names no ${name}.`);
  return target;
}

/** What is there already is not fetched again. */
async function taken(
  { take }: Verified,
  target: TargetFile,
  limit: number,
  held: string | null | undefined,
): Promise<string> {
  if (typeof held === "string" && target.hashes["sha256"] === digestOf(held)) return held;
  return await take(target, limit);
}

async function orRefusal<T>(get: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
