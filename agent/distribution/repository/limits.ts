/** Bytes of the largest file of each kind that is read: whoever serves more is not listened to. */
export const LIMITS = {
  root: 512_000,
  timestamp: 16_384,
  snapshot: 2_000_000,
  /** Metadata of `targets` and `directives`. */
  targets: 5_000_000,
  releases: 1_000_000,
  policy: 64_000_000,
  directives: 8_000_000,
  catalog: 16_000_000,
} as const;

/** Milliseconds that one answer may take as a whole, however slowly it drips. */
export const PATIENCE = { metadata: 20_000, target: 180_000, report: 20_000 } as const;

/** Root versions that are followed in one look. */
export const ROOT_ROTATIONS = 256;
