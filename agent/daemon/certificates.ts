import { readFileSync } from "node:fs";
import type { Config } from "../platform/config.ts";
import { PlatformError, systemWords } from "../platform/fault.ts";

/** The text of a file that the configuration names: certificates, a root, a password. Throws a `PlatformError`. */
export function certificatesIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatformError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  }
}

/**
 * The certificates by which a server of the company's is known: those that are named for it (`own`), else those of the
 * signed repository; null: the system's. Throws a `PlatformError`.
 */
export function certificatesFor(own: string | null, { policy }: Pick<Config, "policy">): string | null {
  const file = own ?? ("distribution" in policy ? policy.distribution.ca : null);
  return file === null ? null : certificatesIn(file);
}
