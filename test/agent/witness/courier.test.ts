import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Checkpoint, signCheckpoint } from "../../../agent/journal/checkpoint.ts";
import { Courier } from "../../../agent/witness/courier.ts";
import { folderOutlet } from "../../../agent/witness/folder.ts";
import { type Outlet, WitnessError } from "../../../agent/witness/outlet.ts";
import { postOutlet } from "../../../agent/witness/post.ts";
import { until } from "../../e2e/until.ts";
import { testKey } from "../journal/written.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startReceiver } from "./receiver.ts";

const key = testKey();

function checkpointOf(size: number): Checkpoint {
  return signCheckpoint(
    { origin: "lanyard/0123456789abcdef0123456789abcdef", size, root: Buffer.alloc(32, size) },
    key,
  );
}

function courierTo(outlet: Outlet, turns: (string | null)[] = []): Courier {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  return new Courier({ outlet, onTurn: (problem) => turns.push(problem), signal: stop.signal, spacing: 1 });
}

describe("a courier", () => {
  test("brings a checkpoint to an address as the note that it is", async () => {
    const witness = await startReceiver();
    courierTo(postOutlet(witness.url)).offer(checkpointOf(1));
    await until("it came", () => witness.got.length === 1);
    expect(witness.got).toEqual([checkpointOf(1).note]);
  });

  test("goes on until it is taken, says once that it is not and once that it is again, and brings the newest", async () => {
    const witness = await startReceiver();
    witness.status = 503;
    const turns: (string | null)[] = [];
    const courier = courierTo(postOutlet(witness.url), turns);
    courier.offer(checkpointOf(1));
    await until("it was refused", () => turns.length === 1);
    courier.offer(checkpointOf(2));
    courier.offer(checkpointOf(3));
    witness.status = 204;
    await until("the newest was taken", () => witness.got.includes(checkpointOf(3).note));
    expect(turns).toEqual([`The witness ${witness.url} answered 503.`, null]);
    // The first one may have been on its way when the witness began to take them.
    expect(witness.got).not.toContain(checkpointOf(2).note);
  });

  test("says in words that an address is not there", async () => {
    const turns: (string | null)[] = [];
    courierTo(postOutlet("http://127.0.0.1:9/"), turns).offer(checkpointOf(1));
    await until("it was told", () => turns.length === 1);
    expect(turns[0]).toMatch(/^The witness http:\/\/127\.0\.0\.1:9\/ cannot be reached: /);
  });

  test("brings at the end what was not brought", async () => {
    let isOpen = false;
    const taken: number[] = [];
    const outlet: Outlet = {
      name: "a door",
      send: ({ size }) =>
        isOpen ? Promise.resolve(void taken.push(size)) : Promise.reject(new WitnessError("Closed.")),
    };
    const courier = courierTo(outlet);
    courier.offer(checkpointOf(7));
    isOpen = true;
    await courier.last(1_000);
    expect(taken).toContain(7);
  });
});

describe("a witness's folder", () => {
  test("gets a line for each checkpoint, in a file a day and journal", async () => {
    const folder = join(temporaryFolder(), "audit/here");
    for (const size of [1, 2])
      await folderOutlet(folder).send(checkpointOf(size), AbortSignal.timeout(1_000));
    const [file = "", ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(file).toMatch(/^0123456789abcdef0123456789abcdef-\d{4}-\d\d-\d\d\.jsonl$/);
    const lines = readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      [1, 2].map((size) => ({ checkpoint: checkpointOf(size).note })),
    );
  });

  test("that cannot be written is told of, and written as soon as it can be", async () => {
    const folder = join(temporaryFolder(), "audit");
    writeFileSync(folder, "a file in its place");
    const turns: (string | null)[] = [];
    courierTo(folderOutlet(folder), turns).offer(checkpointOf(5));
    await until("it was told", () => turns.length === 1);
    expect(turns[0]).toContain("cannot be written");
    rmSync(folder);
    mkdirSync(folder);
    await until("it was written", () => readdirSync(folder).length === 1);
  });
});
