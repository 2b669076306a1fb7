import { keyId, publicKeyOf } from "./public-key.ts";
import type { DeskKey } from "./keyring.ts";
import { PublishingError } from "./fault.ts";
import type { PublisherFile } from "./publisher-file.ts";
import type { Lifetimes } from "./times.ts";

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long what is signed is good, where publisher.yaml does not say it. The timestamp outlives a weekend without the
 * machine that renews it, and no more: it is how long an endpoint can be kept from seeing what is new.
 */
const USUAL = { root: "365d", policy: "180d", directives: "180d", snapshot: "30d", timestamp: "3d" } as const;

/** The lifetimes of a desk, in milliseconds by role. */
export function lifetimesOf({ lifetimes }: Pick<PublisherFile, "lifetimes">): Lifetimes {
  const said = (name: keyof typeof USUAL): number => milliseconds(lifetimes?.[name] ?? USUAL[name]);
  return {
    root: said("root"),
    targets: said("policy"),
    directives: said("directives"),
    snapshot: said("snapshot"),
    timestamp: said("timestamp"),
  };
}

/** The keys of a desk; throws `malformed` where one says not exactly one place, or no good public key. */
export function keysOf({ keys }: Pick<PublisherFile, "keys">): readonly DeskKey[] {
  return Object.entries(keys).map(([name, { public: text, file, command }]) => {
    const at = file !== undefined ? { file } : command !== undefined ? { command } : null;
    if (!at || (file !== undefined && command !== undefined))
      throw new PublishingError(
        "malformed",
        `The key ${name} in publisher.yaml needs a file or a command, one of them.`,
      );
    const key = publicKeyOf(text);
    return { name, id: keyId(key), key, at };
  });
}

function milliseconds(length: string): number {
  return Number(length.slice(0, -1)) * (UNITS[length.slice(-1)] ?? 0);
}
