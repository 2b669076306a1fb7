import { join, resolve } from "node:path";
import { Keyring, type DeskKey } from "../publishing/keyring.ts";
import { parsePublisher, type PublisherFile } from "../publishing/publisher-file.ts";
import { Repository } from "../publishing/repository.ts";
import { keysOf, lifetimesOf } from "../publishing/settings.ts";
import type { Times } from "../publishing/times.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { textOf } from "./config-file.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";
import { passphrases } from "./passphrases.ts";

/** IT's desk: its settings, its keys and the repository that it publishes. */
export interface Desk {
  readonly folder: string;
  readonly settings: PublisherFile;
  /** Every key of publisher.yaml. */
  readonly keys: readonly DeskKey[];
  readonly keyring: Keyring;
  readonly repository: Repository;
  /** A path of publisher.yaml, absolute. */
  readonly at: (path: string) => string;
  /** The moment of signing, and lifetimes. */
  readonly times: () => Times;
}

/** The desk in `--desk`, else here; `--key` says with which keys to sign where several must. */
export async function deskOf(given: Given): Promise<Desk> {
  const folder = resolve(given.value("desk") ?? ".");
  const settings = await settingsOf(folder);
  const keys = keysOf(settings);
  const at = (path: string): string => resolve(folder, path);
  return {
    folder,
    settings,
    keys,
    keyring: new Keyring(
      keys,
      given.values("key").map((name) => keyNamed(keys, name)),
      folder,
      passphrases(given, settings, at),
    ),
    repository: new Repository(at(settings.repository)),
    at,
    times: () => ({ now: Date.now(), lifetimes: lifetimesOf(settings) }),
  };
}

async function settingsOf(folder: string): Promise<PublisherFile> {
  const reading = parsePublisher("publisher.yaml", await textOf(join(folder, "publisher.yaml")));
  if (reading.ok) return reading.value;
  throw new CommandError(
    "found",
    `publisher.yaml has problems.\n${reading.problems.map(problemLine).join("\n")}`,
  );
}

/** A key by its name; throws `usage` with those that there are. */
export function keyNamed(keys: readonly DeskKey[], name: string): DeskKey {
  const found = keys.find((key) => key.name === name);
  if (found) return found;
  throw new CommandError(
    "usage",
    `publisher.yaml has no key "${name}". It has: ${keys.map((key) => key.name).join(", ")}.`,
  );
}
