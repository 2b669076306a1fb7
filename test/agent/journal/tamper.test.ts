import { copyFileSync, rmSync } from "node:fs";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { verifyDatabase } from "../../../agent/journal/verify/verify-database.ts";
import { decisionEvent } from "../sample-events.ts";
import { canonical } from "../../../agent/journal/canonical.ts";
import {
  copyOf,
  faultsOf,
  forge,
  openAt,
  optionsWith,
  tamper,
  testKey,
  textsIn,
  writeEvents,
} from "./written.ts";

function edited(text: string): string {
  return text.replace('"effect":"deny"', '"effect":"permit"');
}

describe("a journal as it was written", () => {
  test("is whole, under the key that was kept elsewhere and against every checkpoint that a witness saw", () => {
    const { file, key, seen } = writeEvents(750);
    const report = verifyDatabase(file, optionsWith(seen, key));
    expect(report).toMatchObject({
      findings: [],
      events: 750,
      bodies: 750,
      pruned: 0,
      signed: 750,
      notes: [],
    });
    expect(report.checkpoints).toBe(2 * seen.length);
    expect(report.root).toBe(seen.at(-1)?.root.toString("base64"));
  });

  test("is whole with a tail that is not signed yet, which is said", () => {
    const { file, key } = writeEvents(300);
    const journal = openAt(file, key);
    journal.append([decisionEvent("unsigned-1")]);
    journal.close();
    expect(verifyDatabase(file, optionsWith()).notes).toEqual([
      "The last 1 events are not under a checkpoint yet.",
    ]);
    expect(faultsOf(file)).toEqual([]);
  });

  test("is whole at every size around tiles and checkpoints", () => {
    for (const count of [1, 99, 100, 101, 255, 256, 257, 512, 513]) {
      const { file, seen } = writeEvents(count);
      expect(faultsOf(file, optionsWith(seen)), String(count)).toEqual([]);
    }
  });
});

describe("an event", () => {
  test("that was edited is named, in a bundle and in the growing tile", () => {
    const { file } = writeEvents(700);
    tamper(file, (database) => {
      database.exec(`UPDATE body SET text = replace(text, '"deny"', '"permit"') WHERE sequence = 600`);
      const packed = database.prepare("SELECT leaves FROM bundle WHERE number = 1").get()?.[
        "leaves"
      ] as Uint8Array;
      const leaves = zstdDecompressSync(packed).toString().split("\0");
      leaves[44] = edited(leaves[44] ?? "");
      database
        .prepare("UPDATE bundle SET leaves = ? WHERE number = 1")
        .run(zstdCompressSync(leaves.join("\0")));
    });
    expect(faultsOf(file)).toEqual([
      "edited 300-300",
      "edited 600-600",
      "misfiled 300-300",
      "misfiled 600-600",
    ]);
  });

  test("that was edited with every hash after it is found by the next checkpoint", () => {
    const { file } = writeEvents(700);
    forge(file, (texts) => texts.with(149, edited(texts[149] ?? "")));
    expect(faultsOf(file)).toEqual(["altered 101-200"]);
  });

  test("that was edited with its own hash is found, and what follows is still verified", () => {
    const { file } = writeEvents(700);
    const other = copyOf(file);
    forge(other, (texts) => texts.with(149, edited(texts[149] ?? "")));
    tamper(file, (database) => {
      database.exec(`ATTACH '${other}' AS other;
        UPDATE event SET leaf = (SELECT leaf FROM other.event WHERE sequence = 150) WHERE sequence = 150;
        UPDATE bundle SET leaves = (SELECT leaves FROM other.bundle WHERE number = 0) WHERE number = 0;
        UPDATE body SET text = replace(text, '"deny"', '"permit"') WHERE sequence = 650`);
    });
    expect(faultsOf(file).filter((fault) => !fault.startsWith("misfiled"))).toEqual([
      "edited 650-650",
      "altered 101-200",
    ]);
  });

  test("that was deleted is named by its place", () => {
    const { file } = writeEvents(700);
    tamper(file, (database) => {
      for (const table of ["event", "body"])
        database.exec(`DELETE FROM ${table} WHERE sequence IN (42, 43, 640)`);
    });
    expect(faultsOf(file)).toEqual(["deleted 42-43", "deleted 640-640"]);
  });

  test("that was deleted with what follows moved up is found by the next checkpoint", () => {
    const { file } = writeEvents(700);
    forge(file, (texts) => texts.toSpliced(149, 1));
    expect(faultsOf(file)).toEqual(["deleted 101-200"]);
  });

  test("whose body alone is gone is named, also where it is called pruned", () => {
    const { file } = writeEvents(700);
    tamper(file, (database) => {
      database.exec(
        "DELETE FROM body WHERE sequence IN (650, 651); UPDATE event SET pruned = 3 WHERE sequence = 651",
      );
    });
    expect(faultsOf(file)).toEqual(["deleted 650-650", "deleted 651-651"]);
  });

  test("that was put in is named by its place", () => {
    const { file } = writeEvents(700);
    forge(file, (texts) => texts.toSpliced(149, 0, canonical(decisionEvent("put-in-later"))));
    expect(faultsOf(file)).toEqual(["inserted 150-150"]);
  });

  test("that changed places with another is named with it", () => {
    const { file } = writeEvents(700);
    const swap =
      "CASE sequence WHEN 601 THEN (SELECT text FROM body WHERE sequence = 602) ELSE (SELECT text FROM body WHERE sequence = 601) END";
    tamper(file, (database) => {
      database.exec(`CREATE TEMP TABLE swapped AS SELECT sequence, ${swap} AS text FROM body WHERE sequence IN (601, 602);
        UPDATE body SET text = (SELECT text FROM swapped WHERE swapped.sequence = body.sequence) WHERE sequence IN (601, 602)`);
    });
    expect(faultsOf(file)).toEqual(["reordered 601-601", "reordered 602-602"]);
    const careful = writeEvents(700).file;
    forge(careful, (texts) => texts.with(149, texts[179] ?? "").with(179, texts[149] ?? ""));
    expect(faultsOf(careful)).toEqual(["reordered 150-150", "reordered 180-180"]);
  });

  test("that is filed under what it does not say is named", () => {
    const { file } = writeEvents(300);
    tamper(file, (database) => {
      database.exec(`INSERT INTO word (text) VALUES ('permit');
        UPDATE event SET effect = (SELECT id FROM word WHERE text = 'permit') WHERE sequence = 7`);
    });
    expect(faultsOf(file)).toEqual(["misfiled 7-7"]);
  });
});

