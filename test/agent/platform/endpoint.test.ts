import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimEndpoint } from "../../../agent/platform/endpoint.ts";
import { PlatformError } from "../../../agent/platform/fault.ts";
import { connectPrivately } from "../../../agent/platform/socket.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const nobodyAnswers = (): Promise<null> => Promise.resolve(null);

async function refusal(promise: Promise<unknown>): Promise<PlatformError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof PlatformError) return error;
  throw new Error("Nothing was refused.");
}

test("an endpoint that is claimed is nobody else's, even before it listens, until it is closed", async () => {
  const path = join(temporaryFolder(), "run/agent.sock");
  const first = await claimEndpoint(path, nobodyAnswers);
  expect((await refusal(claimEndpoint(path, nobodyAnswers))).code).toBe("already_running");
  await first.close();
  const second = await claimEndpoint(path, nobodyAnswers);
  await second.listen((socket) => void socket.destroy());
  expect(existsSync(path)).toBe(true);
  await second.close();
  expect(existsSync(path)).toBe(false);
});

test("whoever answers on an endpoint keeps it, and is named by its pid where it has one", async () => {
  const path = join(temporaryFolder(), "run/agent.sock");
  const first = await claimEndpoint(path, nobodyAnswers);
  await first.listen((socket) => void socket.on("error", () => undefined));
  const named = await refusal(claimEndpoint(path, () => Promise.resolve(4711)));
  expect([named.code, named.message]).toEqual(["already_running", expect.stringContaining("pid 4711")]);
  expect((await refusal(claimEndpoint(path, nobodyAnswers))).message).toContain("no Lanyard agent");
  const socket = await connectPrivately(path);
  socket.destroy();
  await first.close();
});
