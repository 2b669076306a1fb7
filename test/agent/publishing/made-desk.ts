import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Keyring } from "../../../agent/publishing/keyring.ts";
import { newDeskFiles, type NewDesk } from "../../../agent/publishing/new-desk.ts";
import { parsePublisher } from "../../../agent/publishing/publisher-file.ts";
import { Repository } from "../../../agent/publishing/repository.ts";
import { keysOf, lifetimesOf } from "../../../agent/publishing/settings.ts";
import type { Times } from "../../../agent/publishing/times.ts";
import { temporaryFolder } from "../temporary-folder.ts";

export const PASSPHRASE = "correct horse battery";

/** Desks are the same but for their keys; a test that changes files has a folder of its own. */
export interface MadeDesk {
  readonly folder: string;
  readonly repository: Repository;
  readonly keyring: Keyring;
  readonly keys: ReturnType<typeof keysOf>;
  /** The root that endpoints begin with. */
  readonly root: string;
}

/** A desk in a folder, its keys under a passphrase that costs nothing to open. */
export async function makeDesk(
  parts: Partial<NewDesk> = {},
  folder = join(temporaryFolder(), "desk"),
): Promise<MadeDesk> {
  const files = await newDeskFiles({
    organization: "Contoso",
    url: "https://policy.example.com/",
    nudge: null,
    signers: 3,
    threshold: 2,
    now: Date.now(),
    passphrase: () => Promise.resolve(PASSPHRASE),
    workFactor: 1,
    ...parts,
  });
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const reading = parsePublisher("publisher.yaml", files.get("publisher.yaml") ?? "");
  if (!reading.ok) throw new Error(reading.problems[0]?.message);
  const keys = keysOf(reading.value);
  return {
    folder,
    repository: new Repository(join(folder, "repository")),
    keyring: new Keyring(keys, [], folder, () => Promise.resolve(PASSPHRASE)),
    keys,
    root: files.get("root.json") ?? "",
  };
}

/** Signing at a moment, now unless said. */
export function times(now = Date.now()): Times {
  return { now, lifetimes: lifetimesOf({}) };
}
