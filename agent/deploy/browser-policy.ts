/** The browsers that policies are known for. */
export const BROWSER_KINDS = ["chrome", "edge", "chromium", "firefox"] as const;
export type BrowserKind = (typeof BROWSER_KINDS)[number];

/** A value of a policy, as the browser's own file has it. */
export type PolicyValue =
  | string
  | number
  | boolean
  | readonly PolicyValue[]
  | { readonly [key: string]: PolicyValue };

/** One policy that closes what an extension cannot. */
export interface BrowserPolicy {
  /** The browser's own name for it. */
  readonly policy: string;
  /** What closes it; where a policy has several entries here, their values are parts of one. */
  readonly value: PolicyValue;
  /** What is open without it, and why, in one sentence. */
  readonly why: string;
  /** The way around that it closes, in a few words. */
  readonly closes: string;
  /** Other values that close it as well. */
  readonly also?: readonly PolicyValue[];
  /** True where the browser does the same when nothing is said. */
  readonly usual?: boolean;
}

/** What a company's own deployment puts into the policies. */
export interface Deployment {
  readonly extensionId: string;
  /** Where the browser fetches the extension: an update manifest for Chromium's family, the package for Firefox. */
  readonly updateUrl: string;
  /** Ids of other extensions that stay allowed. */
  readonly allowed: readonly string[];
  /** Names of other native programs that extensions may go on calling. */
  readonly programs: readonly string[];
  /** Domains whose Google accounts alone are let into Google's apps; none: nothing is said of them. */
  readonly domains: readonly string[];
  /** Address of the company's proxy configuration; null: it has none. */
  readonly pac: string | null;
  /** True where Firefox is to take a package that Mozilla has not signed. */
  readonly unsigned: boolean;
}

/** A deployment of which nothing is known but, at most, the extension's id: for telling what there is, and for comparing. */
export function anyDeployment(extensionId: string = "EXTENSION-ID"): Deployment {
  return {
    extensionId,
    updateUrl: "UPDATE-URL",
    allowed: [],
    programs: [],
    domains: [],
    pac: null,
    unsigned: false,
  };
}
