import type { PublicKey } from "./parts.ts";
import { PublishingError } from "./fault.ts";
import { runProgram } from "../platform/program.ts";
import type { Signer } from "./signing.ts";

/** A token or a key service that thinks about it for longer than this has gone. */
const SIGNING_LIMIT = 120_000;

/**
 * A key that never comes here (PKCS#11, a key service): the command gets the bytes on stdin and writes the signature as
 * base64 to stdout, for ECDSA in DER. Its stderr is the person's: it may ask for a PIN there.
 */
export function commandSigner(name: string, { id, key, command, folder }: CommandKey): Signer {
  return {
    name,
    id,
    key,
    sign: async (bytes) => {
      const ran = await runProgram(command, { folder, input: bytes, limit: SIGNING_LIMIT });
      if (ran.problem !== null)
        throw new PublishingError("key", `The command of the key ${name} failed: ${ran.problem}`);
      return signatureIn(name, ran.output);
    },
  };
}

/** A key behind a command. */
export interface CommandKey {
  readonly id: string;
  readonly key: PublicKey;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Where it runs. */
  readonly folder: string;
}

function signatureIn(name: string, output: string): Buffer {
  const text = output.replaceAll(/\s/g, "");
  if (/^[A-Za-z0-9+/]{40,}={0,2}$/.test(text)) return Buffer.from(text, "base64");
  throw new PublishingError(
    "key",
    `The command of the key ${name} wrote no signature. It must write base64 to its stdout, and nothing else.`,
  );
}
