import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { writeDurably } from "../platform/durable-file.ts";
import { systemCode, systemWords } from "../platform/fault.ts";
import { jsonIn } from "../platform/json-text.ts";
import { SignInError } from "./fault.ts";
import type { Keystore } from "./keystore.ts";
import { Session } from "./session.ts";

const KeptFile = z.union([
  z.strictObject({ form: z.literal(1), session: Session }),
  z.strictObject({ form: z.literal(1), sealed: z.string() }),
]);

const KEY = /^[0-9a-f]{64}$/;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A sign-in between runs: in a file for this user alone, and encrypted (AES-256-GCM) under a key of the system's
 * keystore where there is one.
 */
export class SessionStore {
  readonly #file: string;
  readonly #keystore: Keystore | null;
  /** Its name in the keystore: one for each folder. */
  readonly #name: string;

  constructor(folder: string, keystore: Keystore | null) {
    this.#file = join(folder, "session.json");
    this.#keystore = keystore;
    this.#name = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  }

  /** What was kept; null: nothing. Throws a `SignInError` `unreadable`. */
  async load(): Promise<Session | null> {
    const text = this.#read();
    if (text === null) return null;
    const kept = KeptFile.safeParse(jsonIn(text));
    if (!kept.success) throw this.#unreadable("it is damaged");
    if ("session" in kept.data) return kept.data.session;
    const key = await this.#keystore?.get(this.#name);
    if (key === null || key === undefined || !KEY.test(key))
      throw this.#unreadable("the system's keystore does not open");
    const session = Session.safeParse(jsonIn(opened(kept.data.sealed, key) ?? ""));
    if (!session.success) throw this.#unreadable("it is damaged, or the keystore has another key");
    return session.data;
  }

  /** Keeps a session instead of the one before; throws a `SignInError` `unreadable`. */
  async save(session: Session): Promise<void> {
    const key = await this.#keptKey();
    const kept = key === null ? { session } : { sealed: sealed(JSON.stringify(session), key) };
    try {
      writeDurably(this.#file, JSON.stringify({ form: 1, ...kept }));
    } catch (error) {
      throw new SignInError("unreadable", `${this.#file} cannot be written: ${systemWords(error)}.`, error);
    }
  }

  /** Forgets what was kept; a key that is left in the keystore opens nothing any more. */
  clear(): void {
    rmSync(this.#file, { force: true });
  }

  /** The key of the keystore, the same each time, so that no crash leaves a file that another one opens; null: none works. */
  async #keptKey(): Promise<string | null> {
    if (this.#keystore === null) return null;
    const kept = await this.#keystore.get(this.#name);
    if (kept !== null && KEY.test(kept)) return kept;
    const fresh = randomBytes(32).toString("hex");
    return (await this.#keystore.put(this.#name, fresh)) ? fresh : null;
  }

  #read(): string | null {
    try {
      return readFileSync(this.#file, "utf8");
    } catch (error) {
      if (systemCode(error) === "ENOENT") return null;
      throw this.#unreadable(systemWords(error));
    }
  }

  #unreadable(why: string): SignInError {
    return new SignInError(
      "unreadable",
      `The sign-in in ${this.#file} cannot be read: ${why}. Sign in again.`,
    );
  }
}

function sealed(text: string, key: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "hex"), iv);
  const secret = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), secret]).toString("base64");
}

/** Null where the key is another or anything was changed. */
function opened(text: string, key: string): string | null {
  const bytes = Buffer.from(text, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key, "hex"), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const plain = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
    return Buffer.concat(plain).toString("utf8");
  } catch {
    return null;
  }
}
