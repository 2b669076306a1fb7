import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PlatformError } from "../../../agent/platform/fault.ts";
import { makePrivateFolder, verifyPrivateFolder } from "../../../agent/platform/private-folder.ts";
import { connectPrivately } from "../../../agent/platform/socket.ts";
import { temporaryFolder } from "../temporary-folder.ts";

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "nothing was refused",
    (error: unknown) => (error instanceof PlatformError ? error.code : String(error)),
  );
}

test("a folder that is missing is made for its user alone, with those above it", async () => {
  const folder = join(temporaryFolder(), "a/b");
  await makePrivateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "..")).mode & 0o777).toBe(0o700);
});

test.each([0o755, 0o770, 0o701, 0o704])(
  "a folder of mode %o is refused, and not connected into",
  async (mode) => {
    const folder = join(temporaryFolder(), "open");
    mkdirSync(folder);
    chmodSync(folder, mode);
    expect(await codeOf(makePrivateFolder(folder))).toBe("folder_open_to_others");
    expect(await codeOf(connectPrivately(join(folder, "agent.sock")))).toBe("folder_open_to_others");
  },
);

test("a link to a folder and a file in its place are refused", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "real"), { mode: 0o700 });
  symlinkSync(join(folder, "real"), join(folder, "link"));
  writeFileSync(join(folder, "file"), "");
  expect(await codeOf(verifyPrivateFolder(join(folder, "link")))).toBe("not_a_folder");
  expect(await codeOf(makePrivateFolder(join(folder, "file")))).toBe("not_a_folder");
});

test.runIf(process.getuid?.() === 0)("a folder of another user is refused", async () => {
  const { chownSync } = await import("node:fs");
  const folder = join(temporaryFolder(), "theirs");
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, 65_534, 65_534);
  expect(await codeOf(verifyPrivateFolder(folder))).toBe("folder_open_to_others");
});
