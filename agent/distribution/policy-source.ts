import type { PolicyFile } from "../../shared/policy/parse.ts";

/** The files of the policy as they are now, or why they cannot be had, in a sentence. */
export type PolicyReading =
  | {
      readonly ok: true;
      readonly files: readonly PolicyFile[];
      /** What this state of the policy is called; null: what it says itself, or what follows from its content. */
      readonly revision: string | null;
    }
  | { readonly ok: false; readonly problem: string };

/** The published edition of the catalog as it is now; null: none is published. */
export type CatalogReading =
  | { readonly ok: true; readonly text: string | null }
  | { readonly ok: false; readonly problem: string };

/** Where the policy comes from: a folder, or a signed repository. */
export interface PolicySource {
  /** What it reads, as status shows it. */
  readonly place: string;
  read(): Promise<PolicyReading>;
  /** The edition of the catalog that stands beside the policy. */
  catalog(): Promise<CatalogReading>;
  /** A text that changes when the files do, without reading them. */
  mark(): Promise<string>;
}
