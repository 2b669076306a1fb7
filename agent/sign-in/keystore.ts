import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** Where the system keeps secrets of this user. Both give null or false where it does not work now. */
export interface Keystore {
  readonly get: (name: string) => Promise<string | null>;
  readonly put: (name: string, secret: string) => Promise<boolean>;
}

/** Milliseconds: whoever must first be asked on a screen is not waited for long. */
const PATIENCE = 10_000;

/**
 * The Secret Service of a Linux desktop (GNOME Keyring, KWallet), by the program `secret-tool`. Secrets go by stdin:
 * other users see the words that a program is started with.
 */
export function secretService(environment: NodeJS.ProcessEnv): Keystore {
  return {
    get: async (name) => {
      const secret = await said(environment, ["lookup", ...attributesOf(name)], "");
      return secret === "" ? null : secret;
    },
    put: async (name, secret) => {
      const words = ["store", "--label", "Lanyard sign-in", ...attributesOf(name)];
      return (await said(environment, words, secret)) !== null;
    },
  };
}

function attributesOf(name: string): readonly string[] {
  return ["application", "lanyard", "name", name];
}

/** What the program says, or null where it is not there or does not do it. */
async function said(env: NodeJS.ProcessEnv, words: readonly string[], input: string): Promise<string | null> {
  const child = spawn("secret-tool", words, { env, stdio: ["pipe", "pipe", "ignore"], timeout: PATIENCE });
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [output, code] = await Promise.all([text(child.stdout).catch(() => ""), ended]);
  return code === 0 ? output.trim() : null;
}
