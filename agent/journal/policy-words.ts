/** What a record of the policy that came into force says of it. */
export interface AppliedPolicy {
  readonly revision: string;
  /** SHA-256 of its texts, hexadecimal (`policyDigest`); null in records of before it was written down. */
  readonly digest: string | null;
}

/** The detail of a `policy applied` record: the journal commits to the texts, whoever keeps them. */
export function appliedDetail(revision: string, digest: string): string {
  return `Revision ${revision}, SHA-256 ${digest}`;
}

/** What such a detail says; null for another one. */
export function readApplied(detail: string): AppliedPolicy | null {
  const [, revision, digest = null] = /^Revision (.+?)(?:, SHA-256 ([0-9a-f]{64}))?$/su.exec(detail) ?? [];
  return revision === undefined ? null : { revision, digest };
}
