import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Keystore } from "../../../agent/sign-in/keystore.ts";
import { secretService } from "../../../agent/sign-in/keystore.ts";
import type { Session } from "../../../agent/sign-in/session.ts";
import { SessionStore } from "../../../agent/sign-in/store.ts";
import { debianProgram } from "../../servers/debian-program.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const SESSION: Session = {
  issuer: "https://login.example.com",
  client: "lanyard",
  subject: "ada",
  claims: { email: "ada@example.com" },
  mark: "m",
  issued: 1,
  expires: 2,
  idToken: "id-token",
  accessToken: "access-token",
  refreshToken: "refresh-token",
};

const fileIn = (folder: string): string => join(folder, "session.json");

/** A keystore in memory, which may be closed. */
class Memory implements Keystore {
  isOpen = true;
  readonly #secrets = new Map<string, string>();

  readonly get = async (name: string): Promise<string | null> =>
    this.isOpen ? (this.#secrets.get(name) ?? null) : null;

  readonly put = async (name: string, secret: string): Promise<boolean> => {
    if (this.isOpen) this.#secrets.set(name, secret);
    return this.isOpen;
  };
}

describe("what is kept of a sign-in", () => {
  test("lies in a file for this user alone where the system has no keystore, and is gone after signing out", async () => {
    const folder = join(temporaryFolder(), "sign-in");
    const store = new SessionStore(folder, secretService({ PATH: "" }));
    expect(await store.load()).toBeNull();
    await store.save(SESSION);
    expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
    expect(await new SessionStore(folder, null).load()).toEqual(SESSION);
    store.clear();
    expect(await store.load()).toBeNull();
  });

  test("is encrypted under a key of the keystore, and opens with that alone", async () => {
    const folder = join(temporaryFolder(), "sign-in");
    const keystore = new Memory();
    await new SessionStore(folder, keystore).save(SESSION);
    expect(readFileSync(fileIn(folder), "utf8")).not.toMatch(/ada|token/);
    expect(await new SessionStore(folder, keystore).load()).toEqual(SESSION);
    await expect(new SessionStore(folder, new Memory()).load()).rejects.toThrow("keystore does not open");
    keystore.isOpen = false;
    await expect(new SessionStore(folder, keystore).load()).rejects.toMatchObject({ code: "unreadable" });
  });

  test("that was changed or is damaged is refused in words", async () => {
    const folder = join(temporaryFolder(), "sign-in");
    const keystore = new Memory();
    const store = new SessionStore(folder, keystore);
    await store.save(SESSION);
    const { sealed } = JSON.parse(readFileSync(fileIn(folder), "utf8")) as { sealed: string };
    const bytes = Buffer.from(sealed, "base64");
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(fileIn(folder), JSON.stringify({ form: 1, sealed: bytes.toString("base64") }));
    await expect(store.load()).rejects.toThrow("it is damaged");
    writeFileSync(fileIn(folder), "{");
    await expect(store.load()).rejects.toThrow("it is damaged. Sign in again.");
  });
});

test("a real keyring of a desktop keeps the key, and no other session of the machine opens the file", async (context) => {
  const programs = [
    await debianProgram("dbus-run-session", "dbus"),
    await debianProgram("gnome-keyring-daemon", "gnome-keyring"),
    await debianProgram("secret-tool", "libsecret-tools"),
  ];
  context.skip(programs.includes(null), "There is no keyring here.");
  const home = temporaryFolder();
  const folder = join(home, "sign-in");
  await inKeyring(home, "save", folder, JSON.stringify(SESSION));
  expect(readFileSync(fileIn(folder), "utf8")).not.toMatch(/ada|token/);
  expect(JSON.parse(await inKeyring(home, "load", folder))).toEqual(SESSION);
  expect(await inKeyring(temporaryFolder(), "load", folder)).toContain("keystore does not open");
});

/** Runs the script in a session of its own, whose keyring lies in a home. */
async function inKeyring(home: string, ...words: readonly string[]): Promise<string> {
  const script = join(import.meta.dirname, "in-keyring.ts");
  mkdirSync(join(home, "run"), { recursive: true, mode: 0o700 });
  const session = 'printf pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"';
  const { stdout } = await promisify(execFile)(
    "dbus-run-session",
    ["--", "sh", "-c", session, "sh", process.execPath, script, ...words],
    { env: { PATH: process.env["PATH"], HOME: home, XDG_RUNTIME_DIR: join(home, "run") }, timeout: 25_000 },
  );
  return stdout.trim();
}
