import { createWriteStream, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { describe, expect, test } from "vitest";
import { exportLines } from "../../../agent/journal/export.ts";
import { EVERYTHING } from "../../../agent/journal/filter.ts";
import { verifyPack } from "../../../agent/inspection/verify-pack.ts";
import { until } from "../../e2e/until.ts";
import { optionsWith } from "../journal/written.ts";
import { decisionEvents } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { journalWith, openConsole, type TestConsole } from "./open-console.ts";

/** Downloads into a file, as a browser does. */
async function downloaded({ port }: TestConsole, path: string, cookie: string): Promise<string> {
  const file = join(temporaryFolder(), "download");
  const asked = request({ host: "127.0.0.1", port, path, headers: { cookie } });
  await new Promise<void>((resolve, reject) => {
    asked.on("response", (reply) => void pipeline(reply, createWriteStream(file)).then(resolve, reject));
    asked.on("error", reject).end();
  });
  return file;
}

describe("a download", () => {
  test("of a pack is one that verifies", async () => {
    const open = await openConsole([journalWith(decisionEvents(700))]);
    const { base, cookie } = await open.enter();
    const file = await downloaded(open, `${base}/api/pack?journal=0`, cookie);
    expect(await verifyPack(file, optionsWith())).toMatchObject({ what: "pack", findings: [], bodies: 700 });
  });

  test("of a pack that is broken off holds nothing up, and there is none of what is no journal", async () => {
    const open = await openConsole([journalWith(decisionEvents(20_000))]);
    const { base, cookie } = await open.enter();
    const asked = request({
      host: "127.0.0.1",
      port: open.port,
      path: `${base}/api/pack?journal=0`,
      headers: { cookie },
    });
    let isAway = false;
    asked.on("response", (reply) => reply.once("data", () => asked.destroy()));
    asked
      .on("error", () => undefined)
      .on("close", () => (isAway = true))
      .end();
    await until("it broke off", () => isAway);
    expect((await open.send(`${base}/api/pack?journal=0&from=x`, { cookie })).status).toBe(400);
    expect((await open.send(`${base}/api/pack?journal=1`, { cookie })).status).toBe(404);
    expect((await open.send(`${base}/api/about`, { cookie })).status).toBe(200);
  });

  test("of a pack is refused of an export, which has no journal's proofs of its own", async () => {
    const file = join(temporaryFolder(), "export.jsonl");
    const lines = exportLines({
      file: journalWith(decisionEvents(3)),
      filter: EVERYTHING,
      now: 1_780_000_000_000,
      onProgress: () => undefined,
    });
    writeFileSync(file, `${[...lines].join("\n")}\n`);
    const open = await openConsole([file]);
    const { base, cookie } = await open.enter();
    const { status, text } = await open.send(`${base}/api/pack?journal=0`, { cookie });
    expect([status, text]).toEqual([404, expect.stringContaining("Packs are made of journals")]);
  });

  test("of OCSF has the filtered events, one a line, the oldest first", async () => {
    const open = await openConsole([journalWith(decisionEvents(30))]);
    const { base, cookie } = await open.enter();
    await until("all is read", async () => {
      const { text } = await open.send(`${base}/api/rows?at=0&count=1`, { cookie });
      return (JSON.parse(text) as { total: number }).total === 30;
    });
    const { status, text } = await open.send(`${base}/api/export?format=ocsf&effect=deny`, { cookie });
    expect(status).toBe(200);
    const events = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(events).toHaveLength(30);
    expect(events[0]).toMatchObject({ class_uid: 6003, metadata: { version: "1.8.0", uid: "event-000000" } });
    expect((await open.send(`${base}/api/export?format=xml`, { cookie })).status).toBe(400);
  });
});