describe("the end of a journal", () => {
  const cut = "DELETE FROM event WHERE sequence > 650; DELETE FROM body WHERE sequence > 650;";

  test("that is missing is told by the journal's own checkpoints", () => {
    const { file } = writeEvents(700);
    tamper(file, (database) => database.exec(cut));
    expect(faultsOf(file)).toEqual(["truncated 651-700"]);
  });

  test("that is missing with its checkpoints is told by a witness alone", () => {
    const { file, seen } = writeEvents(700);
    tamper(file, (database) => database.exec(`${cut} DELETE FROM checkpoint WHERE size > 650`));
    expect(faultsOf(file)).toEqual([]);
    expect(faultsOf(file, optionsWith(seen))).toEqual(["rolled_back 651-700"]);
  });

  test("of an older copy in the journal's place is told by a witness", () => {
    const { file, key } = writeEvents(300);
    const older = copyOf(file);
    const { seen } = writeEvents(250, { file, key, prefix: "later" });
    copyFileSync(older, file);
    expect(faultsOf(file)).toEqual([]);
    expect(faultsOf(file, optionsWith(seen))).toEqual(["rolled_back 301-550"]);
  });

  test("of an older copy that was written on, with the device's key, is a fork", () => {
    const { file, key, seen: before } = writeEvents(300);
    const older = copyOf(file);
    const { seen } = writeEvents(250, { file, key, prefix: "true" });
    copyFileSync(older, file);
    writeEvents(250, { file, key, prefix: "false" });
    expect(faultsOf(file)).toEqual([]);
    expect(faultsOf(file, optionsWith([...before, ...seen]))).toEqual(["forked 301-400"]);
  });
});

describe("a checkpoint", () => {
  test("of another journal of the device says that this one stands in its place", () => {
    const { file, key, seen } = writeEvents(300);
    rmSync(file);
    writeEvents(100, { file, key });
    expect(faultsOf(file)).toEqual([]);
    expect(faultsOf(file, optionsWith(seen))).toEqual(["replaced"]);
  });

  test("that the given key did not sign proves nothing", () => {
    const { file } = writeEvents(150);
    expect(faultsOf(file, optionsWith([], testKey()))).toEqual(["foreign_key", "foreign_key"]);
  });

  test("whose words were changed, or that is none, is told", () => {
    const { file } = writeEvents(250);
    tamper(file, (database) => {
      database.exec(`UPDATE checkpoint SET note = replace(note, char(10) || '100' || char(10), char(10) || '99' || char(10)) WHERE size = 100;
        UPDATE checkpoint SET note = 'nothing' WHERE size = 200`);
    });
    expect(faultsOf(file)).toEqual(["foreign_key", "bad_checkpoint"]);
  });

  test("of a witness that somebody else signed is not believed", () => {
    const { file } = writeEvents(150);
    const { seen } = writeEvents(900);
    expect(new Set(faultsOf(file, optionsWith(seen)))).toEqual(new Set(["foreign_key"]));
  });
});

test("a hash that was changed is told, and events are still proven by their checkpoints", () => {
  const { file } = writeEvents(700);
  tamper(file, (database) => database.exec("UPDATE node SET hash = zeroblob(32) WHERE position = 1"));
  expect(faultsOf(file)).toEqual(["wrong_hash 257-512"]);
});

test("nothing that is asked of a journal changes its bytes", () => {
  const { file, seen } = writeEvents(300);
  const before = textsIn(file);
  verifyDatabase(file, optionsWith(seen));
  expect(textsIn(file)).toEqual(before);
});
